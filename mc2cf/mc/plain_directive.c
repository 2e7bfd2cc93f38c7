/*
 * plain_directive.c - see plain.h: macros/directives.m4, directive by directive
 */
#include <dirent.h>
#include <errno.h>

#include "mc/plain.h"
#include "mc/table.h"

/* What _mc_say carries: arguments as written, and expanded. */
enum { WRITTEN = 11, EXPANDED = 10 };

static struct slice arg(const struct plain_call *c, size_t i)
{
	return i < c->n ? c->arg[i] : SLICE_LIT("");
}

/* The arguments expanded once, as a line of them: dnl leaves out those behind it. */
static size_t expand_arguments(struct plain *p, const struct slice *written, struct srcpos at, struct slice *expanded)
{
	bool cut = false;
	size_t n = 0;

	while (n < EXPANDED && !cut) {
		expanded[n] = plain_expand_line(p, written[n], at, &cut);
		n++;
	}
	for (size_t i = n; i < EXPANDED; i++)
		p->beyond |= memchr(written[i].p, '\n', written[i].n) != NULL;
	return n;
}

/* _mc_say: a numbered use, with its first `reads' arguments. */
static void say(struct plain *p, const struct plain_call *c, size_t reads)
{
	struct slice field[2 + WRITTEN], *expanded = arena_array(p->arena, EXPANDED, sizeof *expanded);
	size_t n;

	if (!plain_at_top(p))
		return;
	plain_record_out(p);
	field[0] = plain_decimal(p, ++p->use);
	field[1] = plain_decimal(p, c->n);
	for (size_t i = 0; i < WRITTEN; i++)
		field[2 + i] = i < reads ? arg(c, i) : SLICE_LIT("");
	plain_record(p, c->name, c->at, field, 2 + WRITTEN);
	n = expand_arguments(p, &field[2], c->at, expanded);
	p->beyond |= !mc_stream_add_args(p->s, p->use, expanded, n, plain_expand(p, SLICE_LIT("DATABASE_MAP_TYPE"), c->at), plain_expand(p, SLICE_LIT("MAIL_SETTINGS_DIR"), c->at));
}

/* _mc_mark: the places that a FEATURE or a HACK may fill. */
static void mark(struct plain *p, struct srcpos at)
{
	static const int sections[] = {1, 2, 3, 6, 8, 9};

	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		plain_mark(p, sections[i], at);
}

/* Names of files are no paths, and nothing odd. */
static bool usual_file(struct slice name)
{
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] <= ' ' || name.p[i] == '/' || name.p[i] == 127 || name.p[i] < 0)
			return false;
	return name.n != 0;
}

/* _mc_bring: reads one of our bundles, where there is one. */
static void bring(struct plain *p, int diversion, const char *folder, struct slice name, struct srcpos at)
{
	int around = p->diversion;
	struct buf key, path;

	p->beyond |= !usual_file(name);
	if (p->beyond)
		return;
	buf_init(&key, p->arena);
	buf_printf(&key, "%s/%.*s", folder, SLICE_ARG(name));
	buf_init(&path, p->arena);
	buf_printf(&path, "%.*s%.*s.m4", SLICE_ARG(p->f->macros), SLICE_ARG(buf_slice(&key)));
	plain_record(p, SLICE_LIT("enter"), at, (struct slice[]){SLICE_LIT("1"), buf_slice(&key)}, 2);
	p->diversion = diversion;
	if (!plain_read_file(p, buf_slice(&path), true))
		p->beyond |= errno != ENOENT;
	plain_record(p, SLICE_LIT("leave"), at, NULL, 0);
	p->diversion = around;
}

static void call_versionid(struct plain *p, const struct plain_call *c)
{
	p->beyond |= p->into != NULL;
	if (p->diversion >= 0)
		say(p, c, 1);
}

static void call_ostype(struct plain *p, const struct plain_call *c)
{
	say(p, c, 2);
	plain_define(p, SLICE_LIT("__OSTYPE__"), arg(c, 0));
	plain_define(p, SLICE_LIT("_ARG_"), arg(c, 1));
	bring(p, -1, "ostype", arg(c, 0), c->at);
}

static void call_domain(struct plain *p, const struct plain_call *c)
{
	say(p, c, 2);
	plain_define(p, SLICE_LIT("_ARG_"), arg(c, 1));
	bring(p, -1, "domain", arg(c, 0), c->at);
}

static void remember_arguments(struct plain *p, const struct plain_call *c)
{
	plain_define(p, SLICE_LIT("_ARG_"), arg(c, 1));
	p->last = *c;
}

static void call_hack(struct plain *p, const struct plain_call *c)
{
	say(p, c, 5);
	mark(p, c->at);
	remember_arguments(p, c);
	bring(p, -1, "hack", arg(c, 0), c->at);
}

static void call_feature(struct plain *p, const struct plain_call *c)
{
	const struct mc_feature *feature = mc_feature_find(arg(c, 0));

	say(p, c, 10);
	if (symtab_get(p->lines, arg(c, 0)) != NULL)
		mark(p, c->at);
	remember_arguments(p, c);
	if (symtab_get(p->has, arg(c, 0)) != NULL)
		bring(p, -1, "feature", arg(c, 0), c->at);
	if (feature != NULL && feature->m4[0] != '\0')
		plain_define(p, slice_of(feature->m4), SLICE_LIT("1"));
}

