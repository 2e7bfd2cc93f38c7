/*
 * check_port.c - DaemonPortOptions and ClientPortOptions: fields of key=value, separated by commas
 *
 * sendmail looks at the first letter of a key (op guide 5.6), takes the rest
 * up to the next comma for its value, blanks and semicolons included. What it
 * refuses, as seen with sendmail 8.17.1, is an error here.
 */
#include "ir/check_priv.h"

static const char *const keys[] = {"Name", "Port", "Addr", "Family", "InputMailFilters", "Listen", "Modifiers", "SndBufSize", "RcvBufSize", "DeliveryMode", "children"};
static const char *const families[] = {"inet", "inet6", "unix", "local", "iso", "ns", "x25"};

#define COUNT(v) (sizeof(v) / sizeof(*(v)))

bool ir_next_field(struct slice *rest, struct slice *field, struct slice *key, struct slice *value)
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

/* Where sendmail does not start with it. */
enum { ODD = 611, REFUSED = 617 };

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
	g = ir_warn_word(d, o, value, REFUSED, "there is no address family `%.*s'", SLICE_ARG(value));
	if (slice_caseeq(value, SLICE_LIT("ipv6")) || !diag_near(g, value, families, COUNT(families)))
		diag_help(g, "families are inet (IPv4) and inet6 (IPv6)");
}

/* A port is a number, or a service that the host knows; a name that is almost one is surely a slip. */
static void check_service(const struct ir_item *o, struct slice value, struct diags *d)
{
	static const char *const services[] = {"smtp", "smtps", "submission", "submissions", "ssmtp", "urd", "msa", "mail", "lmtp"};
	unsigned long n = 0;

	for (size_t i = 0; i < COUNT(services); i++)
		if (slice_caseeq(value, slice_of(services[i])))
			return;
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] < '0' || value.p[i] > '9') {
			struct diag *g = ir_warn_word(d, o, value, ODD, "sendmail does not start where the host knows no service `%.*s'", SLICE_ARG(value));

			if (!diag_near(g, value, services, COUNT(services)))
				diag_help(g, "write the number of the port");
			return;
		}
		n = n < 100000 ? n * 10 + (unsigned long)(value.p[i] - '0') : n;
	}
	if (n > 65535)
		diag_help(ir_warn_word(d, o, value, ODD, "there is no port %.*s", SLICE_ARG(value)), "ports go up to 65535");
}

/* What looks like an IPv4 address and is none. */
static bool bad_ipv4(struct slice value)
{
	struct slice rest = value, part;
	size_t parts = 0, i = 0;
	bool bad = false;

	for (; i < value.n; i++)
		if (value.p[i] != '.' && (value.p[i] < '0' || value.p[i] > '9'))
			return false;
	while (slice_next(&rest, '.', &part)) {
		bad |= part.n == 0 || part.n > 3 || (part.n == 3 && memcmp(part.p, "255", 3) > 0);
		parts++;
	}
	return bad || parts != 4;
}

static void check_address(const struct ir_item *o, struct slice value, struct diags *d)
{
	if (value.n != 0 && bad_ipv4(value))
		diag_help(ir_warn_word(d, o, value, REFUSED, "`%.*s' is no address", SLICE_ARG(value)), "an IPv4 address is four numbers up to 255");
	else if (memchr(value.p, '/', value.n) == NULL && value.n == 0)
		diag_help(ir_warn(d, o, NULL, REFUSED, "Addr has no value"), "leave it out to listen on all addresses");
}

static void check_modifiers(const struct ir_item *o, struct slice value, struct diags *d)
{
	for (size_t i = 0; i < value.n; i++) {
		if (strchr("abcfhrsuACEOS ", value.p[i]) != NULL)
			continue;
		diag_help(ir_warn_word(d, o, value, ODD, "`%c' is no modifier of a port", value.p[i]), "modifiers are letters out of abcfhrsuACEOS, see the op guide, section 5.6");
		return;
	}
}

static void check_number(const struct ir_item *o, struct slice key, struct slice value, struct diags *d)
{
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] < '0' || value.p[i] > '9') {
			diag_help(ir_warn_word(d, o, value, ODD, "`%.*s' is no number for %.*s=", SLICE_ARG(value), SLICE_ARG(key)), "sendmail reads it up to the first other character");
			return;
		}
}

