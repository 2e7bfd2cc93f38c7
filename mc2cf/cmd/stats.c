/* stats.c - see stats.h */
#include <sys/resource.h>

#include "cmd/stats.h"

void stats_start(struct stats *s)
{
	s->n = 0;
	clock_gettime(CLOCK_MONOTONIC, &s->last);
}

void stats_mark(struct stats *s, const char *stage)
{
	struct timespec now;

	if (s->n == STATS_MAX)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	s->v[s->n].stage = stage;
	s->v[s->n++].ms = (double)(now.tv_sec - s->last.tv_sec) * 1e3 + (double)(now.tv_nsec - s->last.tv_nsec) / 1e6;
	s->last = now;
}

void stats_print(const struct stats *s, size_t arena_bytes, FILE *f)
{
	struct rusage used;

	for (size_t i = 0; i < s->n; i++)
		fprintf(f, "%-10s %8.3f ms\n", s->v[i].stage, s->v[i].ms);
	fprintf(f, "%-10s %8zu KiB\n", "memory", arena_bytes / 1024);
	/* of this process, m4 not counted; in KiB, as Linux and the BSDs count */
	if (getrusage(RUSAGE_SELF, &used) == 0)
		fprintf(f, "%-10s %8ld KiB\n", "peak", used.ru_maxrss);
}
