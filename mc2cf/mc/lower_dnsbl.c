/*
 * lower_dnsbl.c - the arguments of dnsbl, enhdnsbl and rhsbl
 *
 * FEATURE(dnsbl, server, message, tempfail); enhdnsbl has up to six answers
 * behind them.  message may be the word quarantine or discard; a tempfail of t
 * stands for a text.  The map that all uses share takes its options from the
 * names as they stood at the first use.
 */
#include "mc/lower.h"
#include "mc/written.h"

static void put(struct lower *l, struct site_use *u, const char *fact, struct slice value)
{
	site_use_set(l->site, u, lower_text(l, "%.*s.%s", SLICE_ARG(u->name), fact), value);
}

static struct slice with(const struct lower *l, unsigned long number, const char *name)
{
	const struct mc_use_text *t = mc_stream_use(l->f->stream, number);
	const struct slice *v = t != NULL && t->with != NULL ? symtab_get(t->with, slice_of(name)) : NULL;

	return v != NULL ? *v : SLICE_LIT("");
}

/* The map's definition: facts of the site, by the first use. */
static void shared_map(struct lower *l, const struct site_use *u, unsigned long number)
{
	struct slice map = with(l, number, "DNSBL_MAP"), options = with(l, number, "DNSBL_MAP_OPT"), timeout = with(l, number, "EDNSBL_TO");

	if (slice_eq_str(u->name, "dnsbl") && !lower_is(l, "dnsbl.map"))
		lower_set(l, "dnsbl.map", lower_text(l, "%.*s -T<TMP>%s%.*s", SLICE_ARG(map.n != 0 ? map : SLICE_LIT("dns -R A")),
			options.n != 0 ? " " : "", SLICE_ARG(options)), u->at);
	if (slice_eq_str(u->name, "rhsbl") && !lower_is(l, "dnsbl.map"))
		lower_set(l, "rhsbl.map", SLICE_LIT("host -T<TMP>"), u->at);
	if (slice_eq_str(u->name, "enhdnsbl") && !lower_is(l, "enhdnsbl.timeout"))
		lower_set(l, "enhdnsbl.timeout", timeout.n != 0 ? timeout : SLICE_LIT("5"), u->at);
}

/* Words that stand for what to do, instead of a message; rhsbl has none. */
static bool is_action(struct slice feature, struct slice text)
{
	return !slice_eq_str(feature, "rhsbl") && (slice_eq_str(text, "quarantine") || slice_eq_str(text, "discard"));
}

static void message(struct lower *l, struct site_use *u, struct slice text, const char *who, struct slice server)
{
	if (is_action(u->name, text)) {
		put(l, u, slice_eq_str(text, "discard") ? "discard" : "quarantine", SLICE_LIT("1"));
		/* stock quarantines with the list's name as reason */
		put(l, u, "message", server);
	} else if (text.n != 0) {
		put(l, u, "message", text);
	} else if (slice_eq_str(u->name, "rhsbl")) {
		put(l, u, "message", lower_text(l, "\"550 Mail from \" $&{%s} \" refused by blackhole site %.*s\"", who, SLICE_ARG(server)));
	} else {
		put(l, u, "message", lower_text(l, "\"550 Rejected: \" $&{%s} \" listed at %.*s\"", who, SLICE_ARG(server)));
	}
}

/* The call as written, where it is in the .mc. */
struct call {
	struct lower *l;
	const struct site_use *use;
	struct slice name;
	bool known;
	struct written w;
};

/* The place of an argument; the FEATURE's own name is number 1. */
static struct srcpos place(const struct call *c, size_t i)
{
	return c->known && i <= c->w.n ? c->w.at[i - 1] : c->use->at;
}

static bool open_quote(struct slice s)
{
	size_t quotes = 0;

	for (size_t i = 0; i < s.n; i++)
		quotes += s.p[i] == '"';
	return quotes % 2 != 0;
}

