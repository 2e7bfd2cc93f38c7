/*
 * bt_load.c - what sendmail says of a file when it starts, in its words and its order
 *
 * The reader of .cf files has words of its own, which say more; here sendmail's
 * are wanted.  What it does not complain of is left out.
 */
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/src.h"
#include "cmd/engine/bt.h"
#include "cmd/engine/limits.h"
#include "engine/scan.h"

struct note {
	unsigned line;
	size_t order;
	struct slice text;
};

struct bt_notes {
	struct bt *b;
	struct slice file;   /* its text, once it was wanted */
	struct note *v;
	size_t n, cap;
};

/* How the reader begins a sentence, or what stands in it, and what sendmail says: %l the line, %r the line behind its first byte, %q what the sentence has in quotes, %m the mailer. */
static const struct {
	const char *ours, *theirs; /* NULL: it says nothing, or something else says it */
} words[] = {
	{"this rule belongs to no ruleset", "missing valid ruleset for \"%l\""},
	{"sendmail knows no option `Timeout.", "settimeout: invalid timeout %t"},
	{"sendmail knows no option", "readcf: unknown option name %q"},
	{"sendmail knows no line that begins", "unknown configuration line \"%l\""},
	{"sendmail knows no mailer field", "M%m: unknown mailer equate %q"},
	{"a mailer field needs a", "mailer %m: `=' expected"},
	{"an M line needs the name", "name required for mailer"},
	{"there is no name", "Name required for macro/class"},
	{"an S line needs the name", "invalid ruleset name: \"\""},
	{"this number is too high for a ruleset", "bad ruleset %r (100 max)"},
	{"a P line needs", "unknown configuration line \"%l\""},
	{"this is not a header definition", "header syntax error, line \"%r\""},
	{"a `Q' line needs", "name required for queue"},
	{"is short for", "Option %q used as abbreviation for %2"},
	{"is no value for option", NULL},
	{"needs a class", NULL},
	{"a K line needs the name", NULL},
};

struct bt_notes *bt_notes_new(struct bt *b)
{
	struct bt_notes *n = ARENA_NEW(b->arena, struct bt_notes);

	n->b = b;
	return n;
}

static void add(struct bt_notes *n, unsigned line, struct slice text)
{
	if (n->n == n->cap) {
		size_t cap = n->cap != 0 ? n->cap * 2 : 32;
		struct note *v = arena_array(n->b->arena, cap, sizeof(*v));

		if (n->n != 0)
			memcpy(v, n->v, n->n * sizeof(*v));
		n->v = v;
		n->cap = cap;
	}
	n->v[n->n] = (struct note){line, n->n, {arena_dup(n->b->arena, text.p != NULL ? text.p : "", text.n), text.n}};
	n->n++;
}

static struct slice line_of(struct bt_notes *n, unsigned number)
{
	struct slice rest, line = SLICE_NONE;
	uint32_t file;

	if (n->file.p == NULL && srcset_load(srcset_new(n->b->arena), slice_of(n->b->cf), MAKEMAP_CF_MAX, &file, &n->file) != 0)
		n->file = SLICE_LIT("");
	rest = n->file;
	for (unsigned i = 0; i < number; i++)
		if (!slice_next(&rest, '\n', &line))
			return SLICE_NONE;
	return line;
}

/* The nth part of a sentence that stands in quotes, `like this'. */
static struct slice in_quotes(struct slice s, int nth)
{
	struct slice part = SLICE_NONE;

	for (size_t i = 0; i < s.n && nth >= 0; i++) {
		size_t from = i + 1;

		if (s.p[i] != '`')
			continue;
		while (i < s.n && s.p[i] != '\'')
			i++;
		part = (struct slice){s.p + from, i - from};
		nth--;
	}
	return part;
}

/* A $ that names something is a byte of sendmail's own by then. */
static void put_line(struct buf *out, struct slice line)
{
	for (size_t i = 0; i < line.n; i++) {
		bool twice = line.p[i] == '$' && i + 1 < line.n && line.p[i + 1] == '$';

		buf_putc(out, line.p[i] == '$' && !twice ? SCAN_DOLLAR : line.p[i]);
		i += twice;
	}
}

static struct slice behind_first(struct slice s)
{
	return s.n != 0 ? slice_trim((struct slice){s.p + 1, s.n - 1}) : s;
}

static struct slice mailer_name(struct slice line)
{
	struct slice rest = behind_first(line), name = SLICE_NONE;

	slice_next(&rest, ',', &name);
	return slice_trim(name);
}

static void translate(struct buf *out, const char *format, struct slice line, struct slice said)
{
	struct slice timeout = in_quotes(said, 0);

	for (; *format != '\0'; format++) {
		if (*format != '%') {
			buf_putc(out, *format);
			continue;
		}
		switch (*++format) {
		case 'l': put_line(out, line); break;
		case 'r': buf_put_slice(out, behind_first(line)); break;
		case 'm': buf_put_slice(out, mailer_name(line)); break;
		case 'q': buf_put_slice(out, in_quotes(said, 0)); break;
		case '2': buf_put_slice(out, in_quotes(said, 1)); break;
		case 't': buf_put_slice(out, timeout.n > 8 ? (struct slice){timeout.p + 8, timeout.n - 8} : timeout); break;
		default: return;
		}
	}
}

