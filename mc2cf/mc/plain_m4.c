/*
 * plain_m4.c - see plain.h: m4's own macros as macros/mc2cf.m4 has wrapped them, and the small ones of directives.m4
 */
#include <errno.h>
#include <stdlib.h>

#include "mc/plain.h"

static struct slice arg(const struct plain_call *c, size_t i)
{
	return i < c->n ? c->arg[i] : SLICE_LIT("");
}

/* m4 complains of too few or too many arguments: then it is asked. */
static bool takes(struct plain *p, const struct plain_call *c, size_t least, size_t most)
{
	p->beyond |= c->n < least || c->n > most;
	return !p->beyond;
}

bool plain_usual_name(struct slice name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!plain_in_name(name.p[i]))
			return false;
	return name.n != 0 && !(name.p[0] >= '0' && name.p[0] <= '9') && !slice_starts(name, SLICE_LIT("_mc_")) && !slice_starts(name, SLICE_LIT("_m4_"));
}

/* Whether a value holds its own name as a word, bare: _mc_careful makes something of its own of it. */
static bool holds_itself(const struct plain *p, struct slice value, struct slice name)
{
	if (slice_find(value, name) < 0 || memchr(value.p, '(', value.n) != NULL || memchr(value.p, p->open, value.n) != NULL)
		return false;
	for (size_t i = 0; i + name.n <= value.n; i++)
		if (memcmp(value.p + i, name.p, name.n) == 0 && (i == 0 || !plain_in_name(value.p[i - 1])) && (i + name.n == value.n || !plain_in_name(value.p[i + name.n])))
			return true;
	return false;
}

static void define_value(struct plain *p, unsigned long count, struct slice name, struct slice value, struct srcpos at)
{
	p->beyond |= p->valuing || !plain_usual_name(name) || holds_itself(p, value, name);
	if (p->beyond)
		return;
	plain_record(p, SLICE_LIT("define"), at, (struct slice[]){plain_decimal(p, count), name, value}, 3);
	plain_define(p, name, value);
}

static void call_define(struct plain *p, const struct plain_call *c)
{
	/* the word alone is text, and a record all the same */
	if (c->n == 0 && !p->valuing) {
		plain_record(p, SLICE_LIT("define"), c->at, (struct slice[]){SLICE_LIT("0"), SLICE_LIT(""), SLICE_LIT("")}, 3);
		plain_push(p, plain_quoted(p, c->name), c->at);
		return;
	}
	define_value(p, c->n, arg(c, 0), arg(c, 1), c->at);
}

static void call_undefine(struct plain *p, const struct plain_call *c)
{
	bool is = plain_find(p, arg(c, 0)) != NULL;

	p->beyond |= p->valuing;
	plain_record(p, SLICE_LIT("undefine"), c->at, (struct slice[]){plain_decimal(p, c->n), arg(c, 0), is ? SLICE_LIT("1") : SLICE_LIT("")}, 3);
	for (size_t i = 0; i < c->n; i++) {
		struct plain_name *m = symtab_get(p->names, c->arg[i]);

		p->beyond |= !plain_usual_name(c->arg[i]) || (m != NULL && m->kind != PLAIN_TEXT);
		if (m != NULL)
			m->gone = true;
	}
}

static void call_ifdef(struct plain *p, const struct plain_call *c)
{
	if (takes(p, c, 2, 3))
		plain_push(p, plain_find(p, c->arg[0]) != NULL ? c->arg[1] : arg(c, 2), c->at);
	p->beyond |= !plain_usual_name(c->arg[0]);
}

static void call_ifelse(struct plain *p, const struct plain_call *c)
{
	size_t i = 0;

	if (c->n == 1 || !takes(p, c, 3, PLAIN_ARGS))
		return;
	p->beyond |= c->n % 3 == 2;
	while (c->n - i >= 3 && !slice_eq(c->arg[i], c->arg[i + 1]))
		i += 3;
	plain_push(p, c->n - i >= 3 ? c->arg[i + 2] : arg(c, i), c->at);
}