/* MAILER(name, what): what is defined is that the mailer is there, by its second name if it has one. */
static void call_mailer(struct plain *p, const struct plain_call *c)
{
	struct slice name = arg(c, arg(c, 1).n != 0 ? 1 : 0);
	struct srcpos mark = c->at.file == PLAIN_STDIN ? p->woken : c->at; /* m4 itself says where a mark stands */
	struct buf b;

	say(p, c, 2);
	plain_define(p, SLICE_LIT("_MAILER_DEFINED_"), SLICE_LIT("1"));
	buf_init(&b, p->arena);
	buf_printf(&b, "_MAILER_%.*s_", SLICE_ARG(name));
	if (p->beyond || arg(c, 0).n == 0 || plain_find(p, buf_slice(&b)) != NULL)
		return;
	plain_mark(p, 3, mark);
	plain_mark(p, 4, mark);
	plain_define(p, buf_slice(&b), SLICE_LIT(""));
	remember_arguments(p, c);
	bring(p, 7, "mailer", arg(c, 0), c->at);
}

/* CLASS: the rest of the line goes too. */
static void call_class(struct plain *p, const struct plain_call *c)
{
	const struct mc_class *class = mc_class_find(c->name);

	say(p, c, 3);
	if (strcmp(class->fact, "virtual_hosts") == 0)
		plain_define(p, SLICE_LIT("_VIRTHOSTS_"), SLICE_LIT(""));
	if (strcmp(class->fact, "use_auth") == 0)
		plain_define(p, SLICE_LIT("_USE_AUTH_"), SLICE_LIT("1"));
	if (!p->beyond)
		plain_skip_line(p);
}

static void call_masquerade_as(struct plain *p, const struct plain_call *c)
{
	say(p, c, 1);
	for (size_t i = 0; i < arg(c, 0).n; i++)
		p->beyond |= strchr("(),", c->arg[0].p[i]) != NULL;
	plain_define(p, SLICE_LIT("MASQUERADE_NAME"), plain_expand(p, arg(c, 0), c->at));
}

/* _MODMF_ alone asks for what it changes, and that is beyond. */
static void call_modify(struct plain *p, const struct plain_call *c)
{
	say(p, c, 3);
}

/* _mc_later.  The macro itself is only asked whether it is empty. */
static void later(struct plain *p, const struct plain_call *c)
{
	static const char *const macro[] = {[PLAIN_PORT] = "_DPO_", [PLAIN_CLIENT] = "_CPO_", [PLAIN_FILTER] = "_MAIL_FILTERS_", [PLAIN_QUEUE] = "_QUEUE_GROUP_"};

	say(p, c, 3);
	if (p->nlater == PLAIN_LATER) {
		plain_beyond(p);
		return;
	}
	p->later[p->nlater++] = (struct plain_later){(enum plain_later_kind)c->macro->number, p->use, {arg(c, 0), arg(c, 1)}};
	plain_define(p, slice_of(macro[c->macro->number]), SLICE_LIT(PLAIN_NOT_EMPTY));
}

static void filter(struct plain *p, const struct plain_call *c)
{
	const struct plain_name *m = plain_find(p, SLICE_LIT("_MAIL_FILTERS_DEF"));
	struct buf b;

	later(p, c);
	buf_init(&b, p->arena);
	buf_put_slice(&b, m != NULL ? m->text : SLICE_LIT(""));
	buf_putc(&b, 'X');
	plain_define(p, SLICE_LIT("_MAIL_FILTERS_DEF"), buf_slice(&b));
}

static void call_input_filter(struct plain *p, const struct plain_call *c)
{
	const struct plain_name *m;
	struct buf b;

	filter(p, c);
	m = plain_find(p, SLICE_LIT("confINPUT_MAIL_FILTERS"));
	buf_init(&b, p->arena);
	if (m != NULL && m->text.n != 0) {
		buf_put_slice(&b, m->text);
		buf_puts(&b, ", ");
	}
	buf_put_slice(&b, arg(c, 0));
	plain_define(p, SLICE_LIT("confINPUT_MAIL_FILTERS"), b.n != 0 ? buf_slice(&b) : SLICE_LIT(""));
}

static void section(struct plain *p, const struct plain_call *c)
{
	if (!plain_at_top(p))
		return;
	plain_record(p, SLICE_LIT("section"), c->at, (struct slice[]){plain_decimal(p, c->n), c->name}, 2);
	p->diversion = (int)c->macro->number;
}

/* Those of diversion 9 begin a part of it, which is named like the directive. */
static void ruleset(struct plain *p, const struct plain_call *c)
{
	char *name = arena_dup(p->arena, c->name.p, c->name.n);

	for (char *s = name; *s != '\0'; s++)
		*s = (char)(*s >= 'A' && *s <= 'Z' ? *s - 'A' + 'a' : *s);
	section(p, c);
	if (!p->beyond)
		plain_begin_section(p, 9, name, c->at);
}

