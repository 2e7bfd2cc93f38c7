/*
 * mailers.c - see mailers.h; all of it as sendmail 8.17.1's =M shows it
 */
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>

#include "cmd/engine/mailers.h"

#define LINE_LIMITED 990 /* L= of a mailer with F=L */
#define RECIPIENTS 100   /* r= */

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void set_flags(struct mailer *m, const char *letters)
{
	for (; *letters != '\0'; letters++)
		m->flags[(unsigned char)*letters] = true;
}

static struct mailer plain(const char *name, const char *path, const char *args, const char *flags, const char *type)
{
	struct mailer m = {.name = slice_of(name), .path = slice_of(path), .args = slice_of(args), .eol = SLICE_LIT("\n"), .recipients = RECIPIENTS,
	                   .uid = -1, .gid = -1};

	for (int i = 0; i < 3; i++)
		m.types[i] = slice_of(type);
	set_flags(&m, flags);
	return m;
}

static long number(struct slice s)
{
	long n = 0;
	size_t i = 0;
	bool minus = s.n != 0 && s.p[0] == '-';

	for (i = minus; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && n < 1000000000L; i++)
		n = n * 10 + (s.p[i] - '0');
	return minus ? -n : n;
}

/* The words of A=, one blank apart; ${x} is $x and $$ is $. */
static struct slice words(struct arena *a, struct slice s)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		if (is_space(s.p[i])) {
			if (b.n != 0 && i + 1 < s.n && !is_space(s.p[i + 1]))
				buf_putc(&b, ' ');
		} else if (s.p[i] == '$' && i + 1 < s.n && s.p[i + 1] == '$') {
			buf_putc(&b, s.p[i++]);
		} else if (s.p[i] == '{' && i != 0 && s.p[i - 1] == '$' && i + 2 < s.n && s.p[i + 2] == '}') {
			buf_putc(&b, s.p[i + 1]);
			i += 2;
		} else
			buf_putc(&b, s.p[i]);
	}
	return buf_slice(&b);
}

static bool field(struct arena *a, const struct cfrw_item *item, char key, struct slice *value)
{
	struct cfrw_text t;

	if (!cfrw_field(item, key, &t))
		return false;
	*value = cf_field_text(a, (struct slice){t.p, t.n});
	return true;
}

/* S= or R=: one ruleset for both, or two with a slash between.  False: one is none, and there is no such mailer. */
static bool rulesets(const cfrw_program *p, struct slice value, int *to)
{
	struct slice name, number, rest = cf_split_ruleset(value, &name, &number);

	to[0] = to[1] = name.n != 0 ? cfrw_ruleset(p, name.p, name.n) : -1;
	if (rest.n != 0 && rest.p[0] == '/') {
		cf_split_ruleset((struct slice){rest.p + 1, rest.n - 1}, &name, &number);
		to[1] = name.n != 0 ? cfrw_ruleset(p, name.p, name.n) : -1;
	}
	return to[0] >= 0 && to[1] >= 0;
}

/* U=: user, or user and group apart by one of `:./' and blanks. */
static void owner(struct arena *a, struct slice value, struct mailer *m)
{
	size_t n = 0;
	const struct passwd *user;
	const struct group *group;
	char *name;

	while (n < value.n && strchr(":./", value.p[n]) == NULL && !is_space(value.p[n]))
		n++;
	name = arena_dup(a, value.p, n);
	if (n != 0 && name[0] >= '0' && name[0] <= '9') {
		m->uid = (int)number((struct slice){name, n});
	} else if ((user = getpwnam(name)) != NULL) {
		m->uid = (int)user->pw_uid;
		m->gid = (int)user->pw_gid;
	}
	while (n < value.n && (strchr(":./", value.p[n]) != NULL || is_space(value.p[n])))
		n++;
	if (n == value.n)
		return;
	name = arena_dup(a, value.p + n, value.n - n);
	if (name[0] >= '0' && name[0] <= '9')
		m->gid = (int)number((struct slice){name, value.n - n});
	else if ((group = getgrnam(name)) != NULL)
		m->gid = (int)group->gr_gid;
}

static bool is_ipc(const struct mailer *m)
{
	return slice_eq_str(m->path, "[IPC]");
}

/* What is not in T= has its usual value once there is a T=, or the mailer speaks SMTP. */
static void message_types(struct mailer *m, bool set, struct slice value)
{
	static const char *const usual[] = {"dns", "rfc822", "smtp"};
	struct slice part;
	int n = 0;

	while (set && n < 3 && slice_next(&value, '/', &part))
		m->types[n++] = part;
	for (int i = 0; i < 3 && (set || is_ipc(m)); i++)
		if (m->types[i].n == 0)
			m->types[i] = slice_of(usual[i]);
}

/* What files of older levels need not say. */
static void old_level(struct mailer *m, unsigned level)
{
	bool local = slice_eq_str(m->name, "local"), command = slice_eq_str(m->name, "prog") || slice_eq_str(m->name, "*file*");

	if (level < 6 && local)
		set_flags(m, "Aw5:|/@");
	if (level < 6 && command)
		set_flags(m, "o");
	if (level < 7 && (local || command))
		set_flags(m, "q");
	if (command)
		m->flags['m'] = false; /* one user at a time, whatever is said */
	if (level < 2 && m->flags['L'])
		set_flags(m, "7");
}

static bool names_user(struct slice args)
{
	return slice_find(args, SLICE_LIT("$u")) >= 0 || slice_find(args, SLICE_LIT("${u}")) >= 0;
}

