/*
 * test_base.c - base/: arena, slices, buffers, symbol table, sources, diagnostics
 */
#include <errno.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/limits.h"
#include "base/symtab.h"
#include "selftest/tap.h"

static void jump(void *ctx)
{
	longjmp(*(jmp_buf *)ctx, 1);
}

static void die(void *ctx)
{
	(void)ctx;
	abort();
}

static bool all_zero(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != 0)
			return false;
	return true;
}

/* Takes from an arena with a cap until it gives no more; the bytes it gave. */
static size_t exhaust(size_t cap, size_t step)
{
	jmp_buf out;
	struct arena *volatile a = arena_new(cap, jump, &out);
	size_t used;

	if (setjmp(out) == 0)
		for (;;)
			arena_alloc(a, step);
	used = arena_used(a);
	arena_free(a);
	return used;
}

static void cleared(struct tap *t)
{
	struct arena *a = arena_new(0, die, NULL);
	char *again;

	arena_dup(a, "text", 4);
	arena_alloc(a, 10 * ARENA_BLOCK);
	arena_alloc(a, 10 * ARENA_BLOCK);
	arena_clear(a);
	TAP_OK(t, arena_used(a) == 0, "an arena that is cleared has nothing");
	again = arena_alloc(a, 10 * ARENA_BLOCK);
	TAP_OK(t, again != NULL && all_zero(again, 10 * ARENA_BLOCK), "and gives memory that is zero");
	for (int i = 0; i < 100; i++) {
		memset(arena_alloc(a, 1000), 'x', 1000);
		arena_clear(a);
	}
	TAP_OK(t, all_zero(arena_alloc(a, 1000), 1000), "however often");
	arena_free(a);
}

static bool overflows(size_t n, size_t size)
{
	jmp_buf out;
	struct arena *volatile a = arena_new(0, jump, &out);
	volatile bool jumped = false;

	if (setjmp(out) == 0)
		arena_array(a, n, size);
	else
		jumped = true;
	arena_free(a);
	return jumped;
}

static void test_arena(struct tap *t)
{
	struct arena *a = arena_new(0, die, NULL);
	bool aligned = true, zero = true;

	for (size_t n = 1; n < 3000; n += 7) {
		char *p = arena_alloc(a, n);

		aligned &= (uintptr_t)p % _Alignof(max_align_t) == 0;
		zero &= all_zero(p, n);
		memset(p, 0xff, n);
	}
	TAP_OK(t, aligned, "arena: every allocation is aligned");
	TAP_OK(t, zero, "arena: every allocation is zeroed and apart from the others");
	TAP_OK(t, all_zero(arena_alloc(a, 3000000), 3000000), "arena: larger than a block");
	TAP_OK(t, strcmp(arena_dup(a, "abc", 2), "ab") == 0, "arena: a copy ends in NUL");
	cleared(t);
	TAP_OK(t, exhaust(100000, 64) <= 100000 && exhaust(100000, 64) > 80000, "arena: the cap holds, and is nearly used up");
	TAP_OK(t, overflows(SIZE_MAX / 2, 3) && overflows(SIZE_MAX, 1), "arena: a size that overflows is out of memory");
	arena_free(a);
	arena_free(NULL);
}

