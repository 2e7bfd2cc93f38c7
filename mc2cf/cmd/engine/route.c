/*
 * route.c - the verb route: what becomes of an address, told to people
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd/engine/route.h"
#include "cmd/engine/verbs.h"

static const char usage[] =
	"usage: mc2cf route [options] [-C sendmail.cf | site.mc] ADDRESS ...\n"
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

enum { OPT_MAP = 256, OPT_MAILER, OPT_CLIENT, OPT_HELO, OPT_FROM, OPT_AUTH, OPT_TLS, OPT_DNS, OPT_EXPLAIN, OPT_JSON, OPT_RESOLVE, OPT_MACRO, OPT_TABLES, OPT_HELP };

static const struct option options[] = {
	{"map", required_argument, NULL, OPT_MAP},       {"mailer", required_argument, NULL, OPT_MAILER},
	{"client", required_argument, NULL, OPT_CLIENT}, {"helo", required_argument, NULL, OPT_HELO},
	{"from", required_argument, NULL, OPT_FROM},     {"auth", required_argument, NULL, OPT_AUTH},
	{"tls", optional_argument, NULL, OPT_TLS},       {"dns", required_argument, NULL, OPT_DNS},
	{"explain", no_argument, NULL, OPT_EXPLAIN},     {"json", no_argument, NULL, OPT_JSON},
	{"resolve", required_argument, NULL, OPT_RESOLVE}, {"macro", required_argument, NULL, OPT_MACRO},
	{"tables", required_argument, NULL, OPT_TABLES},
	{"help", no_argument, NULL, OPT_HELP},           {NULL, 0, NULL, 0},
};

static void out_of_memory(void *ctx)
{
	(void)ctx;
	fputs("mc2cf route: out of memory\n", stderr);
	_exit(STATUS_TOOL);
}

/* Each message once, however often a table is asked. */
static void log_line(void *data, enum cfrw_severity severity, const char *file, unsigned line, struct cfrw_text text)
{
	struct route *r = data;
	struct slice key = {text.p, text.n};

	if (severity == CFRW_NOTE || symtab_get(r->said, key) != NULL)
		return;
	symtab_set(r->said, (struct slice){arena_dup(r->arena, key.p, key.n), key.n}, r);
	if (file != NULL && line != 0)
		fprintf(stderr, "%s:%u: ", file, line);
	else
		fprintf(stderr, "mc2cf route: %s%s", file != NULL ? file : "", file != NULL ? ": " : "");
	fprintf(stderr, "%.*s\n", (int)text.n, text.p);
}

/* IP[,NAME]; a name that is there and empty: the name service knows none. */
static void set_client(struct route *r, const char *value)
{
	const char *comma = strchr(value, ',');

	r->client.address = (struct slice){value, comma != NULL ? (size_t)(comma - value) : strlen(value)};
	if (comma != NULL) {
		r->client.name = slice_of(comma + 1);
		r->client.name_given = true;
	}
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

/* Options that describe a client. */
static void take_session(struct route *r, int c, const char *value)
{
	r->has_session = true;
	if (c == OPT_CLIENT)
		set_client(r, value);
	else if (c == OPT_HELO)
		r->client.helo = slice_of(value);
	else if (c == OPT_RESOLVE)
		r->client.resolve = slice_of(value);
	else if (c == OPT_FROM)
		set_from(r, value);
	else if (c == OPT_AUTH)
		r->client.auth = slice_of(value);
	else
		r->client.verify = slice_of(value != NULL ? value : "OK");
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
			return false;
		r->defines[r->ndefines++] = value;
		return true;
	case OPT_MAILER:
		if (r->nmailers == ROUTE_MAILERS)
			return false;
		r->mailers[r->nmailers++] = value;
		return true;
	case OPT_MACRO:
		return set_macro(r, value);
	case OPT_CLIENT: case OPT_RESOLVE: case OPT_HELO: case OPT_FROM: case OPT_AUTH: case OPT_TLS:
		take_session(r, c, value);
		return true;
	default:
		return false;
	}
}

static bool is_mc(const char *s)
{
	size_t n = strlen(s);

	return n > 3 && strcmp(s + n - 3, ".mc") == 0 && strchr(s, '@') == NULL;
}

static bool mailers_known(const struct route *r)
{
	for (size_t i = 0; i < r->nmailers; i++) {
		if (mailers_find(&r->site.mailers, slice_of(r->mailers[i])) != NULL)
			continue;
		fprintf(stderr, "mc2cf route: there is no mailer `%s' in %s\n", r->mailers[i], r->cf);
		return false;
	}
	return true;
}

static int answer(struct route *r, char **addresses, size_t n)
{
	struct routed *v = arena_array(r->arena, n, sizeof(*v));
	struct buf out;

	if (r->has_session)
		route_session(r);
	for (size_t i = 0; i < n; i++)
		route_address(r, slice_of(addresses[i]), &v[i]);
	buf_init(&out, r->arena);
	if (r->json)
		route_json(r, v, n, &out);
	else
		route_text(r, v, n, &out);
	if (fwrite(out.p, 1, out.n, stdout) != out.n || fflush(stdout) != 0) {
		perror("mc2cf route: cannot write standard output");
		return STATUS_TOOL;
	}
	return r->bad ? STATUS_INPUT : STATUS_OK;
}

/* Tables of a folder that is named, or beside the .mc, come before the machine's; false: that cannot be, which was said. */
static bool choose_tables(struct route *r)
{
	const char *slash = strrchr(r->cf, '/');

	if (r->tables == NULL && is_mc(r->cf))
		r->tables = slash != NULL ? arena_dup(r->arena, r->cf, (size_t)(slash - r->cf) + 1) : ".";
	return r->tables == NULL || origins_tables(&r->origins, r->tables);
}

static int run(struct route *r, const char *argv0, char **addresses, size_t n)
{
	int status;
	struct site_how how = {.mode = 'd', .dns = r->dns, .log = log_line, .data = r};

	r->said = symtab_new(r->arena, false);
	if (origins_open(&r->origins, r->arena, argv0, r->cf, r->defines, r->map, &status)) {
		bool good = choose_tables(r);

		how.cf = r->origins.cf;
		status = good && site_open(&r->site, &how, r->arena) && mailers_known(r) ? answer(r, addresses, n) : STATUS_TOOL;
		site_close(&r->site);
	}
	origins_close(&r->origins);
	return status;
}

int verb_route(const struct invocation *in)
{
	struct arena *a = arena_new(0, out_of_memory, NULL);
	struct route r = {.arena = a};
	int c, status, first;

	if (a == NULL)
		out_of_memory(NULL);
	while ((c = getopt_long(in->argc + 1, in->argv - 1, "C:D:q", options, NULL)) != -1) {
		if (c == OPT_HELP) {
			fputs(usage, stdout);
			arena_free(a);
			return STATUS_OK;
		}
		if (!take_option(&r, c, optarg)) {
			fputs(usage, stderr);
			arena_free(a);
			return STATUS_TOOL;
		}
	}
	first = optind - 1;
	if (r.cf == NULL && first < in->argc && is_mc(in->argv[first]))
		r.cf = in->argv[first++];
	if (r.cf == NULL)
		r.cf = "/etc/mail/sendmail.cf";
	if (first >= in->argc) {
		fputs(usage, stderr);
		status = STATUS_TOOL;
	} else
		status = run(&r, in->argv0, in->argv + first, (size_t)(in->argc - first));
	arena_free(a);
	return status;
}
