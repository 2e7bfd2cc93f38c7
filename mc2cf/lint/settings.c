/* settings.c - options, names and FEATUREs; see query.h */
#include "lint/memo.h"
#include "lint/query.h"

/* Where the site says it: not in our templates. */
static struct srcpos place_of(const struct lint *l, const struct ir_item *item)
{
	if (item->origin.asked.file != 0)
		return lint_is_own(item) ? item->origin.at : item->origin.asked;
	return l->is_mc ? SRCPOS_NONE : item->origin.at;
}

struct lint_setting lint_option(const struct lint *l, const char *name)
{
	const struct ir_item *item = ir_find(l->ir, IR_OPTION, slice_of(name));

	if (item == NULL)
		return (struct lint_setting){.value = SLICE_LIT("")};
	return (struct lint_setting){true, slice_trim(item->value), place_of(l, item), item};
}

static bool digits(struct slice *s, long *n)
{
	size_t i = 0;

	for (*n = 0; i < s->n && s->p[i] >= '0' && s->p[i] <= '9' && i < 18; i++)
		*n = *n * 10 + (s->p[i] - '0');
	*s = (struct slice){s->p + i, s->n - i};
	return i != 0;
}

long lint_option_number(const struct lint *l, const char *name, long otherwise)
{
	struct lint_setting s = lint_option(l, name);
	bool minus = s.value.n > 1 && s.value.p[0] == '-';
	long n;

	if (minus)
		s.value = (struct slice){s.value.p + 1, s.value.n - 1};
	if (!digits(&s.value, &n))
		return otherwise;
	return minus ? -n : n;
}

static long seconds_of(char unit)
{
	switch (unit) {
	case 'w': return 7 * 24 * 3600L;
	case 'd': return 24 * 3600L;
	case 'h': return 3600;
	case 'm': return 60;
	default:  return 1;
	}
}

long lint_option_seconds(const struct lint *l, const char *name, char unit, long otherwise)
{
	struct slice rest = lint_option(l, name).value;
	long sum = 0, n;

	if (rest.n == 0)
		return otherwise;
	while (rest.n != 0 && digits(&rest, &n)) {
		char u = unit;

		if (rest.n != 0) {
			u = (char)(rest.p[0] | 0x20);
			rest = (struct slice){rest.p + 1, rest.n - 1};
		}
		sum += n * seconds_of(u);
	}
	return sum;
}

bool lint_option_true(const struct lint *l, const char *name)
{
	struct slice v = lint_option(l, name).value;

	return v.n != 0 && strchr("tTyY1", v.p[0]) != NULL;
}

bool lint_list_has(struct slice list, const char *word)
{
	size_t from = 0;

	for (size_t i = 0; i <= list.n; i++) {
		if (i < list.n && strchr(", \t;/", list.p[i]) == NULL)
			continue;
		if (slice_caseeq((struct slice){list.p + from, i - from}, slice_of(word)))
			return true;
		from = i + 1;
	}
	return false;
}

bool lint_option_has(const struct lint *l, const char *name, const char *word)
{
	return lint_list_has(lint_option(l, name).value, word);
}

struct lint_setting lint_conf(const struct lint *l, const char *name)
{
	const struct site_fact *f = l->site != NULL ? site_get(l->site, NULL, slice_of(name)) : NULL;

	if (f == NULL)
		return (struct lint_setting){.value = SLICE_LIT("")};
	return (struct lint_setting){.set = true, .value = f->value, .at = f->at};
}

static const struct site_use *use_of(const struct lint *l, enum site_use_kind kind, const char *name)
{
	for (size_t i = 0; l->site != NULL && i < l->site->nuses; i++)
		if (l->site->uses[i]->kind == kind && slice_eq_str(l->site->uses[i]->name, name))
			return l->site->uses[i];
	return NULL;
}

const struct site_use *lint_feature(const struct lint *l, const char *name)
{
	return use_of(l, SITE_FEATURE, name);
}

const struct site_use *lint_mailer_use(const struct lint *l, const char *name)
{
	return use_of(l, SITE_MAILER, name);
}

struct slice lint_argument(const struct lint *l, const struct site_use *use, const char *name)
{
	const struct site_fact *f = l->site != NULL ? site_get(l->site, use, slice_of(name)) : NULL;

	return f != NULL ? f->value : SLICE_LIT("");
}

bool lint_built_with(const struct lint *l, const char *word)
{
	return l->built == NULL || symtab_get(l->built, slice_of(word)) != NULL;
}
