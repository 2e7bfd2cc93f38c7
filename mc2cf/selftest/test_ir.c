/*
 * test_ir.c - ir/: items and their tables, options, equality, checks; and the site model
 */
#include <stdlib.h>

#include "cf/cf.h"
#include "ir/codes.h"
#include "ir/option.h"
#include "ir/site.h"
#include "selftest/tap.h"

static void die(void *ctx)
{
	(void)ctx;
	abort();
}

static struct ir *read_text(struct arena *a, const char *text, struct diags **d)
{
	struct srcset *src = srcset_new(a);
	struct ir *ir = ir_new(a);
	size_t n;
	const struct diag_code *codes = ir_codes(&n);

	*d = diags_new(a, src, codes, n);
	cf_read(ir, slice_of(text), srcset_file(src, SLICE_LIT("x.cf")), *d);
	return ir;
}

static void test_tables(struct tap *t)
{
	struct arena *a = arena_new(0, die, NULL);
	struct diags *d;
	struct ir *ir = read_text(a, "DXa\nDXb\nDxc\nKAccess null\nMsmtp, P=x, A=x\nSfoo=7\nRa\tb\nS7\nSbar\nS7\n", &d);
	size_t i = 99;

	TAP_OK(t, slice_eq_str(ir_find(ir, IR_MACRO, SLICE_LIT("X"))->value, "b"), "ir_find: the last of a name");
	TAP_OK(t, slice_eq_str(ir_find(ir, IR_MACRO, SLICE_LIT("x"))->value, "c"), "ir_find: macro names keep their case");
	TAP_OK(t, ir_find(ir, IR_MAP, SLICE_LIT("aCCess")) != NULL && ir_find(ir, IR_MAILER, SLICE_LIT("SMTP")) != NULL, "ir_find: maps and mailers in any case");
	TAP_OK(t, ir_find(ir, IR_MAP, SLICE_LIT("nope")) == NULL && ir_find(ir, IR_OPTION, SLICE_LIT("Access")) == NULL, "ir_find: each kind has its own names");
	TAP_OK(t, ir_ruleset(ir, SLICE_LIT("foo"), &i) && i == 5, "ir_ruleset: by name");
	TAP_OK(t, ir_ruleset(ir, SLICE_LIT("7"), &i) && i == 5, "ir_ruleset: by number, the first");
	TAP_OK(t, !ir_ruleset(ir, SLICE_LIT("Foo"), &i), "ir_ruleset: names keep their case");
	TAP_OK(t, ir_at(ir, ir_count(ir)) == NULL, "ir_at: past the end");
	arena_free(a);
}

static bool equal(const char *x, const char *y)
{
	struct arena *a = arena_new(0, die, NULL);
	struct diags *d;
	struct slice why = SLICE_LIT("");
	struct ir *p = read_text(a, x, &d), *q = read_text(a, y, &d);
	bool same = ir_equal(p, q, &why);

	same = same == ir_equal(q, p, NULL) && same == (why.n == 0) ? same : !same; /* it must not matter which comes first */
	arena_free(a);
	return same;
}

static void test_equal(struct tap *t)
{
	TAP_OK(t, equal("# a\nDXa\n", "\n\nDXa\n# b\n"), "equal: comments and blank lines do not count");
	TAP_OK(t, equal("Sx\nRa.b $*\tc d\tnote\n", "Sx\nRa . b$*\t\tc  d\n"), "equal: white space in rules does not count");
	TAP_OK(t, !equal("Sx\nRa\tc d\n", "Sx\nRa\tcd\n"), "equal: but where it makes two words");
	TAP_OK(t, !equal("Sx\nRa\tc $j\n", "Sx\nRa\tc$j\n"), "equal: and where a macro may be glued to a word");
	TAP_OK(t, equal("Sx\nRa\tc $&j\n", "Sx\nRa\tc$&j\n"), "equal: not so for a deferred one");
	TAP_OK(t, !equal("DXa\n", "DXb\n") && !equal("DXa\n", "DYa\n") && !equal("DXa\n", "CXa\n"), "equal: value, name, kind");
	TAP_OK(t, !equal("DXa\nDYa\n", "DYa\nDXa\n"), "equal: order counts");
	TAP_OK(t, !equal("DXa\n", "DXa\nDYa\n"), "equal: one is longer");
	TAP_OK(t, !equal("Mx, P=/a\n", "Mx, P=/b\n") && !equal("Mx, P=/a\n", "Mx, P=/a, A=x\n"), "equal: fields");
	TAP_OK(t, !equal("EA\n", "EA=\n"), "equal: to unset is not to set to nothing");
}

