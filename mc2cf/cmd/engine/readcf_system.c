/*
 * readcf_system.c - see readcf.h: users, groups and services
 *
 * The system's own search asks a cache that few machines have, twice, and goes through its switch and libraries before it
 * reads the files of these: it takes longer than all else here.  So the files are looked at first, and what is not plainly
 * in them is searched for.
 */
#include <fcntl.h>
#include <grp.h>
#include <netdb.h>
#include <pwd.h>
#include <unistd.h>

#include "cmd/engine/limits.h"
#include "cmd/engine/readcf.h"

/* Whether a line of a file is for a name; nothing that goes wrong matters. */
static bool any_line(const char *file, bool (*is)(struct slice line, struct slice name), struct slice name)
{
	char room[READCF_SYSTEM_LINE];
	size_t kept = 0;
	ssize_t n = 0;
	bool found = false;
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	while (fd >= 0 && !found && kept < sizeof(room) && (n = read(fd, room + kept, sizeof(room) - kept)) > 0) {
		const char *line = room, *end = room + kept + n, *newline;

		for (; !found && (newline = memchr(line, '\n', (size_t)(end - line))) != NULL; line = newline + 1)
			found = is((struct slice){line, (size_t)(newline - line)}, name);
		kept = (size_t)(end - line);
		memmove(room, line, kept);
	}
	if (fd >= 0)
		close(fd);
	return found || (n == 0 && kept != 0 && is((struct slice){room, kept}, name));
}

static bool is_number(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n != 0 && s.n <= 9;
}

/* "mail:x:8:8:…": the name, a field, and so many numbers. */
static bool is_entry(struct slice line, struct slice name, int numbers)
{
	struct slice field;

	if (line.n <= name.n || line.p[name.n] != ':' || memcmp(line.p, name.p, name.n) != 0)
		return false;
	line = readcf_from(line, name.n + 1);
	if (!slice_next(&line, ':', &field))
		return false;
	for (; numbers > 0; numbers--)
		if (!slice_next(&line, ':', &field) || !is_number(field))
			return false;
	return true;
}

static bool is_user(struct slice line, struct slice name)
{
	return is_entry(line, name, 2);
}

static bool is_group(struct slice line, struct slice name)
{
	return is_entry(line, name, 1);
}

/* Others may mean something else in these files. */
static bool is_usual(struct slice name)
{
	return name.n != 0 && readcf_named(name.p[0]) && memchr(name.p, ':', name.n) == NULL;
}

/* Lines name the same user and group again and again. */
bool readcf_has_user(struct readcf *r, const char *name)
{
	struct slice s = slice_of(name);

	if (r->user.n != 0 && slice_eq(r->user, s))
		return true;
	if (!(is_usual(s) && any_line("/etc/passwd", is_user, s)) && getpwnam(name) == NULL)
		return false;
	r->user = s;
	return true;
}

bool readcf_has_group(struct readcf *r, const char *name)
{
	struct slice s = slice_of(name);

	if (r->group.n != 0 && slice_eq(r->group, s))
		return true;
	if (!(is_usual(s) && any_line("/etc/group", is_group, s)) && getgrnam(name) == NULL)
		return false;
	r->group = s;
	return true;
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
	return any_line("/etc/services", is_service, name) || getservbyname(arena_dup(r->arena, name.p, name.n), "tcp") != NULL;
}
