/* rules_header.c - H lines: op guide 5.5 */
#include <limits.h>

#include "lint/checks.h"
#include "lint/query.h"

/* ?flags? before the name; false where there are none. */
static bool flags_of(const struct ir_item *header, struct slice *flags)
{
	const char *end = header->value.n > 1 && header->value.p[0] == '?' ? memchr(header->value.p + 1, '?', header->value.n - 1) : NULL;

	if (end == NULL || header->value.p[1] == '$')
		return false;
	*flags = (struct slice){header->value.p + 1, (size_t)(end - header->value.p - 1)};
	return flags->n != 0;
}

/* Flags that stand somewhere. */
struct flags {
	bool has[UCHAR_MAX + 1];
};

static void add(struct flags *to, struct slice flags)
{
	for (size_t i = 0; i < flags.n; i++)
		to->has[(unsigned char)flags.p[i]] = true;
}

static struct flags of_mailers(const struct lint *l)
{
	struct flags all = {{false}};
	const struct ir_item *mailer;

	for (size_t i = 0; (mailer = lint_next(l, IR_MAILER, &i)) != NULL;)
		add(&all, lint_field(mailer, "F"));
	return all;
}

static struct flags of_headers(const struct lint *l)
{
	struct flags all = {{false}};
	const struct ir_item *header;
	struct slice flags;

	for (size_t i = 0; (header = lint_next(l, IR_HEADER, &i)) != NULL;)
		if (flags_of(header, &flags))
			add(&all, flags);
	return all;
}

static bool has_any(const struct flags *all, struct slice flags)
{
	for (size_t i = 0; i < flags.n; i++)
		if (all->has[(unsigned char)flags.p[i]])
			return true;
	return false;
}

static struct slice name_of(const struct ir_item *header)
{
	struct slice rest = header->value, name = SLICE_NONE;

	if (rest.n != 0 && rest.p[0] == '?')
		return SLICE_NONE;
	slice_next(&rest, ':', &name);
	return slice_trim(name);
}

/* Headers of free text: what stands in parentheses is no comment in them. */
static bool is_free_text(struct slice name)
{
	static const char *const names[] = {"Subject", "Comments", "Keywords", "X-Mailer", "User-Agent", "Content-Type", "Content-Disposition", "Received", "Date", "Organization"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (slice_caseeq(name, slice_of(names[i])))
			return true;
	return false;
}

static void check_comments(const struct lint *l, const struct ir_item *header)
{
	ptrdiff_t call = slice_find(header->value, SLICE_LIT("$>"));
	struct slice name = name_of(header);

	if (call < 0 || (size_t)call + 2 >= header->value.n || header->value.p[call + 2] == '+' || !is_free_text(name))
		return;
	diag_help(lint_say_item(l, 1071, header, NULL, "what stands in parentheses in %.*s is taken out before its ruleset sees it", SLICE_ARG(name)), "write $>+ to have all of it");
}

/* More $? than $. */
static void check_condition(const struct lint *l, const struct ir_item *header)
{
	int open = 0;

	for (size_t i = 0; i + 1 < header->value.n; i++)
		if (header->value.p[i] == '$') {
			open += header->value.p[i + 1] == '?';
			open -= header->value.p[i + 1] == '.';
			i++;
		}
	if (open > 0)
		diag_help(lint_say_item(l, 1034, header, NULL, "a $? in this header has no $. behind it, so all that follows depends on it"), "write $. where the condition ends");
}

void check_headers(const struct lint *l)
{
	const struct flags mailers = of_mailers(l);
	const struct ir_item *header;
	struct slice flags;

	for (size_t i = 0; (header = lint_next(l, IR_HEADER, &i)) != NULL;) {
		if (!lint_wrote(l, header))
			continue;
		/* H?x?Full-Name and the like stand in every sendmail.cf, whatever mailers it has */
		if (flags_of(header, &flags) && !has_any(&mailers, flags) && (l->is_mc || flags.n > 1 || strchr("xPDFM", flags.p[0]) == NULL))
			diag_help(lint_say_item(l, 1070, header, NULL, "this header is added for mailers with F=%.*s, and there is none", SLICE_ARG(flags)),
				"leave ?%.*s? out to have it always, or add the flag to a mailer", SLICE_ARG(flags));
		check_comments(l, header);
		check_condition(l, header);
	}
}

/* A letter of F= that sendmail looks at, or a header line. */
static bool is_known_flag(const struct flags *headers, char flag)
{
	return strchr("aAbBcCdeEfFghiIjkKlLmMnopPqrRsSuUwWxXzZD012356789:|/@%!", flag) != NULL || headers->has[(unsigned char)flag];
}

void check_mailer_flags(const struct lint *l)
{
	const struct flags headers = of_headers(l);
	const struct ir_item *mailer;

	for (size_t i = 0; (mailer = lint_next(l, IR_MAILER, &i)) != NULL;) {
		struct slice f = lint_field(mailer, "F");

		for (size_t k = 0; k < f.n; k++)
			if (f.p[k] != ' ' && f.p[k] != '\t' && !is_known_flag(&headers, f.p[k])) {
				diag_help(lint_say_item(l, 1068, mailer, NULL, "mailer `%.*s' has F=%c, which neither sendmail nor a header line knows", SLICE_ARG(mailer->name), f.p[k]), "take it out");
				break;
			}
	}
}
