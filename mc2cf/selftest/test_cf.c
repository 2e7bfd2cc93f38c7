/*
 * test_cf.c - the .cf reader and writer, line by line
 *
 * Each case is a text, what it is written as (without comments), and the codes
 * of the diagnostics that it must cause, in order.  What sendmail itself does
 * with these lines was seen with sendmail 8.17.1 -bt.
 */
#include <stdlib.h>

#include "cf/cf.h"
#include "ir/codes.h"
#include "ir/token.h"
#include "selftest/tap.h"

struct test_case {
	const char *name, *in, *out, *codes;
};

#define V "V10\n"

static const struct test_case cases[] = {
	{"nothing", "", "", ""},
	{"version with vendor", "V10/Berkeley", "V10/Berkeley\n", ""},
	{"version without level", "Vx", "Vx\n", "416"},
	{"macro", "DX$j.x", "DX$j.x\n", ""},
	{"long macro", "D{Name} a  b", "D{Name} a  b\n", ""},
	{"one letter in braces is that letter", "D{X}v\nC{Y}v", "DXv\nCYv\n", ""},
	{"macro without name", "D\nD{}x\nD{a b}x", "D\nD{}x\nD{a b}x\n", "406 406 406"},
	{"macro with too long a name", "D{abcdefghijklmnopqrstuvwxyz}x", "D{abcdefghijklmnopqrstuvwxyz}x\n", "406"},
	{"class words", "Cw a  b\n\tc", "Cwa b c\n", ""},
	{"class file", "Fw -o /etc/x %s", "Fw-o /etc/x %s\n", ""},
	{"class file without path", "Fw", "Fw\n", "423"},
	{"trusted users", "Troot  bin", "Troot bin\n", ""},
	{"precedence", "Plist=-30\nPx", "Plist=-30\nPx\n", "421"},
	{"environment", "EA=b\nEC", "EA=b\nEC\n", ""},
	{"map", "Kaccess hash -T<T> /etc/access", "Kaccess hash -T<T> /etc/access\n", ""},
	{"map without class", "Kaccess\nK hash", "Kaccess\nK hash\n", "422 422"},
	{"map over two lines", "Kx regex -a@M\n\t^a$$", "Kx regex -a@M\n\t^a$$\n", ""},
	{"header", "H?P?Return-Path: <$g>\nHReceived: a\n\tb", "H?P?Return-Path: <$g>\nHReceived: a\n\tb\n", ""},
	{"not a header", "HFoo\nH Foo: x\nH?F: x", "HFoo\nH Foo: x\nH?F: x\n", "415 415 415"},
	{"filter and queue", "Xf, S=local:/x\nQq, P=/q", "Xf, S=local:/x\nQq, P=/q\n", ""},
	{"filter without name", "X, S=x", "X, S=x\n", "406"},
	{"option", "O MaxMessageSize=5", "O MaxMessageSize=5\n", ""},
	{"option with blanks", "O MaxMessageSize = 5", "O MaxMessageSize=5\n", ""},
	{"option without value", "O SuperSafe", "O SuperSafe=\n", ""},
	{"option in another case", "O maxmessagesize=5\nO timeout.HELO=1m", "O MaxMessageSize=5\nO Timeout.helo=1m\n", ""},
	{"option by letter", "OT5d\nOo", "O QueueTimeout=5d\nO OldStyleHeaders=\n", ""},
	{"options that have only a letter", "OMxval\nOgx", "OMxval\nOgx\n", ""},
	{"unknown letter", "O5x", "O5x\n", "410"},
	{"unknown option", "O MaxMesageSize=5", "O MaxMesageSize=5\n", "410"},
	{"unknown timeout", "O Timeout.foo=5", "O Timeout.foo=5\n", "410"},
	{"abbreviated option", "O QueueSort=time\nO Max=1", "O QueueSortOrder=time\nO Max=1\n", "411 427"},
	{"option behind a tab or two blanks", "O\tLogLevel=1\nO  LogLevel=1", "O\tLogLevel=1\nO  LogLevel=1\n", "410 410"},
	{"values that sendmail misreads", "O MaxMessageSize=10M\nO SendMimeErrors=1\nO DeliveryMode=Background", "O MaxMessageSize=10M\nO SendMimeErrors=1\nO DeliveryMode=Background\n", "412 412 312"},
	{"mailer", "Mx, P=/bin/x,\n\t\tF=abc ,, Argv = x $u,", "Mx,\t\tP=/bin/x, F=abc, A=x $u\n", ""},
	{"mailer: quoted and escaped commas", "Mx, A=\"a, b\" c\\,d, P=/x", "Mx,\t\tA=\"a, b\" c\\,d, P=/x\n", ""},
	{"mailer: a value over two lines", "Mx, A=x\n\t\ty, P=/x", "Mx,\t\tA=x y, P=/x\n", ""},
	{"mailer: blank before a comma", "Mx, P=/x , A=x", "Mx,\t\tP=/x , A=x\n", "426"},
	{"mailer: unknown field, no =", "Mx, Z=1\nMx, P", "Mx,\t\tZ=1\nMx, P\n", "414 414"},
	{"unknown line", "foo", "foo\n", "401"},
	{"continuation of nothing", "\n foo", "\n foo\n", "408"},
	{"continuation of a comment is comment", "# a\n\tKfoo bar", "", ""},
	{"CRLF", "DXa\r\nDYb\r\n", "DXa\nDYb\n", ""},
	{"# before the version level is text", "DXa # b", "DXa # b\n", ""},
	{"# is a comment", V "DXa # b\nDYa \\# b", V "DXa\nDYa \\# b\n", ""},
	{"# in a continued line", V "Kx y # c\n\tz", V "Kx y\n\tz\n", ""},
	{"$# is none", V "Sx\nRa\t$#b $: c # d", V "Sx\nRa\t$#b $: c\n", ""},
	{"ruleset", "Sfoo\nSbar=3\nS 4\nSbaz = 5", "Sfoo\nSbar=3\nS4\nSbaz=5\n", ""},
	{"not a ruleset", "S\nS100\nS{x}\nSa=x\nSb=100", "S\nS100\nS{x}\nSa=x\nSb=100\n", "405 405 405 405 405"},
	{"rule outside", "Ra\tb\nSx\nRa\tb", "Ra\tb\nSx\nRa\tb\n", "403"},
	{"rule without tab", "Sx\nRa b", "Sx\nRa b\n", "402"},
	{"rule with an empty side", "Sx\nR\tb\nRa\t \tb", "Sx\nR\tb\nRa\t \tb\n", "404 404"},
	{"rule: many tabs, a comment", "Sx\nRa\t\t\tb\t\tc $", "Sx\nRa\tb\n", ""},
	{"rule: right-hand sides stand below one another", "Sx\nRa\tb\nRabcdefghij\tc", "Sx\nRa\t\tb\nRabcdefghij\tc\n", ""},
	{"rule over two lines", "Sx\nRa\n\tb", "Sx\nRa\tb\n", ""},
	{"rule: names", "Sx\nR$={w}$~{Ab}$&{c}\t${j}${Ab}", "Sx\nR$=w$~{Ab}$&c\t$j${Ab}\n", ""},
	{"rule: a bad name", "Sx\nRa\t${b c}\nRa\t${\nRa\t$={}", "Sx\nRa\t${b c}\nRa\t${\nRa\t$={}\n", "407 407 407"},
	{"rule: a dollar at the end", "Sx\nRa\tb$\nRa$\tb", "Sx\nRa\tb$$\nRa$\tb\n", "407"},
	{"rule: quotes are one token", "Sx\nRa\t\"b $j # \\\"\" c", "Sx\nRa\t\"b $j # \\\"\" c\n", ""},
	{"rule: # in quotes", V "Sx\nRa\t\"b # c\"\nRa\t\"b \\# c\"", V "Sx\nRa\t\"b\nRa\t\"b \\# c\"\n", "417"},
	{"rule: \\! is !", "O OperatorChars=.!\nSx\nRa\\!b\tc", "O OperatorChars=.!\nSx\nRa!b\tc\n", ""},
	{"rule: a backslash", "Sx\nRa\t\\a\\. b\\ c \\", "Sx\nRa\t\\a\\. b\\ c\n", ""},
	{"rule: a backslash before a line break", "Sx\nRa\tb\\\n c", "Sx\nRa\tb c\n", ""},
	{"rule: a byte of sendmail's own", "Sx\nRa\t\303\200 \"\303\200\"", "Sx\nRa\t\303\200 \"\303\200\"\n", "424"},
	{"operators too late", "Sx\nRa\tb\nO OperatorChars=.", "Sx\nRa\tb\nO OperatorChars=.\n", "419"},
};