static bool value_ok(const char *option, const char *value)
{
	const struct ir_option *o = ir_option_find(slice_of(option));
	const char *why = NULL;

	return o != NULL && ir_option_value_ok(o, slice_of(value), &why) && why == NULL;
}

static void test_options(struct tap *t)
{
	const struct ir_option *o, *other;
	bool sorted = true, found = true;

	for (size_t i = 0; (o = ir_option_at(i)) != NULL; i++) {
		found &= ir_option_find(slice_of(o->name)) == o && (o->letter == 0 || ir_option_find((struct slice){&o->letter, 1}) == o);
		sorted &= o->since != NULL && o->type[0] != '\0';
	}
	TAP_OK(t, found && sorted, "options: each is found by name and by letter");
	TAP_OK(t, ir_option_find(SLICE_LIT("maxMESSAGEsize")) != NULL && ir_option_find(SLICE_LIT("MaxMessage")) == NULL, "options: any case, the whole name");
	TAP_OK(t, ir_option_abbrev(SLICE_LIT("queues"), &other) == ir_option_find(SLICE_LIT("QueueSortOrder")), "options: an abbreviation");
	TAP_OK(t, ir_option_abbrev(SLICE_LIT("Queue"), &other) == NULL && other != NULL, "options: an ambiguous one");
	TAP_OK(t, ir_option_abbrev(SLICE_LIT("Nope"), &other) == NULL && other == NULL, "options: none");
}

