/*
 * route_args.c - the options of mc2cf route, see route.h
 */
#include <arpa/inet.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd/engine/route.h"
#include "cmd/engine/verbs.h"

static const char usage[] =
	"usage: mc2cf route [options] [-C FILE | site.mc | sendmail.cf] ADDRESS ...\n"
	"\n"
	"Says where mail for each address goes, how mailers write the address, and which rules did it.\n"
	"\n"
	"  -C FILE            a sendmail.cf (/etc/mail/sendmail.cf) or a .mc, which is compiled first\n"
	"  -D NAME[=VALUE]    for a .mc: as of mc2cf itself\n"
	"  --tables DIR       tables and files of words are the texts of that name in DIR, where there are such,\n"
	"                     else the machine's; of a .mc, DIR is its folder\n"
	"  --map FILE         the source map of the sendmail.cf (mc2cf --map): where its rules come from\n"
	"  --mailer NAME      also how this mailer writes the address\n"
	"  --client IP[,NAME] a client of that address says RCPT TO: what check_relay, check_mail and\n"
	"                     check_rcpt would answer\n"
	"  --helo NAME        what the client calls itself\n"
	"  --from ADDRESS     its MAIL FROM; <> is the null sender\n"
	"  --auth USER        it has authenticated\n"
	"  --tls [VERIFY]     it speaks TLS: ${verify} is OK, or --tls=NO, --tls=FAIL …\n"
	"  --resolve WORD     ${client_resolve}: OK, FAIL, FORGED or TEMP, instead of what follows from the name\n"
	"  --macro NAME=VALUE another macro of the session\n"
	"  --dns FILE         answers of the name service, see mc2cf-maps(5); none: nobody answers\n"
	"  --explain          the tree of calls, with each workspace\n"
	"  --json             for programs\n"
	"  -q                 without the rules\n"
	"\n"
	"exit status: 0 all go somewhere, 1 some do not or are refused, 2 mc2cf could not work\n";

enum { OPT_MAP = 256, OPT_MAILER, OPT_CLIENT, OPT_HELO, OPT_FROM, OPT_AUTH, OPT_TLS, OPT_DNS, OPT_EXPLAIN, OPT_JSON, OPT_RESOLVE, OPT_MACRO, OPT_TABLES };

static const struct option options[] = {
	{"map", required_argument, NULL, OPT_MAP},       {"mailer", required_argument, NULL, OPT_MAILER},
	{"client", required_argument, NULL, OPT_CLIENT}, {"helo", required_argument, NULL, OPT_HELO},
	{"from", required_argument, NULL, OPT_FROM},     {"auth", required_argument, NULL, OPT_AUTH},
	{"tls", optional_argument, NULL, OPT_TLS},       {"dns", required_argument, NULL, OPT_DNS},
	{"explain", no_argument, NULL, OPT_EXPLAIN},     {"json", no_argument, NULL, OPT_JSON},
	{"resolve", required_argument, NULL, OPT_RESOLVE}, {"macro", required_argument, NULL, OPT_MACRO},
	{"tables", required_argument, NULL, OPT_TABLES},
	{"help", no_argument, NULL, 'h'},           {NULL, 0, NULL, 0},
};

static bool refuse(const char *what, const char *value)
{
	fprintf(stderr, "mc2cf route: %s: `%s'\n", what, value);
	return false;
}

static bool is_ip(const struct route *r, struct slice s)
{
	unsigned char bytes[16];
	const char *text = arena_dup(r->arena, s.p, s.n);

	if (slice_starts(s, SLICE_LIT("IPv6:")))
		return inet_pton(AF_INET6, text + 5, bytes) == 1;
	return inet_pton(AF_INET, text, bytes) == 1 || inet_pton(AF_INET6, text, bytes) == 1;
}

/* IP[,NAME]; a name that is there and empty: the name service knows none. */
static bool set_client(struct route *r, const char *value)
{
	const char *comma = strchr(value, ',');

	r->client.address = (struct slice){value, comma != NULL ? (size_t)(comma - value) : strlen(value)};
	if (comma != NULL) {
		r->client.name = slice_of(comma + 1);
		r->client.name_given = true;
	}
	return is_ip(r, r->client.address) || refuse("--client wants an IP address, and a name behind a comma, not", value);
}

static void set_from(struct route *r, const char *value)
{
	struct buf b;

	r->has_from = true;
	if (value[0] == '<') {
		r->from = slice_of(value);
		return;
	}
	buf_init(&b, r->arena);
	buf_printf(&b, "<%s>", value);
	r->from = buf_slice(&b);
}

