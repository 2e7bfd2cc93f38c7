/*
 * check_port.c - DaemonPortOptions, ClientPortOptions and filters: fields of key=value, separated by commas
 *
 * sendmail looks at the first letter of a key (op guide 5.6), takes the rest
 * up to the next comma for its value, blanks and semicolons included, and says
 * nothing until the socket cannot be opened.
 */
#include "ir/check_priv.h"

static const char *const keys[] = {"Name", "Port", "Addr", "Family", "InputMailFilters", "Listen", "Modifiers", "SndBufSize", "RcvBufSize", "DeliveryMode", "children"};
static const char *const families[] = {"inet", "inet6", "unix", "local", "iso", "ns", "x25"};

#define COUNT(v) (sizeof(v) / sizeof(*(v)))

/* Cuts the next field off; its key and value are trimmed. False at the end. */
static bool next_field(struct slice *rest, struct slice *field, struct slice *key, struct slice *value)
{
	if (!slice_next(rest, ',', field))
		return false;
	*field = slice_trim(*field);
	*value = *field;
	slice_next(value, '=', key);
	*key = slice_trim(*key);
	*value = slice_trim(*value);
	return true;
}

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* A key that stands inside a value: Port=25 Addr=127.0.0.1. */
static bool holds_field(struct slice value)
{
	return memchr(value.p, ';', value.n) != NULL || (memchr(value.p, ' ', value.n) != NULL && memchr(value.p, '=', value.n) != NULL);
}

static void check_family(const struct ir_item *o, struct slice value, struct diags *d)
{
	struct diag *g;

	for (size_t i = 0; i < COUNT(families); i++)
		if (slice_caseeq(value, slice_of(families[i])))
			return;
	g = ir_warn(d, o, NULL, 611, "there is no address family `%.*s'", SLICE_ARG(value));
	if (slice_caseeq(value, SLICE_LIT("ipv6")) || !diag_near(g, value, families, COUNT(families)))
		diag_help(g, "families are inet (IPv4) and inet6 (IPv6)");
}

static void check_number(const struct ir_item *o, struct slice value, struct diags *d)
{
	unsigned long n = 0;

	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] < '0' || value.p[i] > '9')
			return; /* a service's name */
		n = n < 100000 ? n * 10 + (unsigned long)(value.p[i] - '0') : n;
	}
	if (n > 65535)
		diag_help(ir_warn(d, o, NULL, 611, "there is no port %.*s", SLICE_ARG(value)), "ports go up to 65535");
}

static void check_modifiers(const struct ir_item *o, struct slice value, struct diags *d)
{
	for (size_t i = 0; i < value.n; i++) {
		if (strchr("abcfhrsuACEOS ", value.p[i]) != NULL)
			continue;
		diag_help(ir_warn(d, o, NULL, 611, "`%c' is no modifier of a port", value.p[i]), "modifiers are letters out of abcfhrsuACEOS, see the op guide, section 5.6");
		return;
	}
}

static void check_field(const struct ir_item *o, struct slice field, struct slice key, struct slice value, struct diags *d)
{
	char letter = key.n != 0 ? upper(key.p[0]) : '\0';
	struct diag *g;

	if (value.n == 0 && field.n == key.n) {
		diag_help(ir_warn(d, o, NULL, 611, "`%.*s' is not key=value", SLICE_ARG(field)), "write Name=MTA, Port=smtp, Addr=127.0.0.1");
	} else if (letter == '\0' || strchr("ACDFILMNPRS", letter) == NULL || key.p[0] == 'C') {
		g = ir_warn(d, o, NULL, 611, "sendmail knows no `%.*s' of a port", SLICE_ARG(key));
		if (!diag_near(g, key, keys, COUNT(keys)))
			diag_help(g, "keys are Name, Port, Addr, Family, Modifiers, InputMailFilters, Listen, DeliveryMode");
	} else if (letter != 'I' && holds_field(value)) {
		diag_help(ir_warn(d, o, NULL, 611, "the value of %.*s is `%.*s', up to the next comma", SLICE_ARG(key), SLICE_ARG(value)), "separate fields by commas");
	} else if (letter == 'F') {
		check_family(o, value, d);
	} else if (letter == 'P') {
		check_number(o, value, d);
	} else if (letter == 'M') {
		check_modifiers(o, value, d);
	}
}

/* What a daemon port listens on. */
struct listens {
	struct slice port, addr, family;
};

static struct slice port_number(struct slice name)
{
	static const char *const services[][2] = {{"smtp", "25"}, {"submission", "587"}, {"smtps", "465"}, {"msa", "587"}, {"MSA", "587"}};

	for (size_t i = 0; i < COUNT(services); i++)
		if (slice_eq_str(name, services[i][0]))
			return slice_of(services[i][1]);
	return name;
}

static struct listens listens(struct slice text)
{
	struct listens l = {SLICE_LIT("25"), SLICE_LIT("0.0.0.0"), SLICE_LIT("inet")};
	struct slice field, key, value;