void bt_note(struct bt_notes *n, unsigned line, struct slice said)
{
	struct buf out;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (slice_find(said, slice_of(words[i].ours)) < 0)
			continue;
		if (words[i].theirs == NULL)
			return;
		buf_init(&out, n->b->arena);
		translate(&out, words[i].theirs, line_of(n, line), said);
		add(n, line, buf_slice(&out));
		return;
	}
	add(n, line, said);
}

static bool has(const struct cfrw_item *m, char key, struct slice *value)
{
	struct cfrw_text t;

	*value = SLICE_NONE;
	if (!cfrw_field(m, key, &t))
		return false;
	*value = (struct slice){t.p, t.n};
	return t.n != 0;
}

/* A mailer that sendmail does not take; the first thing that is wrong. */
static void check_mailer(struct bt_notes *n, const struct cfrw_item *m)
{
	struct slice path, args, user;
	const char *name = arena_dup(n->b->arena, m->name.p, m->name.n);
	struct buf out;
	bool net;

	buf_init(&out, n->b->arena);
	if (has(m, 'U', &user) && (user.p[0] < '0' || user.p[0] > '9')) {
		char *owner = arena_dup(n->b->arena, user.p, user.n);

		owner[strcspn(owner, ":./ \t")] = '\0';
		if (getpwnam(owner) == NULL)
			buf_printf(&out, "readcf: mailer U= flag: unknown user %s", owner);
	}
	net = has(m, 'P', &path) && (slice_eq_str(path, "[IPC]") || slice_eq_str(path, "[FILE]"));
	if (out.n != 0)
		;
	else if (path.n == 0)
		buf_printf(&out, "M%s: P= argument required", name);
	else if (!has(m, 'A', &args))
		buf_printf(&out, "M%s: A= argument required", name);
	else if (net && memchr(args.p, ' ', args.n) == NULL && memchr(args.p, '\t', args.n) == NULL)
		buf_printf(&out, "M%s: too few parameters for %.*s mailer", name, SLICE_ARG(path));
	if (out.n != 0)
		add(n, m->line, buf_slice(&out));
}

static void say_of(struct bt_notes *n, const struct ir_item *item, const char *before, struct slice what, const char *behind)
{
	struct buf out;

	buf_init(&out, n->b->arena);
	buf_printf(&out, "%s%.*s%s", before, SLICE_ARG(what), behind);
	add(n, item->origin.at.line, buf_slice(&out));
}

/* A file of words that must be there, and is not. */
static void check_classfile(struct bt_notes *n, const struct ir_item *item)
{
	struct slice rest = slice_trim(item->value), path = SLICE_NONE;
	char name[1024];
	struct buf why;

	if (rest.n == 0 || rest.p[0] != '/' || !slice_next(&rest, ' ', &path) || path.n >= sizeof(name))
		return;
	memcpy(name, path.p, path.n);
	name[path.n] = '\0';
	if (access(name, R_OK) == 0)
		return;
	buf_init(&why, n->b->arena);
	buf_printf(&why, "': %s", strerror(errno));
	buf_putc(&why, '\0');
	say_of(n, item, "fileclass: cannot open '", path, why.p);
}

static void check_item(struct bt_notes *n, const struct ir_item *item)
{
	if (item->kind == IR_FILTER && slice_find(item->value, SLICE_LIT("S=")) < 0)
		say_of(n, item, "X", item->name, ": empty or missing socket information");
	else if (item->kind == IR_VERSION && item->value.n != 0 && !slice_caseeq(item->value, SLICE_LIT("Berkeley")))
		say_of(n, item, "invalid V line vendor code: \"", item->value, "\"");
	else if (item->kind == IR_CLASSFILE)
		check_classfile(n, item);
}

static int by_line(const void *x, const void *y)
{
	const struct note *a = x, *b = y;

	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

/* What is said behind all lines. */
static void put_end(struct bt *b)
{
	const cfrw_program *p = b->site.program;
	unsigned level = cfrw_level(p, NULL);
	struct cfrw_text name;

	if (level < 10)
		bt_printf(b, "Warning: .cf file is out of date: sendmail %s supports version 10, .cf file is version %u\n", SITE_VERSION, level);
	name = cfrw_expand(b->site.context, "$j", 2);
	if (name.n == 0 || memchr(name.p, '.', name.n) == NULL)
		bt_puts(b, "WARNING: local host name (localhost) is not qualified; see cf/README: WHO AM I?\n");
	if (mailers_find(&b->site.mailers, SLICE_LIT("local")) == NULL)
		bt_puts(b, "No local mailer defined\n");
}

void bt_notes_print(struct bt_notes *n)
{
	struct bt *b = n->b;
	struct cfrw_item item;

	const struct ir_item *at;

	if (b->site.program != NULL) {
		for (size_t i = 0; cfrw_next(b->site.program, CFRW_MAILERS, &i, &item);)
			check_mailer(n, &item);
		for (size_t i = 0; (at = ir_at(program_ir(b->site.program), i)) != NULL; i++)
			check_item(n, at);
	}
	if (n->n != 0)
		qsort(n->v, n->n, sizeof(*n->v), by_line);
	for (size_t i = 0; i < n->n; i++) {
		if (n->v[i].line != 0)
			bt_printf(b, "%s: line %u: ", b->cf, n->v[i].line);
		for (size_t k = 0; k < n->v[i].text.n; k++) {
			char c = (char)(n->v[i].text.p[k] & 0x7f);

			bt_put(b, &c, 1);
		}
		bt_puts(b, "\n");
	}
	if (b->site.maps != NULL)
		put_end(b);
}
