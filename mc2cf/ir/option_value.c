/*
 * option_value.c - what sendmail does with an option's value, by type
 *
 * sendmail reads most values with atoi and the like and says nothing when they
 * are not what they should be ("MaxMessageSize=10M" is 10 bytes).  Each check
 * here tells what would happen, as seen with sendmail 8.17.1.  A value with a
 * $ is known only when sendmail runs, so nothing is said of it.
 */
#include "ir/ir.h"
#include "ir/option.h"

struct type {
	const char *name;
	bool (*ok)(const struct ir_option *o, struct slice v, const char **why);
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool all_digits(struct slice v, char highest)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] < '0' || v.p[i] > highest)
			return false;
	return v.n != 0;
}

static bool fail(const char **why, const char *sentence)
{
	if (why != NULL)
		*why = sentence;
	return false;
}

/* Whether word is one of a|b|c. */
static bool one_of(const char *values, struct slice word)
{
	struct slice rest = slice_of(values), value;

	while (slice_next(&rest, '|', &value))
		if (slice_caseeq(value, word))
			return true;
	return false;
}

static bool check_bool(const struct ir_option *o, struct slice v, const char **why)
{
	(void)o;
	if (v.n == 0 || one_of("true|t|yes|y|false|f|no|n|0", v))
		return true;
	return fail(why, "a yes or no is true or false; sendmail takes what begins with neither t nor y as false");
}

/* Blanks behind a number do no harm. */
static struct slice without_blanks(struct slice v)
{
	while (v.n > 1 && v.p[v.n - 1] == ' ')
		v.n--;
	return v;
}

static bool check_int(const struct ir_option *o, struct slice v, const char **why)
{
	(void)o;
	v = without_blanks(v);
	if (v.n > 1 && (v.p[0] == '-' || v.p[0] == '+'))
		v = (struct slice){v.p + 1, v.n - 1};
	return all_digits(v, '9') || fail(why, "a whole number is needed; sendmail stops reading at the first other character");
}

static bool check_size(const struct ir_option *o, struct slice v, const char **why)
{
	(void)o;
	return all_digits(without_blanks(v), '9') || fail(why, "a size is a number of bytes without a unit; sendmail does not know K, M or G");
}

static bool check_sizes(const struct ir_option *o, struct slice v, const char **why)
{
	struct slice rest = v, part;
	size_t n = 0;

	while (slice_next(&rest, '/', &part) && check_size(o, part, why))
		n++;
	return (rest.n == 0 && (n == 1 || n == 2) && v.p[v.n - 1] != '/') || fail(why, "one or two sizes are needed: N or N/M");
}

/* Like 1h30m; a number without a unit takes the option's own unit. */
static bool check_time(const struct ir_option *o, struct slice v, const char **why)
{
	size_t i = 0;

	(void)o;
	if (v.n == 0 || slice_caseeq(v, SLICE_LIT("now"))) /* nothing is how sites switch a warning off */
		return true;
	while (i < v.n && (is_digit(v.p[i]) || (i == 0 && v.p[i] == '-' && v.n > 1))) {
		while (i < v.n && (is_digit(v.p[i]) || v.p[i] == '-'))
			i++;
		if (i < v.n && strchr("wdhms", v.p[i]) != NULL && v.p[i] != '\0')
			i++;
	}
	if (i < v.n && i != 0 && strchr("WDHMS", v.p[i]) != NULL)
		return fail(why, "sendmail knows the units of time (w, d, h, m, s) in lower case only");
	return i == v.n || fail(why, "a time is a number with a unit (w, d, h, m or s), or several of them: 1h30m");
}

static bool check_mode(const struct ir_option *o, struct slice v, const char **why)
{
	(void)o;
	return (all_digits(v, '7') && v.n <= 5) || fail(why, "a file mode is an octal number such as 0600");
}

static bool check_path(const struct ir_option *o, struct slice v, const char **why)
{
	(void)o;
	return v.n == 0 || v.p[0] == '/' || fail(why, "a file name must begin with `/'; where sendmail looks for others depends on where it runs");
}

static bool check_mapflags(const struct ir_option *o, struct slice v, const char **why)
{
	(void)o;
	v = slice_trim(v);
	return v.n == 0 || v.p[0] == '-' || fail(why, "it is made of flags, as in -h ldap.example.org -b dc=example,dc=org; sendmail does not look at anything else");
}

static bool check_user(const struct ir_option *o, struct slice v, const char **why)
{
	(void)o;
	return slice_trim(v).n != 0 || fail(why, "a user name or number is needed");
}

static bool check_enum(const struct ir_option *o, struct slice v, const char **why)
{
	return one_of(o->values, v) || fail(why, "the value is not one that sendmail knows for this option");
}