/* The call with the text of argument 3 in quotes, as far as it was meant to go: to its closing ", or over the one comma. */
static void help_comma(const struct call *c, struct diag *g)
{
	size_t last = 3;
	struct slice text;
	struct buf b;

	if (!c->known || c->w.n < 4) {
		diag_help(g, "a comma that belongs to a text must be in m4's quotes: `\"550 Rejected, see ...\"'");
		return;
	}
	do {
		last++;
		text = c->w.rest[2];
		if (last < c->w.n)
			text.n = (size_t)(c->w.rest[last].p - c->w.rest[2].p) - 1;
	} while (last < c->w.n && open_quote(c->w.text[2]) && open_quote(text));
	if (last < c->w.n)
		text.n = (size_t)(c->w.text[last - 1].p + c->w.text[last - 1].n - text.p);
	buf_init(&b, c->l->arena);
	for (size_t i = last; i < c->w.n; i++)
		buf_printf(&b, ", `%.*s'", SLICE_ARG(front_unquoted(c->l->f, c->w.text[i])));
	diag_help(g, "a comma that belongs to a text must be in m4's quotes: FEATURE(`%.*s', `%.*s', `%.*s'%.*s)", SLICE_ARG(c->name),
		SLICE_ARG(front_unquoted(c->l->f, c->w.text[1])), SLICE_ARG(front_unquoted(c->l->f, text)), SLICE_ARG(buf_slice(&b)));
}

/* A full error message begins with its code, or with a quote. */
static bool is_message(struct slice s)
{
	return s.n != 0 && (s.p[0] == '"' || s.p[0] == '$' || (s.p[0] >= '0' && s.p[0] <= '9'));
}

static bool one_word(struct slice s)
{
	return memchr(s.p, ' ', s.n) == NULL && memchr(s.p, '"', s.n) == NULL && memchr(s.p, '$', s.n) == NULL;
}

/* What cf/README allows; stock takes anything, and sendmail then refuses the rule or answers nonsense. False where a comma has been found. */
static bool check_message(const struct call *c, struct slice message, struct slice tempfail)
{
	static const char *const words[] = {"quarantine", "discard"};
	struct diags *d = c->l->f->d;

	/* a t or a text of its own behind it is no rest of the text */
	bool rest = tempfail.n != 0 && !slice_eq_str(tempfail, "t") && !is_message(tempfail);

	if (open_quote(message) || rest) {
		struct diag *g;

		if (!rest)
			diag_help(g = diag_add(d, 230, place(c, 3), "the text of FEATURE(`%.*s') has a \" that is not closed", SLICE_ARG(c->name)), "put a second \" at its end");
		else
			help_comma(c, g = diag_add(d, 230, place(c, 4), "FEATURE(`%.*s') wants `t' or an error message where `%.*s' stands, which looks like the rest of the text before it",
				SLICE_ARG(c->name), SLICE_ARG(tempfail)));
		diag_whole_line(g);
		return false;
	}
	if (message.n != 0 && one_word(message) && !is_action(c->name, message)) {
		struct diag *g = diag_add(d, 230, place(c, 3), "`%.*s' is no error message", SLICE_ARG(message));

		if (slice_eq_str(c->name, "rhsbl") || !diag_near(g, message, words, 2))
			diag_help(g, "write a text in double quotes with its code, `\"550 Rejected\"'%s", slice_eq_str(c->name, "rhsbl") ? "" : ", or quarantine or discard");
	}
	return true;
}

/* enhdnsbl compares what the list answers, an address, with these. */
static void check_answers(const struct call *c, unsigned long number)
{
	for (size_t i = 5; i <= 10; i++) {
		struct slice s = lower_argument(c->l, NULL, number, i);
		bool digit = false;

		for (size_t k = 0; k < s.n; k++)
			digit |= (s.p[k] >= '0' && s.p[k] <= '9') || s.p[k] == '$';
		if (s.n != 0 && s.p[s.n - 1] >= '0' && s.p[s.n - 1] <= '9' && memchr(s.p, '.', s.n) != NULL && s.p[0] != '$') {
			diag_help(diag_add(c->l->f->d, 230, place(c, i), "no answer of a list equals `%.*s': sendmail puts a dot behind it", SLICE_ARG(s)), "write `%.*s.'", SLICE_ARG(s));
			continue;
		}
		if (s.n == 0 || (digit && memchr(s.p, ' ', s.n) == NULL))
			continue;
		diag_help(diag_add(c->l->f->d, 230, place(c, i), "`%.*s' is no answer of a list", SLICE_ARG(s)), "a list answers with an address: write `127.0.0.2.', or `127.0.0.$-.'");
		return;
	}
}

