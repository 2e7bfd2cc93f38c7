/* table_access_value.c - the access map: what is said of whom */
#include "lint/access.h"
#include "lint/checks.h"

static bool is_digits(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n != 0;
}

/* "550 text", with or without quotes: the first digit of the code, else 0. */
static char reply_class(struct slice s)
{
	if (s.n != 0 && s.p[0] == '"')
		s = (struct slice){s.p + 1, s.n - 1};
	if (s.n < 3 || !is_digits((struct slice){s.p, 3}) || (s.n > 3 && s.p[3] != ' ' && s.p[3] != '"' && s.p[3] != '-'))
		return 0;
	return s.p[0];
}

/* D.S.N: cut off; the first digit, else 0. */
static char cut_status(struct slice *s)
{
	size_t i = 0, dots = 0;

	for (; i < s->n && ((s->p[i] >= '0' && s->p[i] <= '9') || s->p[i] == '.'); i++)
		dots += s->p[i] == '.';
	if (dots != 2 || i >= s->n || s->p[i] != ':')
		return 0;
	*s = (struct slice){s->p + i + 1, s->n - i - 1};
	return s->p[-(ptrdiff_t)i - 1];
}

/* ERROR:text, ERROR:D.S.N:text. */
static void judge_error(const struct lint *l, const struct lint_row *row)
{
	struct slice text = {row->value.p + 6, row->value.n - 6};
	char status = cut_status(&text), reply = reply_class(slice_trim(text));

	if (reply != '4' && reply != '5')
		diag_help(row_say_value(l, 1531, row, "`%.*s' has no reply code", SLICE_ARG(row->value)), "ERROR:5.7.1:\"550 text\" refuses, ERROR:4.7.1:\"450 text\" puts off");
	else if (status != 0 && status != reply)
		diag_help(row_say_value(l, 1530, row, "the codes of `%.*s' contradict each other", SLICE_ARG(row->value)), "5.y.z goes with 5xx, for good; 4.y.z with 4xx, come again");
}

static bool is_verdict(struct slice v)
{
	static const char *const words[] = {"OK", "RELAY", "REJECT", "DISCARD", "SKIP", "SUBDOMAIN"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_caseeq(v, slice_of(words[i])))
			return true;
	return slice_starts(v, SLICE_LIT("QUARANTINE:")) || reply_class(v) == '4' || reply_class(v) == '5';
}

/* From: example.com	REJECT, connect : 10.1	RELAY: the last word is a verdict, and the key has ended early. */
static bool is_cut_key(const struct lint_row *row)
{
	struct slice v = row->value;
	size_t n = v.n;

	while (n > 0 && v.p[n - 1] != ' ' && v.p[n - 1] != '\t')
		n--;
	return n != 0 && is_verdict((struct slice){v.p + n, v.n - n}) && (row->key.p[row->key.n - 1] == ':' || v.p[0] == ':');
}

static bool knows_skip(const struct lint *l)
{
	const struct site_use *use = lint_feature(l, "access_db");

	return use == NULL || site_get(l->site, use, SLICE_LIT("access_db.skip")) != NULL;
}

static void judge_verdict(const struct lint *l, const struct lint_row *row)
{
	static const char *const words[] = {"OK", "RELAY", "REJECT", "DISCARD", "SKIP", "QUARANTINE", "ERROR"};
	struct diag *g;

	if (slice_starts(row->value, SLICE_LIT("ERROR:"))) {
		judge_error(l, row);
		return;
	}
	if (slice_caseeq(row->value, SLICE_LIT("SKIP")) && !knows_skip(l))
		diag_help(row_say_value(l, 1544, row, "SKIP is a text to refuse with, unless access_db is told of it"), "FEATURE(`access_db', , `skip')");
	if (row->value.n == 0 || is_verdict(row->value))
		return;
	if (is_cut_key(row)) {
		diag_help(row_say_value(l, 1522, row, "a blank ends the key, which is `%.*s': the rest of it is part of the value", SLICE_ARG(row->key)), "no blank within a key, and a tab behind it");
		return;
	}
	g = row_say_value(l, 1522, row, "`%.*s' is no verdict: mail is refused with this text", SLICE_ARG(row->value));
	if (memchr(row->value.p, ' ', row->value.n) != NULL || !diag_near(g, row->value, words, sizeof words / sizeof *words))
		diag_help(g, "OK, RELAY, REJECT, DISCARD, SKIP, QUARANTINE:reason, or a text: ERROR:5.7.1:\"550 Go away\"");
}

static bool asks_spam(const struct lint *l, const struct site_use *use, const char *fact)
{
	return use == NULL || site_get(l->site, use, slice_of(fact)) != NULL;
}

/* FRIEND or HATER: the one that delay_checks was given. */
static void judge_spam(const struct lint *l, const struct lint_row *row)
{
	static const char *const words[] = {"FRIEND", "HATER"};
	const struct site_use *use = lint_feature(l, "delay_checks");
	bool friend = asks_spam(l, use, "delay_checks.friend"), hater = asks_spam(l, use, "delay_checks.hater");

	if (!friend && !hater) {
		diag_help(row_say_key(l, 1523, row, "FEATURE(`delay_checks') asks for Spam: only where it is told what to look for"), "FEATURE(`delay_checks', `friend') or FEATURE(`delay_checks', `hater')");
	} else if (row->value.n != 0 && !(friend && slice_caseeq(row->value, SLICE_LIT("FRIEND"))) && !(hater && slice_caseeq(row->value, SLICE_LIT("HATER")))) {
		struct diag *g = row_say_value(l, 1522, row, "`%.*s' is not what Spam: is asked for, so the entry has no effect", SLICE_ARG(row->value));

		if (!diag_near(g, row->value, words + !friend, (size_t)friend + hater))
			diag_help(g, "%s", friend && hater ? "FRIEND under FEATURE(`delay_checks', `friend'), HATER under FEATURE(`delay_checks', `hater')" : friend ? "FRIEND" : "HATER");
	}
}

