/*
 * load_say.c - what a program has to say while it is loaded
 *
 * Lines are judged as they are read, by the reader and by the engine.  What the
 * reader says comes first, sorted by its place, so what the engine says waits
 * until all is read.
 */
#include <stdint.h>
#include <stdio.h>

#include "engine/load.h"

struct said {
	struct said *next;
	enum cfrw_severity severity;
	const char *file;
	unsigned line;
	struct cfrw_text text;
};

static void keep(cfrw_program *p, const struct said *what)
{
	struct said *s = ARENA_NEW(p->arena, struct said);

	*s = *what;
	s->text.p = arena_dup(p->arena, what->text.p, what->text.n);
	*p->said = s;
	p->said = &s->next;
}

static void log_it(const cfrw_program *p, const struct said *s)
{
	p->host.log(p->host.data, s->severity, s->file, s->line, s->text);
}

void program_say(cfrw_program *p, enum cfrw_severity severity, const struct ir_item *item, const char *fmt, ...)
{
	char text[1024];
	struct said s = {.severity = severity, .file = item != NULL ? srcset_name(p->src, item->origin.at.file).p : NULL,
	                 .line = item != NULL ? item->origin.at.line : 0};
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	s.text = (struct cfrw_text){text, (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1};
	if (p->said != NULL)
		keep(p, &s);
	else
		log_it(p, &s);
}

void program_tell(cfrw_program *p, struct said *first)
{
	p->said = NULL;
	for (const struct said *s = first; s != NULL; s = s->next)
		log_it(p, s);
}

void program_no_memory(cfrw_program *p)
{
	arena_alloc(p->arena, SIZE_MAX); /* which there never is */
}