	while (next_field(&text, &field, &key, &value)) {
		char letter = key.n != 0 ? upper(key.p[0]) : '\0';

		if (letter == 'P')
			l.port = port_number(value);
		else if (letter == 'A')
			l.addr = value;
		else if (letter == 'F')
			l.family = value;
	}
	return l;
}

/* The port that stock opens by itself is nobody's line: then the site's own is at fault. */
static void say_same(const struct ir_item *o, const struct ir_item *other, struct slice port, struct diags *d)
{
	bool own = ir_is_own(o);
	struct diag *g = ir_warn(d, own ? o : other, NULL, 612, "port %.*s is opened twice: sendmail cannot, and does not start", SLICE_ARG(port));

	if (own)
		diag_place(g, other->origin.at, "the first one is here");
	else
		diag_help(g, "port 587 is opened anyway: put FEATURE(`no_default_msa') above MAILER");
}

static void check_same(const struct ir *ir, const struct ir_item *o, struct diags *d)
{
	struct listens mine = listens(o->value);
	const struct ir_item *other;

	for (size_t i = 0; (other = ir_at(ir, i)) != NULL && other != o; i++) {
		struct listens l;

		if (other->kind != IR_OPTION || !slice_eq_str(other->name, "DaemonPortOptions"))
			continue;
		l = listens(other->value);
		if (!slice_eq(l.port, mine.port) || !slice_caseeq(l.addr, mine.addr) || !slice_caseeq(l.family, mine.family))
			continue;
		say_same(o, other, mine.port, d);
		return;
	}
}

void ir_check_port(const struct ir *ir, const struct ir_item *option, struct diags *d)
{
	struct slice rest = option->value, field, key, value;

	while (next_field(&rest, &field, &key, &value))
		if (field.n != 0 && memchr(field.p, '$', field.n) == NULL)
			check_field(option, field, key, value, d);
	if (slice_eq_str(option->name, "DaemonPortOptions"))
		check_same(ir, option, d);
}

/* T=C:5m;S:10s */
static void check_timeouts(const struct ir_item *f, struct slice rest, struct diags *d)
{
	struct slice one;

	while (slice_next(&rest, ';', &one)) {
		one = slice_trim(one);
		if (one.n == 0 || (one.n > 2 && strchr("CSRE", one.p[0]) != NULL && one.p[1] == ':'))
			continue;
		diag_help(ir_warn(d, f, NULL, 613, "`%.*s' is no timeout of a filter", SLICE_ARG(one)), "write T=C:5m;S:10s;R:10s;E:5m");
		return;
	}
}

void ir_check_filter(const struct ir_item *filter, struct diags *d)
{
	struct slice rest = filter->value, field, key, value;
	bool socket = false;

	while (next_field(&rest, &field, &key, &value)) {
		char letter = key.n != 0 ? key.p[0] : '\0';

		socket |= letter == 'S' && value.n != 0;
		if (field.n > 2 && field.p[1] == ':' && strchr("CSRE", letter) != NULL)
			diag_help(ir_warn(d, filter, NULL, 613, "a comma ends the timeouts before `%.*s'", SLICE_ARG(field)), "separate them by semicolons: T=S:30s;R:4m");
		else if (letter == 'T')
			check_timeouts(filter, value, d);
		else if (letter == 'F' && value.n != 0 && (value.n != 1 || strchr("RT4", value.p[0]) == NULL))
			diag_help(ir_warn(d, filter, NULL, 613, "a filter has no flag `%.*s'", SLICE_ARG(value)), "F=R refuses mail where the filter does not work, F=T asks to try later; without F= it goes through");
		else if (letter == 'S' && slice_starts(value, SLICE_LIT("inet")) && memchr(value.p, '@', value.n) == NULL)
			diag_help(ir_warn(d, filter, NULL, 613, "the socket `%.*s' has no host", SLICE_ARG(value)), "write S=inet:port@host, as in S=inet:8891@localhost");
	}
	if (!socket)
		diag_help(ir_warn(d, filter, NULL, 613, "filter `%.*s' has no socket", SLICE_ARG(filter->name)), "write S=local:/path or S=inet:port@host");
}

void ir_check_filter_list(const struct ir *ir, const struct ir_item *option, struct diags *d)
{
	struct slice rest = option->value, name;

	while (rest.n != 0 && slice_next(&rest, memchr(rest.p, ';', rest.n) != NULL ? ';' : ',', &name)) {
		struct diag *g;

		name = slice_trim(name);
		if (name.n == 0 || ir_find(ir, IR_FILTER, name) != NULL)
			continue;
		g = ir_warn(d, option, NULL, 614, "there is no filter `%.*s'", SLICE_ARG(name));
		ir_near(ir, g, IR_FILTER, name);
		diag_help(g, "sendmail refuses to start; MAIL_FILTER(`%.*s', `S=...') declares it", SLICE_ARG(name));
	}
}
