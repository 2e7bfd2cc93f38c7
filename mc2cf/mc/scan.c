/*
 * scan.c - what can be said of a .mc's bytes before m4 sees them
 *
 * Bytes that the records need (016 017 035 036 037) and NUL are errors: no
 * configuration holds them.  A byte order mark would become the first bytes of
 * the sendmail.cf, and m4 makes nothing of UTF-16.  Also whether the .mc includes cf.m4 itself, since
 * until there # begins m4's comment.
 */
#include "mc/front.h"

static bool bad_byte(char c)
{
	return c == '\0' || c == '\016' || c == '\017' || c == '\035' || c == '\036' || c == '\037';
}

static void check_bytes(struct front *f)
{
	uint32_t line = 1, told = 0;
	size_t begin = 0;

	for (size_t i = 0; i < f->text.n; i++) {
		if (f->text.p[i] == '\n') {
			line++;
			begin = i + 1;
		} else if (bad_byte(f->text.p[i]) && told != line) {
			diag_help(diag_add(f->d, 102, (struct srcpos){f->file, line, (uint32_t)(i - begin + 1), 0},
				"the control byte \\%03o has no place in a .mc", (unsigned)(unsigned char)f->text.p[i]), "delete it");
			told = line;
		}
	}
}

/* A line that includes cf.m4, outside a dnl comment. */
static bool includes_cf(struct slice line)
{
	ptrdiff_t include = slice_find(line, SLICE_LIT("include("));
	ptrdiff_t cf = slice_find(line, SLICE_LIT("cf.m4"));
	ptrdiff_t dnl = slice_find(line, SLICE_LIT("dnl"));
	ptrdiff_t hash = slice_find(line, SLICE_LIT("#"));

	return include >= 0 && cf > include && (dnl < 0 || dnl > include) && (hash < 0 || hash > include);
}

static bool is_utf16(const struct front *f)
{
	return f->text.n > 1 && (memcmp(f->text.p, "\xff\xfe", 2) == 0 || memcmp(f->text.p, "\xfe\xff", 2) == 0);
}

static bool check_encoding(struct front *f)
{
	bool utf16 = is_utf16(f);
	struct diag *g;

	if (!utf16 && !slice_starts(f->text, SLICE_LIT("\xef\xbb\xbf")))
		return true;
	g = diag_add(f->d, 121, (struct srcpos){f->file, 1, 1, 0}, utf16 ? "the .mc is written in UTF-16, which neither m4 nor sendmail reads"
		: "the .mc begins with a byte order mark, which goes into the sendmail.cf, and sendmail does not start with it");
	diag_help(g, "save it as UTF-8 without BOM");
	diag_whole_line(g);
	return !utf16;
}

bool front_scan(struct front *f)
{
	struct slice rest = f->text, line;

	if (!check_encoding(f))
		return false;
	check_bytes(f);
	while (!f->own_include && slice_next(&rest, '\n', &line))
		f->own_include = includes_cf(line);
	return true;
}
