/*
 * map_args.c - the arguments of a K line
 *
 * Flags first, then the rest: `-o -a. /etc/mail/access'.  A flag's value is the
 * rest of its word; -k and -v (dns: -R -B -r) may have it in the next one.  There are no quotes.
 */
#include "engine/map_priv.h"

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void skip_blanks(struct slice *s)
{
	while (s->n != 0 && is_blank(s->p[0]))
		*s = (struct slice){s->p + 1, s->n - 1};
}

bool map_word(struct slice *rest, struct slice *word)
{
	size_t n = 0;

	*word = SLICE_LIT("");
	if (rest->n == 0)
		return false;
	skip_blanks(rest);
	while (n < rest->n && !is_blank(rest->p[n]))
		n++;
	*word = (struct slice){rest->p, n};
	*rest = (struct slice){rest->p + n, rest->n - n};
	return n != 0;
}

long map_number(struct slice s)
{
	long v = 0;
	bool negative = false;

	skip_blanks(&s);
	for (size_t i = 0; i < s.n; i++) {
		if (i == 0 && (s.p[0] == '-' || s.p[0] == '+')) {
			negative = s.p[0] == '-';
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9' || v > 100000000)
			break;
		v = v * 10 + (s.p[i] - '0');
	}
	return negative ? -v : v;
}

static unsigned long seconds_of(char unit)
{
	switch (unit | 0x20) {
	case 'w': return 604800;
	case 'd': return 86400;
	case 'h': return 3600;
	case 'm': return 60;
	case 's': return 1;
	default: return 0;
	}
}

unsigned map_time(struct slice s, char unit)
{
	unsigned long sum = 0, v = 0;
	bool digits = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9') {
			v = v < 100000000 ? v * 10 + (unsigned long)(s.p[i] - '0') : v;
			digits = true;
			continue;
		}
		if (!digits)
			break;
		sum += v * seconds_of(s.p[i]);
		v = 0;
		digits = false;
	}
	if (digits)
		sum += v * seconds_of(unit);
	return sum < 0x7fffffff ? (unsigned)sum : 0x7fffffffu;
}

static void set_delim(struct map *m, struct slice v)
{
	if (v.n == 0)
		return;
	m->delim = v.p[0];
	if (v.p[0] == '\\')
		m->delim = v.n > 1 && v.p[1] == 'n' ? '\n' : v.n > 1 && v.p[1] == 't' ? '\t' : '\\';
}

/* The flags that all classes with common arguments take. */
bool map_common_flag(struct map *m, char flag, struct slice v)
{
	switch (flag) {
	case 'N': m->flags &= ~(unsigned)MF_TRY_PLAIN; return true;
	case 'O': m->flags &= ~(unsigned)MF_TRY_NULL; return true;
	case 'o': m->flags |= MF_OPTIONAL; return true;
	case 'f': m->flags |= MF_NO_FOLD; return true;
	case 'm': m->flags |= MF_MATCH_ONLY; return true;
	case 'A': m->flags |= MF_APPEND; return true;
	case 'q': m->flags |= MF_KEEP_QUOTES; return true;
	case 't': m->flags |= MF_NO_DEFER; return true;
	case 'D': m->flags |= MF_DEFER; return true;
	case 'a': m->append = v; return true;
	case 'T': m->tempappend = v; m->has_tempappend = true; return true;
	case 'k': m->key_column = v; return true;
	case 'v': m->value_column = v; return true;
	case 'z': set_delim(m, v); return true;
	case 'S': m->space = v.n != 0 ? v.p[0] : '\0'; return true;
	case 'd': m->timeout = map_time(v, 's'); return true;
	default: return false;
	}
}

/* One flag; args stands behind its minus. */
static void one_flag(struct map *m, struct slice *args, map_flag_fn extra, bool complain)
{
	const char *next_word = m->type == &map_type_dns ? "kvRBr" : "kv";
	char flag = args->n != 0 ? args->p[0] : ' ';
	struct slice word = SLICE_NONE;

	if (args->n != 0 && !is_blank(flag))
		*args = (struct slice){args->p + 1, args->n - 1};
	if ((flag != ' ' && strchr(next_word, flag) != NULL) || (args->n != 0 && !is_blank(args->p[0])))
		map_word(args, &word);
	if ((extra == NULL || !extra(m, flag, word)) && !map_common_flag(m, flag, word) && complain)
		map_say(m, "Illegal option %c map %.*s", flag, SLICE_ARG(m->name));
}

bool map_args(struct map *m, struct slice args, map_flag_fn extra, bool complain)
{
	for (skip_blanks(&args); args.n != 0 && args.p[0] == '-'; skip_blanks(&args)) {
		args = (struct slice){args.p + 1, args.n - 1};
		one_flag(m, &args, extra, complain);
	}
	map_word(&args, &m->file);
	if (m->file.n == 0 && (m->type->traits & MT_FILE) != 0) {
		map_say(m, "No file name for %s map %.*s", m->type->name, SLICE_ARG(m->name));
		return false;
	}
	m->args = args; /* what stands behind the file */
	return true;
}

bool map_parse_common(struct map *m, struct slice args)
{
	return map_args(m, args, NULL, true);
}
