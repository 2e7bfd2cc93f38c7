/*
 * world_origin.c - see world.h: the source is compiled once more, with a source map
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cmd/engine/world.h"

void world_find_origins(struct world *w)
{
	const char *folder = getenv("TMPDIR");
	struct slice cf;
	struct buf path;
	int fd;

	if (w->origins.lines != NULL || w->given)
		return;
	buf_init(&path, w->a);
	buf_printf(&path, "%s/mc2cf-test.XXXXXX", folder != NULL && folder[0] != '\0' ? folder : "/tmp");
	buf_putc(&path, '\0');
	fd = mkstemp(path.p);
	if (fd < 0)
		return;
	close(fd);
	if (world_compile(w, path.p, &cf))
		origins_read(&w->origins, w->a, path.p);
	unlink(path.p);
}