static void die(void *ctx)
{
	(void)ctx;
	abort();
}

static struct diags *new_diags(struct arena *a, struct srcset *src)
{
	size_t n;
	const struct diag_code *codes = ir_codes(&n);

	return diags_new(a, src, codes, n);
}

static struct ir *read_text(struct arena *a, struct slice text, struct diags **d)
{
	struct srcset *src = srcset_new(a);
	struct ir *ir = ir_new(a);

	*d = new_diags(a, src);
	cf_read(ir, text, srcset_file(src, SLICE_LIT("x.cf")), *d);
	return ir;
}

static struct slice code_list(struct arena *a, struct diags *d)
{
	struct diag_view v;
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; diags_view(d, i, &v); i++)
		buf_printf(&b, "%s%u", i != 0 ? " " : "", v.code->number);
	return buf_slice(&b);
}

static void run_case(struct tap *t, const struct test_case *c)
{
	struct arena *a = arena_new(0, die, NULL);
	static const struct cf_write_options plain = {.comments = false}, commented = {.comments = true};
	struct diags *d, *ignored;
	struct ir *ir = read_text(a, slice_of(c->in), &d);
	struct buf out, full;

	buf_init(&out, a);
	buf_init(&full, a);
	cf_write(ir, &plain, &out);
	cf_write(ir, &commented, &full);
	TAP_TEXT(t, buf_slice(&out), c->out, c->name);
	TAP_TEXT(t, code_list(a, d), c->codes, "  its diagnostics");
	TAP_OK(t, ir_equal(ir, read_text(a, buf_slice(&out), &ignored), NULL) && ir_equal(ir, read_text(a, buf_slice(&full), &ignored), NULL),
	       "  reads back as the same");
	arena_free(a);
}