static void call_dnl(struct plain *p, const struct plain_call *c)
{
	if (takes(p, c, 0, 0))
		plain_skip_line(p);
}

static void call_divert(struct plain *p, const struct plain_call *c)
{
	struct slice to = c->n != 0 ? arg(c, 0) : SLICE_LIT("0");

	if (!plain_at_top(p) || !takes(p, c, 0, 1))
		return;
	if (slice_eq_str(to, "-1"))
		p->diversion = -1;
	else if (to.n == 1 && to.p[0] >= '0' && to.p[0] <= '9')
		p->diversion = to.p[0] - '0';
	else
		plain_beyond(p);
}

static void call_defn(struct plain *p, const struct plain_call *c)
{
	const struct plain_name *m = plain_find(p, arg(c, 0));

	if (!takes(p, c, 1, 1) || m == NULL)
		return;
	if (m->kind != PLAIN_TEXT)
		plain_beyond(p);
	plain_push(p, plain_quoted(p, m->text), c->at);
}

static void call_len(struct plain *p, const struct plain_call *c)
{
	if (takes(p, c, 1, 1))
		plain_push(p, plain_decimal(p, c->arg[0].n), c->at);
}

static void call_index(struct plain *p, const struct plain_call *c)
{
	ptrdiff_t i = slice_find(arg(c, 0), arg(c, 1));

	if (takes(p, c, 2, 2))
		plain_push(p, i >= 0 ? plain_decimal(p, (unsigned long)i) : SLICE_LIT("-1"), c->at);
	p->beyond |= arg(c, 1).n == 0;
}

/* A number without sign; else m4 is asked. */
static size_t number(struct plain *p, struct slice s)
{
	p->beyond |= s.n == 0 || s.n > 6;
	for (size_t i = 0; i < s.n; i++)
		p->beyond |= s.p[i] < '0' || s.p[i] > '9';
	return p->beyond ? 0 : (size_t)mc_number(s);
}

static void call_substr(struct plain *p, const struct plain_call *c)
{
	struct slice s = arg(c, 0);
	size_t from, n;

	if (!takes(p, c, 2, 3))
		return;
	from = number(p, c->arg[1]);
	n = c->n == 3 ? number(p, c->arg[2]) : s.n;
	if (from < s.n)
		plain_push(p, (struct slice){s.p + from, n < s.n - from ? n : s.n - from}, c->at);
}

static bool may_quote(struct slice s)
{
	return s.n == 1 && s.p[0] > ' ' && s.p[0] < 127 && !plain_in_name(s.p[0]) && strchr("(),#$", s.p[0]) == NULL;
}

static void call_changequote(struct plain *p, const struct plain_call *c)
{
	struct slice open = c->n != 0 ? arg(c, 0) : SLICE_LIT("`"), close = c->n > 1 ? arg(c, 1) : SLICE_LIT("'");

	if (!plain_at_top(p) || !takes(p, c, 0, 2))
		return;
	if (!may_quote(open) || !may_quote(close) || open.p[0] == close.p[0]) {
		plain_beyond(p);
		return;
	}
	p->open = open.p[0];
	p->close = close.p[0];
}

static bool is_cf(struct slice path)
{
	struct slice last = path;

	for (size_t i = 0; i < path.n; i++)
		if (path.p[i] == '/')
			last = (struct slice){path.p + i + 1, path.n - i - 1};
	return slice_eq_str(last, "cf.m4");
}

/* number: 1 for sinclude, which does without the file. */
static void call_include(struct plain *p, const struct plain_call *c)
{
	struct slice path = arg(c, 0);

	if (!plain_at_top(p) || !takes(p, c, 1, 1))
		return;
	plain_record(p, is_cf(path) ? SLICE_LIT("cf.m4") : SLICE_LIT("include"), c->at, (struct slice[]){plain_decimal(p, c->n), path}, 2);
	if (is_cf(path)) {
		plain_wake(p, c->at);
		p->diversion = 0;
	} else if (p->f->job->sandbox) {
		plain_beyond(p); /* what may be read, the kernel says to m4 */
	} else if (path.n == 0 || memchr(path.p, '\n', path.n) != NULL || getenv("M4PATH") != NULL) {
		plain_beyond(p);
	} else if (!plain_read_file(p, path, false)) {
		p->beyond |= c->macro->number != 1 || errno != ENOENT;
	}
}