/* NAME=VALUE; the name may have its $ and braces. */
static bool set_macro(struct route *r, const char *text)
{
	const char *equals = strchr(text, '=');
	size_t n;

	if (equals == NULL || r->nmacros == ROUTE_MACROS)
		return false;
	text += text[0] == '$';
	n = (size_t)(equals - text);
	if (n > 2 && text[0] == '{' && text[n - 1] == '}') {
		text++;
		n -= 2;
	}
	r->macros[r->nmacros++] = (struct cfrw_setting){arena_dup(r->arena, text, n), {equals + 1, strlen(equals + 1)}};
	r->client.macros = r->macros;
	r->client.nmacros = r->nmacros;
	r->has_session = true;
	return true;
}

/* Options that describe a client; false: no such client can be, which was said. */
static bool take_session(struct route *r, int c, const char *value)
{
	r->has_session = true;
	if (c == OPT_CLIENT)
		return set_client(r, value);
	if (c == OPT_HELO)
		r->client.helo = slice_of(value);
	else if (c == OPT_RESOLVE)
		r->client.resolve = slice_of(value);
	else if (c == OPT_FROM)
		set_from(r, value);
	else if (c == OPT_AUTH)
		r->client.auth = slice_of(value);
	else
		r->client.verify = slice_of(value != NULL ? value : "OK");
	return true;
}

static bool take_option(struct route *r, int c, const char *value)
{
	switch (c) {
	case 'C': r->cf = value; return true;
	case 'q': r->quiet = true; return true;
	case OPT_MAP: r->map = value; return true;
	case OPT_DNS: r->dns = value; return true;
	case OPT_TABLES: r->tables = value; return true;
	case OPT_EXPLAIN: r->explain = true; return true;
	case OPT_JSON: r->json = true; return true;
	case 'D':
		if (r->ndefines + 1 == sizeof(r->defines) / sizeof(*r->defines))
			return refuse("there are too many -D, from", value);
		r->defines[r->ndefines++] = value;
		return true;
	case OPT_MAILER:
		if (r->nmailers == ROUTE_MAILERS)
			return refuse("there are too many --mailer, from", value);
		r->mailers[r->nmailers++] = value;
		return true;
	case OPT_MACRO:
		return set_macro(r, value) || refuse("--macro wants NAME=VALUE, and not too many of them, not", value);
	case OPT_CLIENT: case OPT_RESOLVE: case OPT_HELO: case OPT_FROM: case OPT_AUTH: case OPT_TLS:
		return take_session(r, c, value);
	default: /* getopt has said why */
		return false;
	}
}

static bool ends_in(const char *s, const char *end)
{
	size_t n = strlen(s);

	return n > strlen(end) && strcmp(s + n - strlen(end), end) == 0 && strchr(s, '@') == NULL;
}

bool route_is_mc(const char *s)
{
	return ends_in(s, ".mc");
}

/* The first word names a configuration: a .mc, or a .cf that is there. */
static bool is_configuration(const char *s)
{
	return route_is_mc(s) || (ends_in(s, ".cf") && access(s, F_OK) == 0);
}

static int say_usage(void)
{
	fputs(usage, stdout);
	if (fflush(stdout) == 0)
		return STATUS_OK;
	perror("mc2cf route: cannot write standard output");
	return STATUS_TOOL;
}

bool route_args(struct route *r, const struct invocation *in, int *status)
{
	char name[] = "mc2cf route", **words = arena_array(r->arena, (size_t)in->argc + 2, sizeof(*words));
	int c;

	words[0] = name; /* getopt's messages begin with it */
	memcpy(words + 1, in->argv, (size_t)in->argc * sizeof(*words));
	*status = STATUS_TOOL;
	while ((c = getopt_long(in->argc + 1, words, "C:D:qh", options, NULL)) != -1) {
		if (c == 'h')
			*status = say_usage();
		if (c == 'h' || !take_option(r, c, optarg))
			return false;
	}
	r->addresses = words + optind;
	r->naddresses = (size_t)(in->argc + 1 - optind);
	if (r->cf == NULL && r->naddresses != 0 && is_configuration(r->addresses[0])) {
		r->cf = *r->addresses++;
		r->naddresses--;
	}
	if (r->cf == NULL)
		r->cf = "/etc/mail/sendmail.cf";
	if (r->naddresses == 0)
		fputs("mc2cf route: which address? (mc2cf route --help)\n", stderr);
	return r->naddresses != 0;
}
