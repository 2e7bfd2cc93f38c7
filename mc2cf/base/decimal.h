/*
 * decimal.h - numbers as digits
 *
 * printf does the same and is slow to begin: a program that has no other use
 * for it and lives for a millisecond writes its few numbers by this.
 */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

/* The most digits of an unsigned int. */
#define DECIMAL_MAX 10

/* So many digits at least (up to DECIMAL_MAX), with zeros in front; where the last of them ends. */
static inline char *decimal_put(char *to, unsigned n, unsigned least)
{
	char digits[DECIMAL_MAX];
	unsigned i = DECIMAL_MAX;

	for (; n != 0 || i > DECIMAL_MAX - least; n /= 10)
		digits[--i] = (char)('0' + n % 10);
	while (i < DECIMAL_MAX)
		*to++ = digits[i++];
	return to;
}

#endif