static void call_defifnot(struct plain *p, const struct plain_call *c)
{
	p->beyond |= p->open != '`' || p->close != '\'';
	if (plain_find(p, arg(c, 0)) == NULL)
		define_value(p, 2, arg(c, 0), arg(c, 1), c->at);
}

/* _ARG1_ …: an argument behind the name of the last FEATURE, MAILER or HACK. */
static void call_arg(struct plain *p, const struct plain_call *c)
{
	p->beyond |= p->last.n == 0;
	plain_push(p, arg(&p->last, c->macro->number), c->at);
}

/* The rest is for our own bundles. */
static void call_default(struct plain *p, const struct plain_call *c)
{
	p->beyond |= !plain_usual_name(arg(c, 0));
	if (plain_find(p, arg(c, 0)) == NULL)
		plain_define(p, arg(c, 0), arg(c, 1));
}

static void call_snapshots(struct plain *p, const struct plain_call *c)
{
	(void)c;
	if (plain_at_top(p)) {
		p->around_snapshots = p->diversion;
		p->diversion = 0;
	}
}

static void snapshot(struct plain *p, struct slice name, struct slice value)
{
	struct slice *kept = ARENA_NEW(p->arena, struct slice);

	plain_record_out(p);
	*kept = value;
	p->beyond |= !mc_stream_add_with(p->s, p->use, name, kept);
	p->line_begins = false;
	p->behind_record = true;
}

static void call_snapshot(struct plain *p, const struct plain_call *c)
{
	if (plain_at_top(p) && plain_find(p, arg(c, 0)) != NULL)
		snapshot(p, arg(c, 0), plain_expand(p, arg(c, 0), c->at));
}

static void call_snapshot_if(struct plain *p, const struct plain_call *c)
{
	if (plain_at_top(p) && plain_find(p, arg(c, 0)) != NULL)
		snapshot(p, arg(c, 1), SLICE_LIT("1"));
}

static void call_snapshots_end(struct plain *p, const struct plain_call *c)
{
	(void)c;
	if (plain_at_top(p))
		p->diversion = p->around_snapshots;
}