/* [PERM+ or TEMP+] VERIFY, VERIFY:bits, ENCR:bits, and behind a + what the certificate must be. */
static bool is_tls_requirement(struct slice v)
{
	struct slice first;

	if (slice_starts(v, SLICE_LIT("PERM+")) || slice_starts(v, SLICE_LIT("TEMP+")))
		v = (struct slice){v.p + 5, v.n - 5};
	if (!slice_next(&v, '+', &first))
		return false;
	if (slice_starts(first, SLICE_LIT("ENCR:")))
		return is_digits((struct slice){first.p + 5, first.n - 5});
	if (slice_starts(first, SLICE_LIT("VERIFY:")))
		return is_digits((struct slice){first.p + 7, first.n - 7});
	return slice_eq_str(first, "VERIFY"); /* CN:… alone asks for nothing */
}

/* Letters apart by blanks; those of 8.18 may have a digit behind them. */
static void judge_features(const struct lint *l, const struct lint_row *row)
{
	struct slice rest = row->value, word;

	while (slice_next(&rest, ' ', &word)) {
		word = slice_trim(word);
		if (word.n == 0)
			continue;
		if (word.n > 2 || strchr("AaBbCcDdEeFfGghLlOoPpSsUuVvXx", word.p[0]) == NULL || (word.n == 2 && !is_digits((struct slice){word.p + 1, 1})))
			diag_help(row_say_value(l, 1527, row, "`%.*s' is no feature of a server", SLICE_ARG(word)), "letters apart by blanks, such as S (no STARTTLS), A (no AUTH), V (no certificate is asked for)");
		else if (strchr("FGOU", word.p[0]) != NULL && (l->target_minor == 0 || l->target_minor >= 18)) /* older ones have no such guards */
			diag_help(row_say_value(l, 1528, row, "%c takes off a guard against smuggled messages", word.p[0]), "for single hosts within that cannot be mended, and none from outside");
	}
}

/* "U:user" "P:password" …: each in quotes; U or I must be there. */
static bool is_authinfo(struct slice v)
{
	bool who = false;

	while ((v = slice_trim(v)).n != 0) {
		const char *close = v.p[0] == '"' ? memchr(v.p + 1, '"', v.n - 1) : NULL;

		if (close == NULL || close - v.p < 3 || strchr("UuIiPpRrMm", v.p[1]) == NULL || (v.p[2] != ':' && v.p[2] != '='))
			return false;
		who |= strchr("UuIi", v.p[1]) != NULL;
		v = (struct slice){close + 1, (size_t)(v.p + v.n - close - 1)};
	}
	return who;
}

static void judge_authinfo(const struct lint *l, const struct lint_row *row)
{
	if (row->value.n != 0 && !is_authinfo(row->value))
		diag_help(row_say_value(l, 1529, row, "this is not how to log in"), "\"U:user\" \"P:password\" \"M:PLAIN\": each in quotes, at least U: or I:");
}

static void judge(const struct lint *l, const struct access_entry *e)
{
	const struct lint_row *row = e->row;

	switch (e->known != NULL ? e->known->value : e->tag.n == 0 ? ACCESS_VERDICT : ACCESS_ANY) {
	case ACCESS_VERDICT: judge_verdict(l, row); break;
	case ACCESS_SPAM: judge_spam(l, row); break;
	case ACCESS_COUNT:
		if (row->value.n != 0 && !is_digits(row->value))
			diag_help(row_say_value(l, 1524, row, "`%.*s' wants a number", SLICE_ARG(e->tag)), "%s; 0 for no limit", e->known->title);
		break;
	case ACCESS_TLS:
		if (row->value.n != 0 && !is_tls_requirement(row->value))
			diag_help(row_say_value(l, 1525, row, "`%.*s' is no requirement of TLS", SLICE_ARG(row->value)), "VERIFY, VERIFY:112, ENCR:112, with PERM+ or TEMP+ before it and +CN:name behind it");
		break;
	case ACCESS_TRY:
		if (row->value.n != 0 && !(row->value.n >= 2 && slice_caseeq((struct slice){row->value.p, 2}, SLICE_LIT("NO"))))
			diag_help(row_say_value(l, 1526, row, "Try_TLS: knows NO, and takes everything else for yes"), "NO, or take the entry out");
		break;
	case ACCESS_SRV:  judge_features(l, row); break;
	case ACCESS_AUTH: judge_authinfo(l, row); break;
	case ACCESS_CLT:
	case ACCESS_ANY:  break;
	}
}

void check_access_values(const struct lint *l)
{
	struct access_entry e;

	for (size_t i = 0; access_entry(l->table, i, &e); i++)
		judge(l, &e);
	for (size_t i = 0; l->table->kind == LINT_TABLE_AUTHINFO && i < l->table->nrows; i++)
		judge_authinfo(l, &l->table->row[i]);
}
