/*
 * check_filter.c - mail filters and queue groups: fields of key=value, separated by commas
 *
 * What sendmail 8.17.1 refuses is an error; what it takes and does not mean is a warning.
 */
#include "ir/check_priv.h"

static bool all_digits(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n != 0;
}

/* 5M, 30X: sendmail knows units in lower case only. */
static bool odd_unit(struct slice time)
{
	for (size_t i = 0; i < time.n; i++)
		if ((time.p[i] < '0' || time.p[i] > '9') && strchr("wdhms", time.p[i]) == NULL)
			return true;
	return false;
}

/* T=C:5m;S:10s */
static void check_timeouts(const struct ir_item *f, struct slice rest, struct diags *d)
{
	struct slice one;

	while (slice_next(&rest, ';', &one)) {
		bool known;

		one = slice_trim(one);
		known = one.n > 1 && strchr("CSRE", one.p[0]) != NULL && one.p[1] == ':';
		if (one.n == 0 || (known && one.n > 2 && one.p[2] >= '0' && one.p[2] <= '9' && !odd_unit((struct slice){one.p + 2, one.n - 2})))
			continue;
		diag_help(ir_warn_word(d, f, one, known ? 613 : 618, "`%.*s' is no timeout of a filter", SLICE_ARG(one)), "write T=C:5m;S:10s;R:10s;E:5m");
		return;
	}
}

/* S=family:address */
static void check_socket(const struct ir_item *f, struct slice value, struct diags *d)
{
	static const char *const families[] = {"inet", "inet6", "local", "unix"};
	struct slice rest = value, family, port;

	if (value.p[0] == '/')
		return;
	slice_next(&rest, ':', &family);
	for (size_t i = 0; i < 4; i++) {
		if (!slice_caseeq(family, slice_of(families[i])))
			continue;
		if (i > 1 || (slice_next(&rest, '@', &port) && rest.n != 0 && all_digits(port) && memchr(rest.p, ' ', rest.n) == NULL))
			return;
		if (rest.n == 0)
			diag_help(ir_warn_word(d, f, value, 618, "the socket `%.*s' has no host", SLICE_ARG(value)), "write S=inet:port@host, as in S=inet:8891@localhost");
		else if (memchr(rest.p, ' ', rest.n) != NULL)
			diag_help(ir_warn_word(d, f, value, 618, "the host of the socket is `%.*s', up to the next comma", SLICE_ARG(rest)), "separate fields by commas");
		else
			diag_help(ir_warn_word(d, f, value, 613, "sendmail does not start where the host knows no service `%.*s'", SLICE_ARG(port)), "write the number of the port");
		return;
	}
	diag_help(ir_warn_word(d, f, value, 618, "`%.*s' is no kind of socket", SLICE_ARG(family)), "write S=local:/path or S=inet:port@host");
}

static void check_filter_field(const struct ir_item *filter, struct slice field, struct slice key, struct slice value, struct diags *d)
{
	char letter = key.n != 0 ? key.p[0] : '\0';

	if (field.n > 2 && field.p[1] == ':' && strchr("CSRE", letter) != NULL)
		diag_help(ir_warn_word(d, filter, field, 618, "a comma ends the timeouts before `%.*s'", SLICE_ARG(field)), "separate them by semicolons: T=S:30s;R:4m");
	else if (field.n == key.n && (slice_starts(field, SLICE_LIT("inet")) || slice_starts(field, SLICE_LIT("local:")) || slice_starts(field, SLICE_LIT("unix:")) || letter == '/'))
		diag_help(ir_warn_word(d, filter, field, 618, "the socket has no S= before it"), "write S=%.*s", SLICE_ARG(field));
	else if (field.n == key.n)
		diag_help(ir_warn_word(d, filter, field, 618, "`%.*s' is not key=value", SLICE_ARG(field)), "write S=inet:8891@localhost, F=T, T=S:30s;R:4m");
	else if (letter == '\0' || strchr("SFT", letter) == NULL)
		diag_help(ir_warn_word(d, filter, field, 618, "a filter has no field `%.*s='", SLICE_ARG(key)), "fields are S= (its socket), F= (where it does not work), T= (timeouts)");
	else if (letter == 'T')
		check_timeouts(filter, value, d);
	else if (letter == 'F' && value.n != 0 && (value.n != 1 || strchr("RT4", value.p[0]) == NULL))
		diag_help(ir_warn_word(d, filter, field, 613, "a filter has no flag `%.*s'", SLICE_ARG(value)), "F=R refuses mail where the filter does not work, F=T asks to try later; without F= it goes through");
	else if (letter == 'S' && value.n != 0)
		check_socket(filter, value, d);
}

