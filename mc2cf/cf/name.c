/*
 * name.c - $-constructs, the names of macros and classes, the operator characters
 *
 * What sendmail takes for the name behind a $ was seen with sendmail 8.17.1:
 * one byte, or letters, digits and _ in braces, up to a limit.
 */
#include "cf/limits.h"
#include "cf/read_priv.h"

size_t cf_dollar_length(struct slice text, size_t i)
{
	size_t k = i + 1;

	if (k >= text.n)
		return 1;
	if (text.p[k] == '$')
		return 2;
	if (cf_is_modifier(text.p[k]))
		k++;
	if (k >= text.n)
		return k - i;
	if (text.p[k] != '{')
		return k + 1 - i;
	while (k < text.n && text.p[k] != '}')
		k++;
	return (k < text.n ? k + 1 : k) - i;
}

bool cf_ends_in_lone_dollar(struct slice text)
{
	size_t i = 0, n = 0;

	if (text.n == 0 || text.p[text.n - 1] != '$')
		return false;
	for (; i < text.n; i += n)
		n = text.p[i] == '$' ? cf_dollar_length(text, i) : 1;
	return n == 1;
}

bool cf_take_name(struct slice *rest, struct slice *name, const char **why)
{
	size_t n = 1;

	*why = "a blank is no name";
	if (rest->n != 0 && cf_is_space(rest->p[0]))
		return false;
	*why = "there is no name";
	if (rest->n == 0 || (rest->n >= 2 && rest->p[0] == '{' && rest->p[1] == '}'))
		return false;
	if (rest->p[0] != '{') {
		*name = (struct slice){rest->p, 1};
		*rest = cf_drop(*rest, 1);
		return true;
	}
	while (n < rest->n && cf_is_name_char(rest->p[n]))
		n++;
	*why = "the { is not closed";
	if (n == rest->n)
		return false;
	*why = "a name in braces may have only letters, digits and _";
	if (rest->p[n] != '}')
		return false;
	*why = "the name is too long";
	if (n - 1 > CF_NAME_MAX)
		return false;
	*name = (struct slice){rest->p + 1, n - 1};
	*rest = cf_drop(*rest, n + 1);
	return true;
}

/* What the file says of operators: the option, or in old files macro $o, or sendmail's default. */
static struct slice operator_chars(const struct cf_reader *r)
{
	const struct ir_item *item = ir_find(r->ir, IR_OPTION, SLICE_LIT("OperatorChars"));

	if (item == NULL && r->level < CF_LEVEL_OPERATORCHARS)
		item = ir_find(r->ir, IR_MACRO, SLICE_LIT("o"));
	return item != NULL ? item->value : SLICE_LIT(".:@[]");
}

/* Without the operators. */
static void set_kinds(unsigned char kinds[256])
{
	for (unsigned c = 0; c < 256; c++)
		kinds[c] = cf_is_space((char)c) ? CF_SPACE : c >= 0x80 && c <= 0x9f ? CF_CODE : CF_WORD;
	kinds['$'] = CF_DOLLAR;
	kinds['"'] = CF_QUOTE;
	kinds['\\'] = CF_BACKSLASH;
}

void cf_settle_operators(struct cf_reader *r)
{
	struct slice chars;

	if (r->operators_known)
		return;
	chars = operator_chars(r);
	r->usual_operators = slice_eq_str(chars, CF_OPERATORS_USUAL);
	r->operators_known = true;
	r->operators_at = cf_is_made(r) ? r->origin.asked : r->origin.at;
	set_kinds(r->kinds);
	for (const char *p = "()<>,;"; *p != '\0'; p++)
		r->kinds[(unsigned char)*p] = CF_OPERATOR;
	for (size_t i = 0; i < chars.n; i++) {
		char c = chars.p[i];

		if (c == '$') /* the value of a macro is known only to sendmail */
			i += cf_dollar_length(chars, i) - 1;
		else if (c != '"' && c != '\\' && !cf_is_space(c))
			r->kinds[(unsigned char)c] = CF_OPERATOR;
	}
}
