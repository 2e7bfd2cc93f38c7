/*
 * readcf_mailer.c - see readcf.h: M lines
 */
#include <string.h>

#include "cmd/engine/readcf.h"

struct fields {
	struct slice name, path, args;
	bool rejected;
};

/* U=: user, and group behind one of `:./' or blanks. */
static void owner(struct readcf *r, const struct fields *f, struct slice value)
{
	size_t n = 0;

	while (n < value.n && strchr(":./", value.p[n]) == NULL && !readcf_space(value.p[n]))
		n++;
	if (n == 0) {
		readcf_error(r, "mailer %.*s: null user name", SLICE_ARG(f->name));
		return;
	}
	if ((value.p[0] < '0' || value.p[0] > '9') && !readcf_has_user(r, arena_dup(r->arena, value.p, n))) {
		readcf_error(r, "readcf: mailer U= flag: unknown user %.*s", (int)n, value.p);
		return;
	}
	if (n == value.n)
		return;
	value = slice_trim(readcf_from(value, n + 1));
	if (value.n != 0 && (value.p[0] < '0' || value.p[0] > '9') && !readcf_has_group(r, arena_dup(r->arena, value.p, value.n)))
		readcf_error(r, "readcf: mailer U= flag: unknown group %.*s", SLICE_ARG(value));
}

static void rulesets(struct readcf *r, struct slice value)
{
	struct slice name;

	for (int i = 0; i < 2 && slice_next(&value, '/', &name); i++)
		if (slice_trim(name).n != 0 && !readcf_ruleset(r, slice_trim(name)))
			return;
}

static void one_field(struct readcf *r, struct fields *f, char key, struct slice value)
{
	switch (key) {
	case 'P':
		f->path = value.n != 0 ? value : f->path;
		break;
	case 'A':
		f->args = value.n != 0 ? value : f->args;
		break;
	case 'U':
		owner(r, f, value);
		break;
	case 'S':
	case 'R':
		rulesets(r, value);
		break;
	case 'C':
		if (value.n == 0)
			readcf_error(r, "mailer %.*s: null charset", SLICE_ARG(f->name));
		break;
	case 'W':
		readcf_time(r, value);
		break;
	case 'Q':
		if (!slice_caseeq(value, SLICE_LIT("mqueue")) && !readcf_known(r->queues, value))
			readcf_error(r, "mailer %.*s: unknown queue %.*s", SLICE_ARG(f->name), SLICE_ARG(value));
		break;
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
		readcf_error(r, "M%.*s: unknown mailer equate %c=", SLICE_ARG(f->name), key != '$' ? key : '\001');
	}
}

static void fields(struct readcf *r, struct fields *f, struct slice s)
{
	struct slice value;
	char key;

	while (readcf_field(r, "mailer ", f->name, &s, &key, &value))
		one_field(r, f, key, value);
	f->rejected = s.n != 0;
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
	fields(r, &f, readcf_from(line, n));
	if (f.rejected)
		return;
	if (f.args.n == 0 && (f.path.n != 0 || n == line.n)) {
		readcf_error(r, "M%.*s: A= argument required", SLICE_ARG(f.name));
	} else if (f.path.n == 0) {
		readcf_error(r, "M%.*s: P= argument required", SLICE_ARG(f.name));
	} else {
		check_args(r, &f);
		r->local |= slice_caseeq(f.name, SLICE_LIT("local"));
	}
}