#define BEYOND(name, bare) {name, PLAIN_BEYOND, bare, NULL, 0}
static const struct {
	const char *name;
	enum plain_kind kind;
	bool bare_is_text;
	void (*call)(struct plain *p, const struct plain_call *c);
	size_t number;
} builtins[] = {
	{"define", PLAIN_CALL, false, call_define, 0},
	{"undefine", PLAIN_CALL, true, call_undefine, 0},
	{"ifdef", PLAIN_CALL, true, call_ifdef, 0},
	{"ifelse", PLAIN_CALL, true, call_ifelse, 0},
	{"dnl", PLAIN_CALL, false, call_dnl, 0},
	{"divert", PLAIN_CALL, false, call_divert, 0},
	{"defn", PLAIN_CALL, true, call_defn, 0},
	{"len", PLAIN_CALL, true, call_len, 0},
	{"index", PLAIN_CALL, true, call_index, 0},
	{"substr", PLAIN_CALL, true, call_substr, 0},
	{"changequote", PLAIN_CALL, false, call_changequote, 0},
	{"include", PLAIN_CALL, true, call_include, 0},
	{"sinclude", PLAIN_CALL, true, call_include, 1},
	BEYOND("builtin", true), BEYOND("changecom", false), BEYOND("debugfile", false), BEYOND("debugmode", false), BEYOND("decr", true),
	BEYOND("divnum", false), BEYOND("dumpdef", false), BEYOND("errprint", true), BEYOND("esyscmd", true), BEYOND("eval", true), BEYOND("incr", true),
	BEYOND("indir", true), BEYOND("m4exit", false), BEYOND("m4wrap", true), BEYOND("maketemp", true), BEYOND("mkstemp", true), BEYOND("patsubst", true),
	BEYOND("popdef", true), BEYOND("pushdef", true), BEYOND("regexp", true), BEYOND("shift", true), BEYOND("syscmd", true), BEYOND("sysval", false),
	BEYOND("traceoff", false), BEYOND("traceon", false), BEYOND("translit", true), BEYOND("undivert", false), BEYOND("changeword", true),
	BEYOND("__file__", false), BEYOND("__line__", false), BEYOND("__program__", false), BEYOND("__gnu__", false), BEYOND("__unix__", false),
	BEYOND("__windows__", false), BEYOND("__os2__", false),
}, helpers[] = {
	{"_DEFIFNOT", PLAIN_CALL, false, call_defifnot, 0},
	{"_mc_default", PLAIN_CALL, false, call_default, 0},
	{"_mc_snapshots", PLAIN_CALL, false, call_snapshots, 0},
	{"_mc_snapshot", PLAIN_CALL, false, call_snapshot, 0},
	{"_mc_snapshot_if", PLAIN_CALL, false, call_snapshot_if, 0},
	{"_mc_snapshots_end", PLAIN_CALL, false, call_snapshots_end, 0},
	{"_ARG1_", PLAIN_CALL, false, call_arg, 1}, {"_ARG2_", PLAIN_CALL, false, call_arg, 2}, {"_ARG3_", PLAIN_CALL, false, call_arg, 3},
	{"_ARG4_", PLAIN_CALL, false, call_arg, 4}, {"_ARG5_", PLAIN_CALL, false, call_arg, 5}, {"_ARG6_", PLAIN_CALL, false, call_arg, 6},
	{"_ARG7_", PLAIN_CALL, false, call_arg, 7}, {"_ARG8_", PLAIN_CALL, false, call_arg, 8}, {"_ARG9_", PLAIN_CALL, false, call_arg, 9},
	BEYOND("_ACC_ARG_1_", false), BEYOND("_ACC_ARG_2_", false), BEYOND("_ACC_ARG_3_", false), BEYOND("_ACC_ARG_4_", false), BEYOND("_ACC_ARG_5_", false),
	BEYOND("_ACC_ARG_6_", false), BEYOND("_ACC_ARG_7_", false), BEYOND("_ACC_ARG_8_", false), BEYOND("_ACC_ARG_9_", false), BEYOND("_ARGS_", false),
	BEYOND("PUSHDIVERT", false), BEYOND("POPDIVERT", false), BEYOND("lower", false), BEYOND("strcasecmp", false), BEYOND("CONCAT", false), BEYOND("DOL", false),
	BEYOND("_OPTINS", false), BEYOND("_MODMF_", false), BEYOND("SITECONFIG", false), BEYOND("UUCPSMTP", false), BEYOND("_mi", true), BEYOND("_mv", false),
};
#undef BEYOND

#define ADD(p, v) \
	for (size_t i = 0; i < sizeof(v) / sizeof *(v); i++) { \
		struct plain_name *m = ARENA_NEW((p)->arena, struct plain_name); \
		*m = (struct plain_name){.kind = (v)[i].kind, .bare_is_text = (v)[i].bare_is_text, .call = (v)[i].call, .number = (v)[i].number}; \
		(p)->beyond |= symtab_set((p)->names, slice_of((v)[i].name), m) != NULL; \
	}

void plain_add_builtins(struct plain *p)
{
	ADD(p, builtins)
	plain_define(p, SLICE_LIT("_CF_DIR_"), p->f->macros);
}

void plain_add_helpers(struct plain *p)
{
	ADD(p, helpers)
	plain_define(p, SLICE_LIT("_mc_lib"), p->f->macros);
}