void ir_check_filter(const struct ir_item *filter, struct diags *d)
{
	struct slice rest = filter->value, field, key, value;
	bool socket = false;

	while (ir_next_field(&rest, &field, &key, &value)) {
		if (field.n == 0 || memchr(field.p, '$', field.n) != NULL) {
			socket |= field.n > 1 && field.p[0] == 'S';
			continue;
		}
		/* one without S= has been told of */
		socket |= (key.p[0] == 'S' && value.n != 0) || (field.n == key.n && memchr(field.p, ':', field.n) != NULL);
		check_filter_field(filter, field, key, value, d);
	}
	if (!socket)
		diag_help(ir_warn(d, filter, NULL, 618, "filter `%.*s' has no socket", SLICE_ARG(filter->name)), "write S=local:/path or S=inet:port@host");
}

void ir_check_filter_list(const struct ir *ir, const struct ir_item *option, struct diags *d)
{
	ir_check_filter_names(ir, option, option->value, memchr(option->value.p, ';', option->value.n) != NULL ? ';' : ',', d);
}

void ir_check_filter_names(const struct ir *ir, const struct ir_item *option, struct slice rest, char mark, struct diags *d)
{
	struct slice name;

	while (slice_next(&rest, mark, &name)) {
		struct diag *g;

		name = slice_trim(name);
		if (name.n == 0 || ir_find(ir, IR_FILTER, name) != NULL)
			continue;
		g = ir_warn_word(d, option, name, 614, "there is no filter `%.*s'", SLICE_ARG(name));
		if (memchr(name.p, ' ', name.n) != NULL)
			diag_help(g, "separate filters by %s", mark == ';' ? "semicolons" : "commas");
		ir_near(ir, g, IR_FILTER, name);
		diag_help(g, "sendmail refuses to start; MAIL_FILTER(`%.*s', `S=...') declares it", SLICE_ARG(name));
	}
}

/* R=2 without F=f: sendmail says so each time it starts. */
static void check_runners(const struct ir_item *queue, struct diags *d)
{
	struct slice rest = queue->value, field, key, value, runners = SLICE_NONE;
	bool forks = false;

	while (ir_next_field(&rest, &field, &key, &value)) {
		if (key.n != 0 && key.p[0] == 'R')
			runners = field;
		forks |= key.n != 0 && key.p[0] == 'F' && memchr(value.p, 'f', value.n) != NULL;
		if (key.n != 0 && key.p[0] == 'R' && (!all_digits(value) || slice_eq_str(value, "0") || slice_eq_str(value, "1")))
			runners = SLICE_NONE;
	}
	if (runners.n != 0 && !forks)
		diag_help(ir_warn_word(d, queue, runners, 619, "`%.*s' asks for several runners without the flag f; sendmail warns of it each time it starts", SLICE_ARG(runners)), "write F=f, %.*s", SLICE_ARG(runners));
}

/* Qname, P=path, F=f, I=1h, R=2: the first letter of a key decides. */
void ir_check_queue(const struct ir_item *queue, struct diags *d)
{
	struct slice rest = queue->value, field, key, value;

	check_runners(queue, d);

	while (ir_next_field(&rest, &field, &key, &value)) {
		char letter = key.n != 0 ? key.p[0] : '\0';

		if (field.n == 0 || memchr(field.p, '$', field.n) != NULL)
			continue;
		if (field.n == key.n)
			diag_help(ir_warn_word(d, queue, field, 620, "`%.*s' is not key=value", SLICE_ARG(field)), "write P=/var/spool/mqueue/name, I=30m, R=2");
		else if (letter == '\0' || strchr("PFINRJr", letter) == NULL)
			diag_help(ir_warn_word(d, queue, field, 620, "a queue group has no field `%.*s='", SLICE_ARG(key)),
				"fields are Path=, Flags=, Nice=, Interval=, Runners=, Jobs= and recipients=");
		else if (memchr(value.p, ' ', value.n) != NULL && memchr(value.p, '=', value.n) != NULL)
			diag_help(ir_warn_word(d, queue, field, 619, "the value of %.*s is `%.*s', up to the next comma", SLICE_ARG(key), SLICE_ARG(value)), "separate fields by commas");
		else if (strchr("NRJr", letter) != NULL && !all_digits(value) && !(letter == 'N' && value.n > 1 && value.p[0] == '-'))
			diag_help(ir_warn_word(d, queue, field, 619, "`%.*s' is no number for %.*s=", SLICE_ARG(value), SLICE_ARG(key)), "sendmail takes it for 0");
		else if (letter == 'I' && (value.n == 0 || value.p[0] < '0' || value.p[0] > '9' || odd_unit(value)))
			diag_help(ir_warn_word(d, queue, field, 619, "`%.*s' is no time", SLICE_ARG(value)), "write a number with a unit: 30m");
		else if (letter == 'F' && value.n != 0 && !(value.n == 1 && value.p[0] == 'f'))
			diag_help(ir_warn_word(d, queue, field, 619, "a queue group has no flag `%.*s'", SLICE_ARG(value)), "the only flag is f: a process for each message");
		else if (letter == 'P' && value.n != 0 && value.p[0] != '/')
			diag_help(ir_warn_word(d, queue, field, 620, "the path of a queue group must begin with `/'"), "write P=/var/spool/mqueue/%.*s", SLICE_ARG(value));
	}
}
