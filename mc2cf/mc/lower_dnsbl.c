/*
 * lower_dnsbl.c - the arguments of dnsbl, enhdnsbl and rhsbl
 *
 * FEATURE(dnsbl, server, message, tempfail); enhdnsbl has up to six answers
 * behind them.  message may be the word quarantine or discard; a tempfail of t
 * stands for a text.  The map that all uses share takes its options from the
 * names as they stood at the first use.
 */
#include "mc/lower.h"

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

static void message(struct lower *l, struct site_use *u, struct slice text, const char *who, struct slice server)
{
	if (slice_eq_str(text, "quarantine") || slice_eq_str(text, "discard")) {
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

void lower_dnsbl(struct lower *l, struct site_use *u, unsigned long number, struct slice name)
{
	const char *who = slice_eq_str(name, "rhsbl") ? "RHS" : "client_addr";
	struct slice server = lower_argument(l, NULL, number, 2), tempfail = lower_argument(l, NULL, number, 4);

	shared_map(l, u, number);
	put(l, u, "server", server);
	if (server.n == 0)
		diag_help(diag_add(l->f->d, 208, u->at, "FEATURE(`%.*s') needs the name of a list", SLICE_ARG(name)), "write FEATURE(`%.*s', `list.example.org')", SLICE_ARG(name));
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
