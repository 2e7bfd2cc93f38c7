/*
 * readcf_mailer.c - see readcf.h: M lines
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/engine/readcf.h"

struct fields {
	struct slice name, path, args;
	bool rejected;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* What names of users and groups are made of, those of groups with a dot too; *rest is what stands behind, one byte left out. */
static struct slice take_owner(struct slice *rest, const char *marks)
{
	struct slice s = *rest, name;
	size_t n = 0;

	while (n < s.n && ((readcf_named(s.p[n]) && s.p[n] != '_') || (s.p[n] != '\0' && strchr(marks, s.p[n]) != NULL)))
		n++;
	name = (struct slice){s.p, n};
	s = readcf_skip_space(readcf_from(s, n));
	*rest = readcf_skip_space(readcf_from(s, 1));
	return name;
}

/* Whether a name is to be looked for; a number is one whoever it is. */
static bool is_owner_name(struct slice s)
{
	return (unsigned char)s.p[0] < 0x80 && !is_digit(s.p[0]);
}

static void group(struct readcf *r, struct slice mailer, struct slice value)
{
	struct slice name;

	if (value.n == 0 || !is_owner_name(value))
		return;
	name = take_owner(&value, "_-.");
	if (name.n == 0)
		readcf_error(r, "mailer %.*s: null group name", SLICE_ARG(mailer));
	else if (!readcf_has_group(r, arena_dup(r->arena, name.p, name.n)))
		readcf_error(r, "readcf: mailer U= flag: unknown group %.*s", SLICE_ARG(name));
}

/* U=: user, and group behind whatever it is. */
static void owner(struct readcf *r, struct slice mailer, struct slice value)
{
	struct slice name;

	if (value.n != 0 && !is_owner_name(value)) {
		char *number = arena_dup(r->arena, value.p, value.n), *end;

		strtol(number, &end, 0);
		value = readcf_skip_space(readcf_from(value, (size_t)(end - number)));
		group(r, mailer, readcf_skip_space(readcf_from(value, 1)));
		return;
	}
	name = take_owner(&value, "_-");
	if (name.n == 0)
		readcf_error(r, "mailer %.*s: null user name", SLICE_ARG(mailer));
	else if (!readcf_has_user(r, arena_dup(r->arena, name.p, name.n)))
		readcf_error(r, "readcf: mailer U= flag: unknown user %.*s", SLICE_ARG(name));
	else
		group(r, mailer, value);
}

/* One for the envelope and, behind a slash, one for the header. */
static bool rulesets(struct readcf *r, struct slice value)
{
	struct slice name;

	return readcf_ruleset(r, value, &name, &value) && (value.n == 0 || value.p[0] != '/' || readcf_ruleset(r, readcf_from(value, 1), &name, &value));
}

static void queue(struct readcf *r, struct slice mailer, struct slice value)
{
	if (value.n == 0)
		readcf_error(r, "mailer %.*s: null queue", SLICE_ARG(mailer));
	else if (!slice_caseeq(value, SLICE_LIT("mqueue")) && !readcf_known(r->queues, value))
		readcf_error(r, "mailer %.*s: unknown queue %.*s", SLICE_ARG(mailer), SLICE_ARG(value));
}

/* Fields that must have a value. */
static const char *what_is_null(char key)
{
	return key == 'C' ? "charset" : key == 'D' ? "working directory" : key == '/' ? "root directory" : NULL;
}

/* False: there is no such mailer. */
static bool one_field(struct readcf *r, struct fields *f, char key, struct slice value)
{
	if (value.n == 0 && what_is_null(key) != NULL)
		readcf_error(r, "mailer %.*s: null %s", SLICE_ARG(f->name), what_is_null(key));
	switch (key) {
	case 'P':
		f->path = value.n != 0 ? value : f->path;
		break;
	case 'A':
		f->args = value.n != 0 ? slice_trim(value) : f->args;
		break;
	case 'U':
		owner(r, f->name, value);
		break;
	case 'S':
	case 'R':
		return rulesets(r, value);
	case 'W':
		readcf_time(r, value);
		break;
	case 'Q':
		queue(r, f->name, value);
		break;
	case 'C':
	case 'D':
	case 'E':
	case 'F':
	case 'L':
	case 'M':
	case 'N':
	case 'T':
	case 'm':
	case 'r':
	case '/':
		break;
	default:
		readcf_error(r, "M%.*s: unknown mailer equate %c=", SLICE_ARG(f->name), key);
	}
	return true;
}

static void fields(struct readcf *r, struct fields *f, struct slice s)
{
	struct slice value;
	char key;

	while (!f->rejected && readcf_field(r, "mailer ", f->name, &s, &key, &value))
		f->rejected = !one_field(r, f, key, value);
	f->rejected |= s.n != 0;
}

static void check_args(struct readcf *r, const struct fields *f)
{
	bool file = slice_eq_str(f->path, "[FILE]");
	size_t n = 0;

	if (slice_eq_str(f->path, "[TCP]"))
		readcf_error(r, "M%.*s: P=[TCP] must be replaced by P=[IPC]", SLICE_ARG(f->name));
	if (!file && !slice_eq_str(f->path, "[IPC]"))
		return;
	while (n < f->args.n && !readcf_space(f->args.p[n]))
		n++;
	if (n == f->args.n)
		readcf_error(r, "M%.*s: too few parameters for %.*s mailer", SLICE_ARG(f->name), SLICE_ARG(f->path));
	else if (file && !slice_eq_str((struct slice){f->args.p, n}, "FILE"))
		readcf_error(r, "M%.*s: first argument in [FILE] mailer must be FILE", SLICE_ARG(f->name));
	else if (!file && !slice_eq_str((struct slice){f->args.p, n}, "TCP") && !slice_eq_str((struct slice){f->args.p, n}, "FILE"))
		readcf_bare(r, "M%.*s: Warning: first argument in [IPC] mailer must be TCP or FILE", SLICE_ARG(f->name));
}

void readcf_mailer(struct readcf *r, struct slice line)
{
	struct fields f = {.rejected = false};
	size_t n = 0;

	while (n < line.n && line.p[n] != ',' && !readcf_space(line.p[n]))
		n++;
	f.name = (struct slice){line.p, n};
	if (n == 0) {
		readcf_error(r, "name required for mailer");
		return;
	}
	fields(r, &f, readcf_from(line, n + 1));
	if (f.rejected)
		return;
	if (f.args.n == 0) {
		readcf_error(r, "M%.*s: A= argument required", SLICE_ARG(f.name));
	} else if (f.path.n == 0) {
		readcf_error(r, "M%.*s: P= argument required", SLICE_ARG(f.name));
	} else {
		check_args(r, &f);
		r->local |= slice_caseeq(f.name, SLICE_LIT("local"));
	}
}