/* Fields whose value is a number. */
static void sizes(struct arena *a, const struct cfrw_item *item, struct mailer *m)
{
	struct slice v;

	if (field(a, item, 'M', &v))
		m->size = number(v);
	if (field(a, item, 'L', &v))
		m->line = number(v);
	m->recipients = field(a, item, 'r', &v) ? number(v) : RECIPIENTS;
	if (m->line < 0)
		m->line = 0;
	if (m->line == 0 && m->flags['L'])
		m->line = LINE_LIMITED;
}

/* False: something in the line is so wrong that there is no such mailer. */
static bool fill(const cfrw_program *p, const struct cfrw_item *item, struct arena *a, struct mailer *m)
{
	struct slice v = SLICE_NONE;
	bool types = field(a, item, 'T', &v);

	message_types(m, types, v);
	if (field(a, item, 'F', &v))
		for (size_t i = 0; i < v.n; i++)
			if (!is_space(v.p[i]) && v.p[i] != ',')
				m->flags[(unsigned char)v.p[i]] = true;
	old_level(m, cfrw_level(p, NULL));
	sizes(a, item, m);
	if (field(a, item, 'E', &v))
		m->eol = v;
	else if (field(a, item, 'A', &v))
		m->eol = names_user(v) ? SLICE_LIT("\n") : SLICE_LIT("\r\n");
	field(a, item, 'C', &m->charset);
	if (field(a, item, 'U', &v))
		owner(a, v, m);
	if (field(a, item, 'A', &v))
		m->args = words(a, v);
	return (!field(a, item, 'S', &v) || rulesets(p, v, m->sender)) && (!field(a, item, 'R', &v) || rulesets(p, v, m->recipient));
}

/* Whether sendmail takes the line at all. */
static bool is_good(const struct mailer *m)
{
	bool net = is_ipc(m) || slice_eq_str(m->path, "[FILE]");

	return m->path.n != 0 && m->args.n != 0 && !(net && memchr(m->args.p, ' ', m->args.n) == NULL);
}

/* In the place of the one of that name, if there is one. */
static void put(struct mailers *m, struct mailer new)
{
	struct mailer *to = symtab_get(m->names, new.name);

	if (to == NULL) {
		to = &m->v[m->n++];
		symtab_set(m->names, new.name, to);
	}
	*to = new;
}

void mailers_read(struct mailers *m, const cfrw_program *p, struct arena *a)
{
	struct cfrw_item item;
	size_t count = 3;

	for (size_t i = 0; cfrw_next(p, CFRW_MAILERS, &i, &item);)
		count++;
	*m = (struct mailers){arena_array(a, count, sizeof(*m->v)), 0, symtab_new(a, true)};
	put(m, plain("prog", "/bin/sh", "sh -c $u", "lsoDq9u", "X-Unix"));
	put(m, plain("*file*", "[FILE]", "FILE $u", "lsDFMPEouq9", "X-Unix"));
	put(m, plain("*include*", "/dev/null", "INCLUDE $u", "su", ""));
	m->v[2].types[0] = m->v[2].types[1] = m->v[2].types[2] = SLICE_NONE;
	for (size_t i = 0; cfrw_next(p, CFRW_MAILERS, &i, &item);) {
		struct mailer new = {.name = {item.name.p, item.name.n}, .uid = -1, .gid = -1};

		field(a, &item, 'P', &new.path);
		if (fill(p, &item, a, &new) && is_good(&new))
			put(m, new);
	}
}

const struct mailer *mailers_find(const struct mailers *m, struct slice name)
{
	return m->names != NULL ? symtab_get(m->names, name) : NULL;
}

static void print_rulesets(const cfrw_program *p, const char *key, const int *v, struct buf *out)
{
	struct cfrw_text envelope = cfrw_ruleset_name(p, v[0]);

	buf_printf(out, " %s=%.*s/", key, (int)envelope.n, envelope.p);
	envelope = cfrw_ruleset_name(p, v[1]); /* the same memory may be used for both */
	buf_printf(out, "%.*s", (int)envelope.n, envelope.p);
}

static void print_escaped(struct slice s, struct buf *out)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n')
			buf_puts(out, "\\n");
		else if (s.p[i] == '\r')
			buf_puts(out, "\\r");
		else if (s.p[i] == '\t')
			buf_puts(out, "\\t");
		else
			buf_putc(out, s.p[i]);
	}
}

void mailer_print(const cfrw_program *p, const struct mailer *m, size_t n, struct buf *out)
{
	buf_printf(out, "mailer %zu (%.*s): P=%.*s", n, SLICE_ARG(m->name), SLICE_ARG(m->path));
	print_rulesets(p, "S", m->sender, out);
	print_rulesets(p, "R", m->recipient, out);
	buf_printf(out, " M=%ld U=%d:%d F=", m->size, m->uid, m->gid);
	for (int c = 0; c < 256; c++)
		if (m->flags[c])
			buf_putc(out, (char)c);
	buf_printf(out, " L=%ld E=", m->line);
	print_escaped(m->eol, out);
	if (m->charset.n != 0)
		buf_printf(out, " C=%.*s", SLICE_ARG(m->charset));
	for (int i = 0; i < 3; i++)
		buf_printf(out, "%s%.*s", i == 0 ? " T=" : "/", SLICE_ARG((m->types[i].n != 0 ? m->types[i] : SLICE_LIT("<undefined>"))));
	buf_printf(out, " r=%ld A=%.*s", m->recipients, SLICE_ARG(m->args));
}
