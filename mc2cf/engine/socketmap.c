/*
 * socketmap.c - see socketmap.h
 */
#include "engine/socketmap.h"

enum { LENGTH_DIGITS = 10 };

static bool begins(struct slice s, struct slice word)
{
	return s.n >= word.n && memcmp(s.p, word.p, word.n) == 0 && (s.n == word.n || s.p[word.n] == ' ');
}

static enum socketmap_reply meaning(struct slice text, struct slice *value)
{
	if (begins(text, SLICE_LIT("OK"))) {
		*value = text.n > 3 ? (struct slice){text.p + 3, text.n - 3} : SLICE_LIT("");
		return SOCKETMAP_OK;
	}
	if (begins(text, SLICE_LIT("NOTFOUND")))
		return SOCKETMAP_NOT_FOUND;
	if (begins(text, SLICE_LIT("TEMP")) || begins(text, SLICE_LIT("TIMEOUT")))
		return SOCKETMAP_TEMP;
	return begins(text, SLICE_LIT("PERM")) ? SOCKETMAP_PERM : SOCKETMAP_UNKNOWN;
}

enum socketmap_reply socketmap_read(const char *p, size_t n, size_t most, struct slice *value, unsigned *length)
{
	size_t i = 0, says = 0;
	bool negative = n != 0 && p[0] == '-';

	*length = 0;
	for (i = negative; i < n && i < LENGTH_DIGITS && p[i] >= '0' && p[i] <= '9'; i++)
		says = says * 10 + (size_t)(p[i] - '0');
	*length = negative ? (unsigned)-(long)says : (unsigned)says;
	if (i == n && i < LENGTH_DIGITS)
		return SOCKETMAP_MORE;
	if (i == (size_t)negative)
		return SOCKETMAP_NO_LENGTH;
	if (*length > most)
		return SOCKETMAP_TOO_LONG;
	if (p[i] != ':')
		return SOCKETMAP_NO_COLON;
	i++;
	if (n - i < says + 1)
		return SOCKETMAP_MORE;
	if (p[i + says] != ',')
		return SOCKETMAP_NO_COMMA;
	return meaning((struct slice){p + i, says}, value);
}