static void test_slice(struct tap *t)
{
	struct slice rest = SLICE_LIT("a,,b,"), part;
	char joined[16] = "";

	while (slice_next(&rest, ',', &part))
		snprintf(joined + strlen(joined), sizeof(joined) - strlen(joined), "[%.*s]", SLICE_ARG(part));
	TAP_TEXT(t, slice_of(joined), "[a][][b]", "slice_next: empty parts count, the end does not");
	rest = SLICE_NONE;
	part = SLICE_LIT("left over");
	TAP_OK(t, !slice_next(&rest, ',', &part) && part.n == 0, "slice_next: nothing has no parts, and one that is empty is given");
	TAP_TEXT(t, slice_trim(SLICE_LIT(" \t a b\r\n")), "a b", "slice_trim");
	TAP_OK(t, slice_find(SLICE_LIT("abcabd"), SLICE_LIT("abd")) == 3 && slice_find(SLICE_LIT("ab"), SLICE_LIT("abc")) == -1, "slice_find");
	TAP_OK(t, slice_cmp(SLICE_LIT("ab"), SLICE_LIT("abc")) < 0 && slice_cmp(SLICE_LIT("b"), SLICE_LIT("abc")) > 0, "slice_cmp");
	TAP_OK(t, slice_caseeq(SLICE_LIT("aZ-1"), SLICE_LIT("Az-1")) && !slice_caseeq(SLICE_LIT("[" ), SLICE_LIT("{")), "slice_caseeq: letters only");
	TAP_OK(t, slice_eq(SLICE_NONE, SLICE_LIT("")), "slice_eq: nothing equals empty");
	TAP_OK(t, slice_distance(SLICE_LIT("FEATRUE"), SLICE_LIT("FEATURE"), 3) == 1, "slice_distance: a swap is one edit");
	TAP_OK(t, slice_distance(SLICE_LIT("acess_db"), SLICE_LIT("access_db"), 3) == 1, "slice_distance: a letter left out");
	TAP_OK(t, slice_distance(SLICE_LIT("kitten"), SLICE_LIT("sitting"), 3) == 3, "slice_distance: three");
	TAP_OK(t, slice_distance(SLICE_LIT("abcdef"), SLICE_LIT("uvwxyz"), 2) == 3, "slice_distance: gives up above max");
}

static unsigned char lowered(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c - 'A' + 'a') : c;
}

/* Texts of all lengths that differ in one byte at each place, by each byte: what is the same in either case, and has one hash then. */
static void test_either_case(struct tap *t)
{
	enum { LONGEST = 33 };
	char a[LONGEST], b[LONGEST];
	bool equal = true, hashed = true;

	for (size_t n = 1; n <= LONGEST; n++)
		for (size_t at = 0; at < n; at++)
			for (unsigned c = 0; c < 256; c++) {
				struct slice x = {a, n}, y = {b, n};
				bool same;

				for (size_t i = 0; i < n; i++) {
					a[i] = (char)("aZ[{@`"[(i + at) % 6] ^ (int)(c & 0x80));
					b[i] = (char)lowered((unsigned char)a[i]);
				}
				b[at] = (char)c;
				same = lowered((unsigned char)a[at]) == lowered((unsigned char)c);
				equal &= slice_caseeq(x, y) == same;
				hashed &= !same || slice_hash_folded(x) == slice_hash_folded(y);
			}
	TAP_OK(t, equal, "slice_caseeq: at each place, by each byte");
	TAP_OK(t, hashed, "slice_hash_folded: texts that are the same in either case");
}

static void test_buf(struct tap *t)
{
	struct arena *a = arena_new(0, die, NULL);
	struct buf b;
	bool good = true;

	buf_init(&b, a);
	for (int i = 0; i < 20000; i++)
		buf_printf(&b, "%d,", i % 10);
	for (size_t i = 0; i < b.n; i++)
		good &= b.p[i] == (i % 2 ? ',' : (char)('0' + i / 2 % 10));
	TAP_OK(t, b.n == 40000 && good, "buf: 20000 appends");
	buf_init(&b, a);
	buf_put(&b, "a\0b", 3);
	buf_puts(&b, "");
	buf_putc(&b, 'c');
	TAP_OK(t, slice_eq(buf_slice(&b), (struct slice){"a\0bc", 4}), "buf: NUL is a byte like others");
	arena_free(a);
}