static int fold(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static bool first_letter(const struct ir_option *o, struct slice v, bool any_case)
{
	struct slice rest = slice_of(o->values), value;

	while (v.n != 0 && slice_next(&rest, '|', &value))
		if (any_case ? fold(value.p[0]) == fold(v.p[0]) : value.p[0] == v.p[0])
			return true;
	return false;
}

static bool check_letter(const struct ir_option *o, struct slice v, const char **why)
{
	return first_letter(o, v, false) || fail(why, "the first letter decides here, in lower case, and sendmail does not know this one");
}

static bool check_letteri(const struct ir_option *o, struct slice v, const char **why)
{
	if (v.n == 0 && o->values[0] == 't') /* true|…: nothing is true */
		return true;
	return first_letter(o, v, true) || fail(why, "the first letter decides here, and sendmail does not know this one");
}

/* Calls ok for each word between commas and blanks. */
static bool each_word(const struct ir_option *o, struct slice v, bool (*ok)(const struct ir_option *, struct slice))
{
	size_t from = 0;

	for (size_t i = 0; i <= v.n; i++) {
		if (i < v.n && v.p[i] != ',' && v.p[i] != ' ' && v.p[i] != '\t' && v.p[i] != '\n')
			continue;
		if (i > from && !ok(o, (struct slice){v.p + from, i - from}))
			return false;
		from = i + 1;
	}
	return true;
}

static bool word_known(const struct ir_option *o, struct slice word)
{
	return one_of(o->values, word);
}

static bool resolver_known(const struct ir_option *o, struct slice word)
{
	if (word.p[0] == '+' || word.p[0] == '-')
		word = (struct slice){word.p + 1, word.n - 1};
	if (strcmp(o->name, "ResolverOptions") != 0 && word.n != 0 && is_digit(word.p[0]))
		return true;
	return (strcmp(o->name, "ResolverOptions") == 0 && one_of("HasWildcardMX|WorkAroundBrokenAAAA|true", word)) || one_of(o->values, word);
}

static bool chars_known(const struct ir_option *o, struct slice word)
{
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] == '\0' || strchr(o->values, word.p[i]) == NULL)
			return false;
	return true;
}

static bool check_flags(const struct ir_option *o, struct slice v, const char **why)
{
	return each_word(o, v, word_known) || fail(why, "a word in this list is not one that sendmail knows");
}

static bool check_resflags(const struct ir_option *o, struct slice v, const char **why)
{
	return each_word(o, v, resolver_known) || fail(why, "a word in this list is not a flag that sendmail knows");
}

static bool check_chars(const struct ir_option *o, struct slice v, const char **why)
{
	return each_word(o, v, chars_known) || fail(why, "a letter in this list is not one that sendmail knows");
}

static const struct type types[] = {
	{"bool", check_bool},     {"int", check_int},         {"size", check_size},         {"sizes", check_sizes},
	{"time", check_time},     {"mode", check_mode},       {"path", check_path},         {"user", check_user},
	{"enum", check_enum},     {"letter", check_letter},   {"letteri", check_letteri},   {"flags", check_flags},
	{"chars", check_chars},   {"resflags", check_resflags}, {"mapflags", check_mapflags},
};

bool ir_option_refuses(const struct ir_option *o, struct slice value)
{
	static const char *const others[] = {"DeliveryMode", "EightBitMode", "NoRecipientAction", "QueueSortOrder"};

	if (ir_option_refused(o, value) != NULL)
		return true;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (ir_option_same(o->name, others[i]))
			return true;
	return strcmp(o->type, "flags") == 0 || strcmp(o->type, "resflags") == 0;
}

struct slice ir_option_bad_word(const struct ir_option *o, struct slice v)
{
	bool flags = strcmp(o->type, "flags") == 0;
	size_t from = 0;

	if (!flags && strcmp(o->type, "resflags") != 0)
		return SLICE_NONE;
	for (size_t i = 0; i <= v.n; i++) {
		struct slice word = {v.p + from, i - from};

		if (i < v.n && v.p[i] != ',' && v.p[i] != ' ' && v.p[i] != '\t' && v.p[i] != '\n')
			continue;
		from = i + 1;
		if (word.n != 0 && !(flags ? word_known(o, word) : resolver_known(o, word)))
			return word;
	}
	return SLICE_NONE;
}

/* A limit so low that sendmail warns of it each time it starts; 0 is none. */
static bool too_low(const struct ir_option *o, struct slice v, const char **why)
{
	static const struct {
		const char *option;
		unsigned long least;
		const char *why;
	} rows[] = {
		{"MaxHeadersLength", 16384, "sendmail warns of a limit below 16384 each time it starts"},
		{"MaxMimeHeaderLength", 128, "sendmail warns of a limit below 128/40 each time it starts"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unsigned long n = 0;

		if (!ir_option_same(o->name, rows[i].option))
			continue;
		for (size_t k = 0; k < v.n && is_digit(v.p[k]) && k < 9; k++)
			n = n * 10 + (unsigned long)(v.p[k] - '0');
		return n != 0 && n < rows[i].least && !fail(why, rows[i].why);
	}
	return false;
}

bool ir_option_value_ok(const struct ir_option *o, struct slice value, const char **why)
{
	const char *refused;

	if (value.n != 0 && memchr(value.p, '$', value.n) != NULL)
		return true;
	if ((refused = ir_option_refused(o, value)) != NULL)
		return fail(why, refused);
	if (too_low(o, value, why))
		return false;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (ir_option_same(types[i].name, o->type))
			return types[i].ok(o, value, why);
	return true; /* string: anything goes */
}
