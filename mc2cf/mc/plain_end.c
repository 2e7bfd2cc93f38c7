/*
 * plain_end.c - see plain.h: _mc_finish of macros/directives.m4, and the stream
 */
#include "mc/plain.h"
#include "mc/table.h"

static void add_end(struct plain *p, const char *kind, struct slice name, struct slice a, struct slice b, size_t n)
{
	struct mc_record r = {.kind = slice_of(kind), .nfields = n, .field = arena_array(p->arena, 3, sizeof *r.field)};

	r.field[0] = name;
	r.field[1] = a;
	r.field[2] = b;
	mc_stream_add_end(p->s, r);
}

/* Whether a macro of _mc_later is still what the directives have made of it. */
static bool untouched(const struct plain *p, const char *macro, enum plain_later_kind kind)
{
	const struct plain_name *m = plain_find(p, slice_of(macro));
	bool some = false;

	for (size_t i = 0; i < p->nlater; i++)
		some |= p->later[i].kind == kind;
	return m != NULL && slice_eq_str(m->text, some ? PLAIN_NOT_EMPTY : "");
}

static void add_later(struct plain *p, const char *macro, enum plain_later_kind kind, const char *name)
{
	p->beyond |= !untouched(p, macro, kind);
	for (size_t i = 0; i < p->nlater && !p->beyond; i++) {
		const struct plain_later *l = &p->later[i];

		if (l->kind != kind)
			continue;
		p->beyond |= plain_has_parameter(l->arg[0]) || plain_has_parameter(l->arg[1]);
		add_end(p, name, plain_decimal(p, l->use), plain_expand(p, l->arg[0], p->woken), plain_expand(p, l->arg[1], p->woken), 3);
	}
}

static void add_value(struct plain *p, const char *name)
{
	struct slice key = slice_of(name);
	bool cut;

	if (plain_find(p, key) != NULL)
		add_end(p, "value", key, plain_expand_line(p, key, p->woken, &cut), SLICE_NONE, 2);
}

void plain_finish(struct plain *p)
{
	const struct mc_conf *c;

	/* a .mc that does not come to include cf.m4, after all */
	p->beyond |= !p->awake;
	if (p->beyond)
		return;
	p->open = '`';
	p->close = '\'';
	p->diversion = 0;
	if (plain_find(p, SLICE_LIT("_MAILER_local_")) == NULL)
		plain_call_mailer(p, SLICE_LIT("local"), (struct srcpos){.file = PLAIN_STDIN, .line = p->woken.line}); /* at no place of the .mc */
	add_later(p, "_DPO_", PLAIN_PORT, "port");
	add_later(p, "_CPO_", PLAIN_CLIENT, "client");
	add_later(p, "_MAIL_FILTERS_", PLAIN_FILTER, "filter");
	add_later(p, "_QUEUE_GROUP_", PLAIN_QUEUE, "queue");
	for (size_t i = 0; (c = mc_conf_at(i)) != NULL && !p->beyond; i++)
		if (c->reader != MC_MAILER && c->reader != MC_ANY)
			add_value(p, c->name);
	for (size_t i = 0; mc_obsolete_at(i) != NULL && !p->beyond; i++)
		add_value(p, mc_obsolete_at(i)->name);
	plain_record(p, SLICE_LIT("end"), p->woken, NULL, 0);
}

static void number_file(struct plain *p, uint32_t *number, struct srcpos *at)
{
	if (number[at->file] == 0)
		number[at->file] = at->file == PLAIN_MC ? p->f->file : srcset_file(p->f->src, p->file[at->file]);
	at->file = number[at->file];
}

/* The lines of a diversion; the newline before the next section's record ends the last one, or is an empty one. */
static void add_lines(struct plain *p, int diversion, struct mc_section *to, uint32_t *number)
{
	struct plain_output *o = &p->out[diversion];

	for (size_t i = 0; i < o->n; i++) {
		if (o->v[i].section != NULL) {
			to = mc_stream_section(p->s, slice_of(o->v[i].section));
			continue;
		}
		number_file(p, number, &o->v[i].line.at);
		o->v[i].line.at.col = 1;
		mc_stream_add_line(p->s, to, o->v[i].line);
	}
	if (o->is_open) {
		number_file(p, number, &o->open_at);
		o->open_at.col = 1;
		mc_stream_add_line(p->s, to, (struct mc_line){o->open_at, buf_slice(&o->open), 0});
	} else if (diversion != PLAIN_DIVERSIONS - 1) {
		mc_stream_add_line(p->s, to, (struct mc_line){SRCPOS_NONE, SLICE_LIT(""), 0});
	}
}

void plain_deliver(struct plain *p)
{
	static const char *const section[PLAIN_DIVERSIONS] = {"top", "local_net_config", "local_rule_3", "local_rule_0", "network_neighbours", "config", "local_config",
		"mailer_definitions", "local_dnsbl", "local_rulesets"};
	uint32_t number[PLAIN_FILES] = {0};

	for (size_t i = 0; i < p->s->nlog; i++)
		number_file(p, number, &p->s->log[i].at);
	for (int i = 0; i < PLAIN_DIVERSIONS; i++)
		add_lines(p, i, mc_stream_section(p->s, slice_of(section[i])), number);
	p->f->stream = p->s;
}