/* Lists that were shut down; some of them went on by listing everybody. */
static void check_alive(const struct call *c, struct slice server)
{
	static const struct {
		const char *domain, *when;
	} dead[] = {
#define DEADLIST(domain, state, when, source) {domain, when},
#include "ir/deadlists.def"
#undef DEADLIST
	};

	if (server.n != 0 && server.p[server.n - 1] == '.')
		server.n--;
	for (size_t i = 0; i < sizeof dead / sizeof *dead; i++) {
		struct slice d = slice_of(dead[i].domain);

		if (server.n < d.n || !slice_caseeq((struct slice){server.p + server.n - d.n, d.n}, d) || (server.n > d.n && server.p[server.n - d.n - 1] != '.'))
			continue;
		diag_help(diag_add(c->l->f->d, 233, place(c, 2), "the list `%.*s' was shut down in %.4s", SLICE_ARG(server), dead[i].when),
			"take the line out: such a list answers nothing, or names everybody");
	}
}

static void check(struct lower *l, const struct site_use *u, unsigned long number, struct slice name)
{
	struct call c = {.l = l, .use = u, .name = name};
	struct slice server = lower_argument(l, NULL, number, 2), surplus = lower_argument(l, NULL, number, 5);

	c.known = front_written(l->f, u->at, SLICE_LIT("FEATURE"), name, &c.w);
	if (memchr(server.p, ' ', server.n) != NULL || memchr(server.p, '/', server.n) != NULL || memchr(server.p, '"', server.n) != NULL)
		diag_help(diag_add(l->f->d, 230, place(&c, 2), "`%.*s' is no name of a list in the DNS", SLICE_ARG(server)), "write FEATURE(`%.*s', `list.example.org')", SLICE_ARG(name));
	check_alive(&c, server);
	if (!check_message(&c, lower_argument(l, NULL, number, 3), lower_argument(l, NULL, number, 4)))
		return;
	if (slice_eq_str(name, "enhdnsbl"))
		check_answers(&c, number);
	else if (surplus.n != 0)
		diag_help(diag_add(l->f->d, 209, place(&c, 5), "FEATURE(`%.*s') does not look at `%.*s'", SLICE_ARG(name), SLICE_ARG(surplus)),
			"it takes a list, a text and what to say of temporary failures; FEATURE(`enhdnsbl') compares answers too");
}

void lower_dnsbl(struct lower *l, struct site_use *u, unsigned long number, struct slice name)
{
	const char *who = slice_eq_str(name, "rhsbl") ? "RHS" : "client_addr";
	struct slice server = lower_argument(l, NULL, number, 2), tempfail = lower_argument(l, NULL, number, 4);

	shared_map(l, u, number);
	put(l, u, "server", server);
	if (server.n == 0)
		diag_help(diag_add(l->f->d, 208, u->at, "FEATURE(`%.*s') needs the name of a list", SLICE_ARG(name)), "write FEATURE(`%.*s', `list.example.org')", SLICE_ARG(name));
	else
		check(l, u, number, name);
	message(l, u, lower_argument(l, NULL, number, 3), who, server);
	if (slice_eq_str(tempfail, "t"))
		put(l, u, "tempfail", lower_text(l, "\"451 Temporary lookup failure of \" $&{%s} \" at %.*s\"", who, SLICE_ARG(server)));
	else if (tempfail.n != 0)
		put(l, u, "tempfail", tempfail);
	for (size_t i = 5; i <= 10 && slice_eq_str(name, "enhdnsbl"); i++) {
		struct slice match = lower_argument(l, NULL, number, i);
		struct slice fact = i == 5 ? SLICE_LIT("match") : lower_text(l, "match%zu", i - 4);

		if (match.n != 0 || i == 5)
			put(l, u, fact.p, match.n != 0 ? match : SLICE_LIT("$+"));
	}
}