static void test_symtab(struct tap *t)
{
	struct arena *a = arena_new(0, die, NULL);
	struct symtab *s = symtab_new(a, true);
	static int values[1000];
	struct slice key;
	void *value;
	size_t i = 0, n = 0;
	bool order = true;

	for (int k = 0; k < 1000; k++) {
		char *name = arena_alloc(a, 8);

		symtab_set(s, (struct slice){name, (size_t)snprintf(name, 8, "k%d", k)}, &values[k]);
	}
	TAP_OK(t, symtab_count(s) == 1000 && symtab_get(s, SLICE_LIT("K999")) == &values[999], "symtab: folds where asked");
	TAP_OK(t, symtab_get(s, SLICE_LIT("k1000")) == NULL, "symtab: what is not there");
	TAP_OK(t, symtab_set(s, SLICE_LIT("k5"), &values[6]) == &values[5], "symtab: setting again gives the earlier value");
	for (int k = 0; k < 900; k++) {
		char name[8];

		symtab_del(s, (struct slice){name, (size_t)snprintf(name, 8, "k%d", k)});
	}
	TAP_OK(t, !symtab_del(s, SLICE_LIT("k7")) && symtab_get(s, SLICE_LIT("k950")) == &values[950], "symtab: deletion leaves the others");
	for (; symtab_at(s, &i, &key, &value); n++)
		order &= value == &values[900 + n];
	TAP_OK(t, order && n == 100, "symtab: iteration in order of insertion");
	for (int k = 0; k < 5000; k++) { /* set and delete for ever must not fill the table */
		symtab_set(s, SLICE_LIT("x"), &values[0]);
		symtab_del(s, SLICE_LIT("x"));
	}
	TAP_OK(t, symtab_count(s) == 100 && symtab_get(s, SLICE_LIT("k999")) != NULL, "symtab: many deletions");
	arena_free(a);
}

static void test_src(struct tap *t)
{
	struct arena *a = arena_new(0, die, NULL);
	struct srcset *s = srcset_new(a);
	uint32_t f = srcset_file(s, SLICE_LIT("x.mc")), g;
	struct slice line, text;
	char name[] = "/tmp/mc2cf-test-XXXXXX";
	int fd = mkstemp(name);

	TAP_OK(t, f != 0 && srcset_file(s, SLICE_LIT("x.mc")) == f && srcset_file(s, SLICE_LIT("y.mc")) != f, "src: numbers by name");
	srcset_text(s, f, SLICE_LIT("one\n\nthree"));
	TAP_OK(t, srcset_line(s, f, 2, &line) == false || line.n == 0, "src: an empty line");
	TAP_OK(t, srcset_line(s, f, 3, &line) && slice_eq_str(line, "three"), "src: the last line needs no newline");
	TAP_OK(t, !srcset_line(s, f, 4, &line) && !srcset_line(s, f, 0, &line) && !srcset_line(s, 99, 1, &line), "src: lines that are not there");
	TAP_OK(t, srcset_load(s, SLICE_LIT("/nonexistent/x"), 100, &g, &text) == ENOENT, "src: a file that is not there");
	TAP_OK(t, srcset_load(s, SLICE_LIT("/"), 100, &g, &text) == EISDIR, "src: a folder");
	TAP_OK(t, fd >= 0 && write(fd, "0123456789\n", 11) == 11, "src: a scratch file");
	TAP_OK(t, srcset_load(s, slice_of(name), 10, &g, &text) == EFBIG, "src: a file above the limit");
	TAP_OK(t, srcset_load(s, slice_of(name), 11, &g, &text) == 0 && text.n == 11, "src: a file at the limit");
	TAP_OK(t, srcset_load(s, (struct slice){"a\0b", 3}, 11, &g, &text) == EINVAL, "src: a name with NUL");
	if (fd >= 0)
		close(fd);
	unlink(name);
	arena_free(a);
}

static const struct diag_code codes[] = {
	{1, DIAG_ERROR, "bad", "bad"},
	{2, DIAG_WARNING, "odd", "odd"},
	{30, DIAG_NOTE, "hint", "hint"},
};

static struct slice printed(struct arena *a, struct diags *d)
{
	FILE *f = tmpfile();
	char *p = arena_alloc(a, 4096);
	size_t n = 0;

	if (f != NULL) {
		diags_print(d, f, false);
		rewind(f);
		n = fread(p, 1, 4096, f);
		fclose(f);
	}
	return (struct slice){p, n};
}

