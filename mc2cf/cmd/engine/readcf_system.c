/*
 * readcf_system.c - see readcf.h: users, groups and services
 *
 * The system's own search asks a cache that few machines have, twice, and goes through its switch and libraries before it
 * reads the files of these: it takes longer than all else here.  So the files are looked at first, and what is not plainly
 * in them is searched for.
 */
#include <grp.h>
#include <netdb.h>
#include <pwd.h>

#include "base/src.h"
#include "cmd/engine/limits.h"
#include "cmd/engine/readcf.h"

/* Empty where it cannot be read. */
static struct slice text_of(struct readcf *r, const char *file)
{
	struct slice text;
	uint32_t number;

	if (r->files == NULL)
		r->files = srcset_new(r->arena);
	number = srcset_file(r->files, slice_of(file));
	text = srcset_whole(r->files, number);
	if (text.n == 0 && srcset_load(r->files, slice_of(file), READCF_SYSTEM_MAX, &number, &text) != 0)
		return SLICE_LIT("");
	return text;
}

static bool is_number(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n != 0 && s.n <= 9;
}

/* Whether a line begins with the name, a field and so many numbers: "mail:x:8:8:…". */
static bool has_entry(struct slice text, struct slice name, int numbers)
{
	struct slice line, field;

	while (slice_next(&text, '\n', &line)) {
		if (line.n <= name.n || line.p[name.n] != ':' || memcmp(line.p, name.p, name.n) != 0)
			continue;
		line = readcf_from(line, name.n + 1);
		for (int i = slice_next(&line, ':', &field) ? 0 : -1; i != numbers; i++)
			if (i < 0 || !slice_next(&line, ':', &field) || !is_number(field))
				return false;
		return true;
	}
	return false;
}

/* Others may mean something else in these files. */
static bool is_usual(struct slice name)
{
	return name.n != 0 && readcf_named(name.p[0]) && memchr(name.p, ':', name.n) == NULL;
}

bool readcf_has_user(struct readcf *r, const char *name)
{
	return (is_usual(slice_of(name)) && has_entry(text_of(r, "/etc/passwd"), slice_of(name), 2)) || getpwnam(name) != NULL;
}

bool readcf_has_group(struct readcf *r, const char *name)
{
	return (is_usual(slice_of(name)) && has_entry(text_of(r, "/etc/group"), slice_of(name), 1)) || getgrnam(name) != NULL;
}

static bool next_word(struct slice *rest, struct slice *word)
{
	size_t n = 0;

	while (rest->n != 0 && readcf_space(rest->p[0]))
		*rest = readcf_from(*rest, 1);
	while (n < rest->n && !readcf_space(rest->p[n]))
		n++;
	*word = (struct slice){rest->p, n};
	*rest = readcf_from(*rest, n);
	return n != 0;
}

/* "smtp 25/tcp mail # …": a name, a port with its protocol, other names. */
static bool is_service(struct slice text, struct slice name)
{
	struct slice line, first, port, word;

	if (!slice_next(&text, '#', &line) || !next_word(&line, &first) || !next_word(&line, &port) || port.n < 4 || memcmp(port.p + port.n - 4, "/tcp", 4) != 0)
		return false;
	if (slice_eq(first, name))
		return true;
	while (next_word(&line, &word))
		if (slice_eq(word, name))
			return true;
	return false;
}

bool readcf_has_service(struct readcf *r, struct slice name)
{
	struct slice text = text_of(r, "/etc/services"), line;

	while (slice_next(&text, '\n', &line))
		if (is_service(line, name))
			return true;
	return getservbyname(arena_dup(r->arena, name.p, name.n), "tcp") != NULL;
}