/* The tokens of the first rule, by kind, space and text. */
static struct slice tokens(struct arena *a, const char *text)
{
	struct diags *d;
	const struct ir *ir = read_text(a, slice_of(text), &d);
	const struct ir_item *item = NULL;
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < ir_count(ir); i++)
		if (ir_at(ir, i)->kind == IR_RULE)
			item = ir_at(ir, i);
	for (size_t i = 0; item != NULL && i < item->rhs.n; i++)
		buf_printf(&b, "%s%s(%.*s)@%u", item->rhs.v[i].space ? " " : "", ir_token_name(item->rhs.v[i].kind), SLICE_ARG(item->rhs.v[i].text),
		           item->rhs.v[i].col);
	return buf_slice(&b);
}

static void test_tokens(struct tap *t)
{
	struct arena *a = arena_new(0, die, NULL);

	TAP_TEXT(t, tokens(a, "O OperatorChars=.:%@!^/[]+\nSx\nRa\t$#smtp $@ a.b$1 $: $&u<@$=w>"),
	         "MAILER()@4LITERAL(smtp)@6 AT()@11 LITERAL(a)@14LITERAL(.)@15LITERAL(b)@16POSITION(1)@17 COLON()@20 DEFERRED(u)@23"
	         "LITERAL(<)@26LITERAL(@)@27CLASS(w)@28LITERAL(>)@31",
	         "tokens with their columns");
	TAP_TEXT(t, tokens(a, "Sx\nRa\t$?x b $| c $. $>\"f\" $(m $1 $) $[ h $] $$ d\\.e a%b"),
	         "IF(x)@4 LITERAL(b)@8 SEPARATOR()@10 LITERAL(c)@13 FI()@15 CALL()@18LITERAL(\"f\")@20 MAPBEGIN()@24LITERAL(m)@26 POSITION(1)@28"
	         " MAPEND()@31 HOSTBEGIN()@34 LITERAL(h)@37 HOSTEND()@39 DOLLAR()@42 LITERAL(d\\.e)@45 LITERAL(a%b)@50",
	         "metasymbols, a quoted name, an escape, and the operators that sendmail has when the file names none");
	TAP_TEXT(t, tokens(a, "Sx\nRa\n\tb\n c"), "LITERAL(b)@0 LITERAL(c)@0", "no column on a continuation line");
	arena_free(a);
}