static void test_diag(struct tap *t)
{
	static const char *const names[] = {"access_db", "mailertable"};
	struct arena *a = arena_new(0, die, NULL);
	struct srcset *s = srcset_new(a);
	uint32_t f = srcset_file(s, SLICE_LIT("site.mc"));
	struct diags *d = diags_new(a, s, codes, 3);
	struct diag *g;
	struct diag_view v;

	srcset_text(s, f, SLICE_LIT("OSTYPE\n\tFEATURE(`acess_db')\x1b\n"));
	diag_add(d, 2, (struct srcpos){f, 9, 9, 0}, "late");
	g = diag_add(d, 1, (struct srcpos){f, 2, 10, 0}, "unknown FEATURE `%s'", "acess_db");
	diag_span(g, 3);
	diag_place(g, (struct srcpos){f, 1, 1, 0}, "after this");
	TAP_OK(t, diag_near(g, SLICE_LIT("acess_db"), names, 2), "diag: a near name");
	diag_help(g, "see mc2cf.mc(5)");
	diag_add(d, 1, (struct srcpos){f, 2, 10, 0}, "unknown FEATURE `%s'", "acess_db");
	TAP_TEXT(t, printed(a, d),
	         "site.mc:2:10: error: unknown FEATURE `acess_db' [MC0001]\n"
	         "    2 | \tFEATURE(`acess_db')?\n"
	         "      | \t        ^~~\n"
	         "site.mc:1:1: note: after this\n"
	         "    1 | OSTYPE\n"
	         "      | ^\n"
	         "help: did you mean `access_db'?\n"
	         "help: see mc2cf.mc(5)\n"
	         "site.mc:9:9: warning: late [MC0002]\n",
	         "diag: the printed form, sorted, equal ones once, control bytes shown as ?");
	TAP_OK(t, diags_errors(d) == 1 && diags_warnings(d) == 1, "diag: counted");
	TAP_OK(t, !diags_silence(d, SLICE_LIT("nope")) && !diags_silence(d, SLICE_LIT("MC0999")), "diag: names that are no code");
	TAP_OK(t, diags_silence(d, SLICE_LIT("bad")) && diags_errors(d) == 1, "diag: an error cannot be silenced");
	diags_werror(d);
	TAP_OK(t, diags_errors(d) == 2 && diags_warnings(d) == 0, "diag: warnings as errors");
	TAP_OK(t, diags_silence(d, SLICE_LIT("MC0002")) && diags_errors(d) == 1, "diag: a silenced warning is gone, -Werror or not");
	TAP_OK(t, diags_view(d, 0, &v) && v.code->number == 1 && !diags_view(d, 1, &v), "diag: views in order");
	diag_add(d, 77, SRCPOS_NONE, "no such code");
	TAP_OK(t, diags_errors(d) == 2, "diag: a code that is in no table counts as an error");
	arena_free(a);
}

static void test_diag_flood(struct tap *t)
{
	struct arena *a = arena_new(0, die, NULL);
	struct diags *d = diags_new(a, srcset_new(a), codes, 3);
	struct diag_view v;

	for (size_t i = 0; i < DIAG_MAX + 5; i++)
		diag_help(diag_add(d, 2, SRCPOS_NONE, "%zu", i), "x");
	diag_add(d, 1, SRCPOS_NONE, "an error after the flood");
	TAP_OK(t, diags_view(d, DIAG_MAX, &v) && !diags_view(d, DIAG_MAX + 1, &v), "diag: a flood is cut, and says so");
	TAP_OK(t, diags_errors(d) == 1, "diag: an error after the flood still counts");
	arena_free(a);
}

int main(void)
{
	struct tap t = {0};

	test_arena(&t);
	test_slice(&t);
	test_either_case(&t);
	test_buf(&t);
	test_symtab(&t);
	test_src(&t);
	test_diag(&t);
	test_diag_flood(&t);
	return tap_done(&t);
}
