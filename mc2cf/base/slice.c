/*
 * slice.c - see slice.h
 *
 * ASCII only, on purpose: a .mc and a .cf mean the same in every locale, so
 * <ctype.h> is not used.
 */
#include "base/slice.h"
#include "base/limits.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

int slice_cmp(struct slice a, struct slice b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n != 0 ? memcmp(a.p, b.p, n) : 0;

	if (c != 0)
		return c;
	return a.n < b.n ? -1 : a.n > b.n;
}

/* What is left behind the first i bytes, eight at most; together with bytes before it where that is simpler to get. */
static uint64_t last_bytes(struct slice s, size_t i)
{
	uint64_t word = 0;
	uint32_t half[2];

	if (s.n >= sizeof word) {
		memcpy(&word, s.p + s.n - sizeof word, sizeof word);
	} else if (s.n >= sizeof *half) {
		memcpy(&half[0], s.p, sizeof *half);
		memcpy(&half[1], s.p + s.n - sizeof *half, sizeof *half);
		word = (uint64_t)half[0] << 32 | half[1];
	} else {
		for (; i < s.n; i++)
			word = word << 8 | (unsigned char)s.p[i];
	}
	return word;
}

/* Eight bytes, the capital letters among them made small. */
static uint64_t lower_word(uint64_t word)
{
	const uint64_t each = 0x0101010101010101u, low = word & 0x7f * each;
	uint64_t from_a = low + (0x80 - 'A') * each, behind_z = low + (0x7f - 'Z') * each; /* their high bits are what counts */

	return word | ((from_a ^ behind_z) & ~word & 0x80 * each) >> 2;
}

static inline bool same_letters(uint64_t a, uint64_t b)
{
	return a == b || lower_word(a) == lower_word(b);
}

/* Words that differ mostly do so at their ends: those of a list often begin alike. */
bool slice_caseeq(struct slice a, struct slice b)
{
	uint64_t x, y;

	if (a.n != b.n || !same_letters(last_bytes(a, 0), last_bytes(b, 0)))
		return false;
	for (size_t i = 0; i + sizeof x < a.n; i += sizeof x) {
		memcpy(&x, a.p + i, sizeof x);
		memcpy(&y, b.p + i, sizeof y);
		if (!same_letters(x, y))
			return false;
	}
	return true;
}

/* The bits of same are set in each word, so that bytes that differ only in them are alike. */
static inline uint32_t hash(struct slice s, uint64_t same)
{
	const uint64_t factor = 0x9e3779b97f4a7c15u;
	uint64_t h = s.n * factor, word;
	size_t i = 0;

	for (; s.n - i > sizeof word; i += sizeof word) {
		memcpy(&word, s.p + i, sizeof word);
		h = (h ^ (word | same)) * factor;
		h ^= h >> 32;
	}
	h = (h ^ (last_bytes(s, i) | same)) * factor;
	return (uint32_t)(h >> 32);
}

uint32_t slice_hash(struct slice s)
{
	return hash(s, 0);
}

uint32_t slice_hash_folded(struct slice s)
{
	return hash(s, 0x2020202020202020u); /* a capital letter lacks this bit */
}

bool slice_starts(struct slice s, struct slice prefix)
{
	return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

struct slice slice_trim(struct slice s)
{
	while (s.n > 0 && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool slice_next(struct slice *rest, char sep, struct slice *part)
{
	const char *at;

	*part = *rest;
	if (rest->n == 0)
		return false;
	at = memchr(rest->p, sep, rest->n);
	if (at == NULL) {
		*rest = (struct slice){part->p + part->n, 0};
		return true;
	}
	*part = (struct slice){rest->p, (size_t)(at - rest->p)};
	rest->n -= part->n + 1;
	rest->p = at + 1;
	return true;
}

struct slice slice_word(struct slice *rest)
{
	struct slice s = slice_trim(*rest);
	size_t n = 0;

	while (n < s.n && s.p[n] != ' ' && s.p[n] != '\t')
		n++;
	*rest = n < s.n ? slice_trim((struct slice){s.p + n, s.n - n}) : SLICE_LIT("");
	return (struct slice){s.p, n};
}

ptrdiff_t slice_find(struct slice s, struct slice needle)
{
	if (needle.n == 0)
		return 0;
	for (size_t i = 0; i + needle.n <= s.n; i++) {
		const char *at = memchr(s.p + i, needle.p[0], s.n - needle.n - i + 1);

		if (at == NULL)
			return -1;
		i = (size_t)(at - s.p);
		if (memcmp(at, needle.p, needle.n) == 0)
			return (ptrdiff_t)i;
	}
	return -1;
}

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
	if (b < a)
		a = b;
	return c < a ? c : a;
}

/*
 * Optimal string alignment: Levenshtein plus the swap of neighbours, which is
 * the commonest slip of all ("FEATRUE").  Three rows are enough.
 */
unsigned slice_distance(struct slice a, struct slice b, unsigned max)
{
	unsigned rows[3][SLICE_DISTANCE_MAX_LEN + 1];
	size_t gap = a.n > b.n ? a.n - b.n : b.n - a.n;

	if (gap > max || a.n > SLICE_DISTANCE_MAX_LEN || b.n > SLICE_DISTANCE_MAX_LEN)
		return max + 1;
	for (size_t j = 0; j <= b.n; j++)
		rows[0][j] = (unsigned)j;
	for (size_t i = 1; i <= a.n; i++) {
		unsigned *row = rows[i % 3], *up = rows[(i - 1) % 3], *up2 = rows[(i + 1) % 3];
		unsigned best = row[0] = (unsigned)i;

		for (size_t j = 1; j <= b.n; j++) {
			unsigned change = up[j - 1] + (a.p[i - 1] != b.p[j - 1]);

			row[j] = min3(up[j] + 1, row[j - 1] + 1, change);
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1] && up2[j - 2] + 1 < row[j])
				row[j] = up2[j - 2] + 1;
			if (row[j] < best)
				best = row[j];
		}
		if (best > max)
			return max + 1;
	}
	return rows[a.n % 3][b.n] > max ? max + 1 : rows[a.n % 3][b.n];
}