static void test_values(struct tap *t)
{
	static const char *const good[][2] = {
		{"SendMimeErrors", "True"}, {"SendMimeErrors", ""}, {"SendMimeErrors", "$x"}, {"MaxHopCount", "-1"}, {"MaxMessageSize", "1000000"},
		{"MaxMimeHeaderLength", "256/128"}, {"MaxMimeHeaderLength", "256"}, {"Timeout.helo", "1h30m"}, {"Timeout.helo", "5"}, {"Timeout.queuereturn", "NOW"},
		{"TempFileMode", "0600"}, {"PidFile", "/var/run/x"}, {"EightBitMode", "pass"}, {"QueueSortOrder", "Random"}, {"NoRecipientAction", "Add-To"},
		{"PrivacyOptions", "goaway, NOVRFY"}, {"ResolverOptions", "+AAOnly -dnsrch HasWildcardMX"}, {"AuthOptions", "A,p y"}, {"SuperSafe", "Post"},
		{"ErrorHeader", "anything"}, {"DontProbeInterfaces", "LoopBack"}, {"HelpFile", ""},
	};
	static const char *const bad[][2] = {
		{"SendMimeErrors", "1"}, {"SendMimeErrors", "on"}, {"MaxHopCount", "ten"}, {"MaxHopCount", ""}, {"MaxMessageSize", "10M"}, {"MaxMimeHeaderLength", "256/"},
		{"MaxMimeHeaderLength", "1/2/3"}, {"Timeout.helo", "5x"}, {"Timeout.helo", "5 m"}, {"Timeout.helo", "soon"}, {"TempFileMode", "0999"},
		{"PidFile", "run/x"}, {"EightBitMode", "Pass"}, {"DeliveryMode", ""}, {"QueueSortOrder", "by size"}, {"NoRecipientAction", "add"},
		{"PrivacyOptions", "novrfy foo"}, {"ResolverOptions", "+rotate"}, {"AuthOptions", "z"}, {"RunAsUser", " "},
	};

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		TAP_OK(t, value_ok(good[i][0], good[i][1]), good[i][1]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		TAP_OK(t, ir_option_find(slice_of(bad[i][0])) != NULL && !value_ok(bad[i][0], bad[i][1]), bad[i][1]);
}

/* The codes that ir_check finds in a text, as "601:3:9 " with line and column. */
static struct slice findings(struct arena *a, const char *text)
{
	struct diags *d;
	struct ir *ir = read_text(a, text, &d);
	struct diag_view v;
	struct buf b;

	buf_init(&b, a);
	ir_check(ir, d);
	for (size_t i = 0; diags_view(d, i, &v); i++)
		buf_printf(&b, "%u:%u:%u ", v.code->number, v.at.line, v.at.col);
	return buf_slice(&b);
}

static void test_check(struct tap *t)
{
	struct arena *a = arena_new(0, die, NULL);

	TAP_TEXT(t, findings(a, "Sx\nRa\t$>y b\nRa\t$>\"yy\" b\nRa\t$>x b\nRa\t$>$&y b\nRa\t$>3 b\nSz=3\n"), "601:2:6 601:3:6 ", "check: calls");
	TAP_TEXT(t, findings(a, "Sx\nR$* a $=w\t$1$2$3\nR$@\t$1\nR$*\t$0\n"), "602:2:15 602:3:5 602:4:5 ", "check: positions");
	TAP_TEXT(t, findings(a, "DX$*\nSx\nR$X\t$1\n"), "", "check: a macro may bring operators");
	TAP_TEXT(t, findings(a, "Mx, P=x, A=x, S=p/0, R=q\nSq\n"), "603:1:1 ", "check: a mailer's rulesets");
	TAP_TEXT(t, findings(a, "Kb null\nSx\nRa\t$(a b $) $(B c $) $(host d $)\n"), "604:3:6 ", "check: maps");
	TAP_TEXT(t, findings(a, "Sx\nR$1 $: $>x $[ $( $.\ta\nRa\t$* $+ $- $=w $~w $@ $&w $| $#e\n"),
	         "605:2:2 605:2:5 605:2:8 605:2:12 605:2:15 605:3:4 605:3:7 605:3:10 605:3:13 605:3:17 ", "check: metasymbols on the wrong side");
	TAP_TEXT(t, findings(a, "Kb null\nSx\nRa\t$(b $[ c $] $)\nRa\t$[ b\nRa\t$(b c $]\n"), "606:3:8 606:4:4 606:5:4 ", "check: look-ups");
	TAP_TEXT(t, findings(a, "Sx\nR$*$*$*$*$*$*$*$*$*$*\ta\n"), "607:2:1 ", "check: too many operators");
	TAP_TEXT(t, findings(a, "Mx, F=a\n"), "608:1:1 608:1:1 ", "check: a mailer needs P= and A=");
	TAP_TEXT(t, findings(a, "HSubject: $>+a\nHTo: $>b\nHX: $j\nSb\n"), "609:1:1 ", "check: headers");
	arena_free(a);
}

static void test_site(struct tap *t)
{
	struct arena *a = arena_new(0, die, NULL);
	struct site *s = site_new(a);
	struct srcpos at = {1, 2, 3, 0};
	struct site_use *u = site_use_add(s, SITE_FEATURE, SLICE_LIT("dnsbl"), at), *again = site_use_add(s, SITE_FEATURE, SLICE_LIT("dnsbl"), at);
	struct site_section *sec;

	site_set(s, SLICE_LIT("x"), SLICE_LIT("site"), at);
	site_use_set(s, u, SLICE_LIT("x"), SLICE_LIT("use"));
	TAP_OK(t, !u->repeated && again->repeated && !site_use_add(s, SITE_MAILER, SLICE_LIT("dnsbl"), at)->repeated, "site: repeated uses");
	TAP_OK(t, slice_eq_str(site_get(s, u, SLICE_LIT("x"))->value, "use") && slice_eq_str(site_get(s, again, SLICE_LIT("x"))->value, "site") &&
	              slice_eq_str(site_get(s, NULL, SLICE_LIT("x"))->value, "site"),
	       "site: a use's own facts come first");
	site_unset(s, SLICE_LIT("x"));
	TAP_OK(t, site_get(s, NULL, SLICE_LIT("x")) == NULL && site_get(s, u, SLICE_LIT("x")) != NULL, "site: a fact taken back");
	for (int i = 0; i < 100; i++) {
		site_item_add(s, SITE_OPTION, SLICE_LIT("n"), SLICE_LIT("v"), at);
		site_line_add(s, site_section(s, SLICE_LIT("local_config")), at, SLICE_LIT("DXa"), i == 99 ? u : NULL);
	}
	sec = site_section(s, SLICE_LIT("local_config"));
	TAP_OK(t, s->nitems == 100 && sec->n == 100 && sec->v[99].use == u && sec->v[0].use == NULL, "site: items and lines in order");
	arena_free(a);
}

int main(void)
{
	struct tap t = {0};

	test_tables(&t);
	test_equal(&t);
	test_options(&t);
	test_values(&t);
	test_check(&t);
	test_site(&t);
	return tap_done(&t);
}