static void test_fragments(struct tap *t)
{
	struct arena *a = arena_new(0, die, NULL);
	struct srcset *src = srcset_new(a);
	struct diags *d = new_diags(a, src);
	struct ir *ir = ir_new(a);
	struct cf_reader *r;
	struct ir_origin one = {{srcset_file(src, SLICE_LIT("t.cf")), 7, 1, 0}, {srcset_file(src, SLICE_LIT("s.mc")), 3, 1, 0}};
	struct buf out;

	r = cf_reader_new(ir, d);
	cf_reader_line(r, SLICE_LIT("V10"), one);
	cf_reader_line(r, SLICE_LIT("Sx"), one);
	cf_reader_end(r);
	r = cf_reader_new(ir, d); /* another one goes on where the first ended */
	cf_reader_line(r, SLICE_LIT("Ra\tb # c"), one);
	cf_reader_end(r);
	cf_reader_line(r, SLICE_LIT(" d"), one);
	cf_reader_end(r);
	TAP_TEXT(t, code_list(a, d), "408", "a reader that was ended takes no continuation");
	TAP_OK(t, ir_at(ir, 2)->kind == IR_RULE && slice_eq_str(ir_at(ir, 2)->comment, "c"), "a second reader knows version level and ruleset");
	buf_init(&out, a);
	ir_dump(ir, src, &out);
	TAP_TEXT(t, buf_slice(&out), "t.cf:7 <- s.mc:3: version 10:\nt.cf:7 <- s.mc:3: ruleset x:\nt.cf:7 <- s.mc:3: rule: Ra\tb\nt.cf:7 <- s.mc:3: raw: \\n d\n",
	         "the dump names both places");
	arena_free(a);
}

static void test_layout(struct tap *t)
{
	struct arena *a = arena_new(0, die, NULL);
	static const struct cf_write_options o = {.comments = true};
	struct diags *d;
	struct ir *ir = read_text(a, SLICE_LIT("V10\nDXa\nO LogLevel=1\n# own\nMx, P=/x, A=x\nSa\nRa\tb\tnote\n# more\nRabcdefgh\tc\nSb\nRa\t$#x # note\n"), &d);
	struct buf out, again;

	buf_init(&out, a);
	cf_write(ir, &o, &out);
	TAP_TEXT(t, buf_slice(&out),
	         "# Version level\nV10\n\n# Macros, classes and maps\nDXa\n\n# Options\nO LogLevel=1\n\n# own\nMx,\t\tP=/x, A=x\n\n"
	         "Sa\nRa\t\tb\tnote\n\n# more\nRabcdefgh\tc\n\nSb\nRa\t$#x\tnote\n",
	         "headings, blank lines, columns");
	buf_init(&again, a);
	cf_write(read_text(a, buf_slice(&out), &d), &o, &again);
	TAP_OK(t, slice_eq(buf_slice(&out), buf_slice(&again)), "a written file is written the same again");
	arena_free(a);
}

static void test_nul(struct tap *t)
{
	struct arena *a = arena_new(0, die, NULL);
	struct slice text = {"DXa\0b\nDYc", 9};
	struct diags *d;
	const struct ir *ir = read_text(a, text, &d);

	TAP_TEXT(t, code_list(a, d), "420", "a NUL byte is reported");
	TAP_OK(t, ir_at(ir, 0)->kind == IR_RAW && ir_at(ir, 0)->value.n == 5 && ir_at(ir, 1)->kind == IR_MACRO, "its line is kept, and reading goes on");
	arena_free(a);
}

int main(void)
{
	struct tap t = {0};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		run_case(&t, &cases[i]);
	test_tokens(&t);
	test_fragments(&t);
	test_layout(&t);
	test_nul(&t);
	return tap_done(&t);
}