static void check_field(const struct ir_item *o, struct slice field, struct slice key, struct slice value, struct diags *d)
{
	char letter = key.n != 0 ? upper(key.p[0]) : '\0';
	struct diag *g;

	if (value.n == 0 && field.n == key.n) {
		diag_help(ir_warn_word(d, o, field, ODD, "`%.*s' is not key=value", SLICE_ARG(field)), "write Name=MTA, Port=smtp, Addr=127.0.0.1");
	} else if (letter == '\0' || strchr("ACDFILMNPRS", letter) == NULL || key.p[0] == 'C') {
		g = ir_warn_word(d, o, key, REFUSED, "sendmail knows no `%.*s' of a port", SLICE_ARG(key));
		if (!diag_near(g, key, keys, COUNT(keys)))
			diag_help(g, "keys are Name, Port, Addr, Family, Modifiers, InputMailFilters, Listen, DeliveryMode");
	} else if (letter == 'P' && value.n == 0) {
		diag_help(ir_warn(d, o, NULL, REFUSED, "Port has no value"), "write Port=smtp");
	} else if (letter == 'D' && (value.n == 0 || strchr("biqd", value.p[0]) == NULL)) {
		diag_help(ir_warn_word(d, o, value, REFUSED, "there is no delivery mode `%.*s'", SLICE_ARG(value)), "modes are b (background), i (interactive), q (queue only), d (deferred)");
	} else if (letter != 'I' && holds_field(value)) {
		diag_help(ir_warn_word(d, o, value, strchr("APF", letter) != NULL ? REFUSED : ODD, "the value of %.*s is `%.*s', up to the next comma", SLICE_ARG(key), SLICE_ARG(value)), "separate fields by commas");
	} else if (letter == 'F') {
		check_family(o, value, d);
	} else if (letter == 'P') {
		check_service(o, value, d);
	} else if (letter == 'A') {
		check_address(o, value, d);
	} else if (letter == 'M') {
		check_modifiers(o, value, d);
	} else if (strchr("LSRC", letter) != NULL) {
		check_number(o, key, value, d);
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

static const char unset_addr[] = "0.0.0.0";

static struct listens listens(struct slice text)
{
	struct listens l = {SLICE_LIT("25"), slice_of(unset_addr), SLICE_LIT("inet")};
	struct slice field, key, value;

	while (ir_next_field(&text, &field, &key, &value)) {
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

static bool is_daemon(const struct ir_item *item)
{
	return item->kind == IR_OPTION && slice_eq_str(item->name, "DaemonPortOptions");
}

static void put_lower(struct buf *b, struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_putc(b, s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] - 'A' + 'a') : s.p[i]);
}

/* The same for ports of which sendmail can open but one; no field holds a comma. */
static struct slice place_of(struct arena *a, const struct ir_item *o)
{
	struct listens l = listens(o->value);
	struct buf b;

	buf_init(&b, a);
	buf_put_slice(&b, l.port);
	buf_putc(&b, ',');
	put_lower(&b, l.addr);
	buf_putc(&b, ',');
	put_lower(&b, l.family);
	return buf_slice(&b);
}

static void find_ports(struct ir_index *x)
{
	const struct ir_item *item;

	x->ports = symtab_new(ir_arena(x->ir), false);
	for (size_t i = 0; (item = ir_at(x->ir, i)) != NULL; i++) {
		struct slice place = is_daemon(item) ? place_of(ir_arena(x->ir), item) : SLICE_NONE;

		if (place.n != 0 && symtab_get(x->ports, place) == NULL)
			symtab_set(x->ports, place, (void *)(uintptr_t)item);
	}
}

static void check_same(struct ir_index *x, const struct ir_item *o, struct diags *d)
{
	const struct ir_item *first;

	if (x->ports == NULL)
		find_ports(x);
	first = symtab_get(x->ports, place_of(ir_arena(x->ir), o));
	if (first->index < o->index)
		say_same(o, first, listens(o->value).port, d);
}

/* An address of the other family is a host name to sendmail, and no host has it. */
static void check_pair(const struct ir_item *o, struct diags *d)
{
	struct listens l = listens(o->value);
	bool six = slice_caseeq(l.family, SLICE_LIT("inet6")), four = slice_caseeq(l.family, SLICE_LIT("inet")), numbers = l.addr.n != 0;
	size_t colons = 0;

	for (size_t i = 0; i < l.addr.n; i++) {
		colons += l.addr.p[i] == ':';
		numbers &= l.addr.p[i] == '.' || (l.addr.p[i] >= '0' && l.addr.p[i] <= '9');
	}
	if (four && colons > 1)
		diag_help(ir_warn_word(d, o, l.addr, REFUSED, "`%.*s' is no IPv4 address", SLICE_ARG(l.addr)), "write Family=inet6, Addr=%.*s", SLICE_ARG(l.addr));
	else if (six && numbers && l.addr.p != unset_addr)
		diag_help(ir_warn_word(d, o, l.addr, REFUSED, "`%.*s' is no IPv6 address", SLICE_ARG(l.addr)), "leave Family=inet6 out, or write the address of that family");
}

/* InputMailFilters=a;b */
static void check_filters(const struct ir *ir, const struct ir_item *o, struct diags *d)
{
	struct slice text = o->value, field, key, value;

	while (ir_next_field(&text, &field, &key, &value))
		if (key.n != 0 && upper(key.p[0]) == 'I' && memchr(value.p, '$', value.n) == NULL)
			ir_check_filter_names(ir, o, value, ';', d);
}

void ir_check_port(struct ir_index *x, const struct ir_item *option, struct diags *d)
{
	struct slice rest = option->value, field, key, value;

	while (ir_next_field(&rest, &field, &key, &value))
		if (field.n != 0 && memchr(field.p, '$', field.n) == NULL)
			check_field(option, field, key, value, d);
	check_pair(option, d);
	if (is_daemon(option))
		check_same(x, option, d);
	check_filters(x->ir, option, d);
}