static const struct {
	const char *name;
	void (*call)(struct plain *p, const struct plain_call *c);
	size_t number;
} directives[] = {
	{"VERSIONID", call_versionid, 0},
	{"OSTYPE", call_ostype, 0},
	{"DOMAIN", call_domain, 0},
	{"HACK", call_hack, 0},
	{"FEATURE", call_feature, 0},
	{"MAILER", call_mailer, 0},
	{"MASQUERADE_AS", call_masquerade_as, 0},
	{"MODIFY_MAILER_FLAGS", call_modify, 0},
	{"DAEMON_OPTIONS", later, PLAIN_PORT},
	{"CLIENT_OPTIONS", later, PLAIN_CLIENT},
	{"QUEUE_GROUP", later, PLAIN_QUEUE},
	{"MAIL_FILTER", filter, PLAIN_FILTER},
	{"INPUT_MAIL_FILTER", call_input_filter, PLAIN_FILTER},
	{"LOCAL_CONFIG", section, 6},
	{"LOCAL_RULE_0", section, 3},
	{"LOCAL_RULE_3", section, 2},
	{"LOCAL_NET_CONFIG", section, 1},
	{"LOCAL_UUCP", section, 4},
	{"LOCAL_DNSBL", section, 8},
	{"MAILER_DEFINITIONS", section, 7},
	{"LOCAL_RULESETS", ruleset, 9},
	{"LOCAL_RULE_1", ruleset, 9},
	{"LOCAL_RULE_2", ruleset, 9},
	{"LOCAL_SRV_FEATURES", ruleset, 9},
	{"LOCAL_CLT_FEATURES", ruleset, 9},
	{"LOCAL_TRY_TLS", ruleset, 9},
	{"LOCAL_TLS_RCPT", ruleset, 9},
	{"LOCAL_TLS_CLIENT", ruleset, 9},
	{"LOCAL_TLS_SERVER", ruleset, 9},
};

static void add_directive(struct plain *p, const char *name, void (*call)(struct plain *, const struct plain_call *), size_t number)
{
	struct plain_name *m = ARENA_NEW(p->arena, struct plain_name);

	*m = (struct plain_name){.kind = PLAIN_CALL, .call = call, .number = number};
	p->beyond |= symtab_set(p->names, slice_of(name), m) != NULL;
}

/* The values that names have before the .mc; MAIL_SETTINGS_DIR may have been set before. */
static void add_defaults(struct plain *p)
{
	static const char *const empty[] = {"_DPO_", "_CPO_", "_MAIL_FILTERS_", "_MAIL_FILTERS_DEF", "_QUEUE_GROUP_"};
	const struct mc_conf *c;

	for (size_t i = 0; (c = mc_conf_at(i)) != NULL; i++)
		if (c->initial != NULL && (strcmp(c->name, "MAIL_SETTINGS_DIR") != 0 || plain_find(p, slice_of(c->name)) == NULL))
			plain_define(p, slice_of(c->name), slice_of(c->initial));
	plain_define(p, SLICE_LIT("CF_LEVEL"), SLICE_LIT("10"));
	for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
		plain_define(p, slice_of(empty[i]), SLICE_LIT(""));
}

/* The names of the files NAME.m4 or NAME.cf of a folder of the library. */
static struct symtab *files(struct plain *p, const char *folder)
{
	struct symtab *t = symtab_new(p->arena, false);
	struct buf path;
	struct dirent *e;
	DIR *dir;

	buf_init(&path, p->arena);
	buf_printf(&path, "%.*s%s", SLICE_ARG(p->f->macros), folder);
	buf_putc(&path, '\0');
	dir = opendir(path.p);
	while (dir != NULL && (e = readdir(dir)) != NULL)
		if (strlen(e->d_name) > 3 && e->d_name[0] != '.')
			symtab_set(t, (struct slice){arena_dup(p->arena, e->d_name, strlen(e->d_name)), strlen(e->d_name) - 3}, t);
	if (dir != NULL)
		closedir(dir);
	return t;
}

void plain_wake(struct plain *p, struct srcpos at)
{
	if (p->awake)
		return;
	p->awake = true;
	p->woken = at;
	p->has = files(p, "feature");
	p->lines = files(p, "../templates/feature");
	p->later = arena_array(p->arena, PLAIN_LATER, sizeof *p->later);
	for (size_t i = 0; i < sizeof directives / sizeof *directives; i++)
		add_directive(p, directives[i].name, directives[i].call, directives[i].number);
	for (size_t i = 0; mc_directive_at(i) != NULL; i++)
		if (mc_class_find(slice_of(mc_directive_at(i))) != NULL)
			add_directive(p, mc_directive_at(i), call_class, 0);
	plain_add_helpers(p);
	add_defaults(p);
}

void plain_call_mailer(struct plain *p, struct slice name, struct srcpos at)
{
	struct plain_call c = {.name = SLICE_LIT("MAILER"), .arg = {name}, .n = 1, .at = at};

	call_mailer(p, &c);
}
