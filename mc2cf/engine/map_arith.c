/*
 * map_arith.c - classes arith and arpa: answers that are computed
 *
 * arith: the key's first character is the operator, the arguments are the two
 * numbers: + - * / % | & = l (less than) r (a random number from the first to
 * the second).  Numbers are read as C spells them (010 is eight), what is none
 * is 0, sums wrap around, and sendmail cuts a result after fifteen characters.
 * arpa: an address backwards, as the domain name system wants it.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "engine/map_priv.h"

static long number(struct slice s)
{
	char digits[64];
	size_t n = s.n < sizeof(digits) ? s.n : sizeof(digits) - 1;

	if (n != 0)
		memcpy(digits, s.p, n);
	digits[n] = '\0';
	return strtol(digits, NULL, 0);
}

static bool random_between(long from, long to, long *r)
{
	uint64_t v, range;

	if (from > to || getrandom(&v, sizeof(v), 0) != (ssize_t)sizeof(v))
		return false;
	range = (uint64_t)to - (uint64_t)from + 1;
	*r = (long)((uint64_t)from + (range != 0 ? v % range : v));
	return true;
}

static bool compute(char op, long x, long y, long *r)
{
	uint64_t a = (uint64_t)x, b = (uint64_t)y;

	switch (op) {
	case '+': *r = (long)(a + b); return true;
	case '-': *r = (long)(a - b); return true;
	case '*': *r = (long)(a * b); return true;
	case '|': *r = (long)(a | b); return true;
	case '&': *r = (long)(a & b); return true;
	case '/':
		*r = y == -1 ? (long)(0 - a) : y != 0 ? x / y : 0;
		return y != 0;
	case '%':
		*r = y == -1 || y == 0 ? 0 : x % y;
		return y != 0;
	case 'r': return random_between(x, y, r);
	default: return false;
	}
}

static void arith_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	char op = q->key.n != 0 ? q->key.p[0] : '\0', text[32];
	long x, y, r = 0;
	int n;

	(void)m;
	a->status = MAP_CONFIG;
	if (q->nargs < 2 || op == '\0' || strchr("+-*/%|&=lr", op) == NULL)
		return;
	x = number(q->args[0]);
	y = number(q->args[1]);
	if (op == 'l' || op == '=') {
		map_plain((op == 'l' ? x < y : x == y) ? SLICE_LIT("TRUE") : SLICE_LIT("FALSE"), out, a);
		return;
	}
	a->status = MAP_OK;
	if (!compute(op, x, y, &r))
		return;
	n = snprintf(text, sizeof(text), "%ld", r);
	map_plain((struct slice){text, (size_t)n < MAP_ARITH_MAX ? (size_t)n : MAP_ARITH_MAX}, out, a);
}

static void backwards(const unsigned char *p, size_t n, struct buf *out)
{
	while (n-- > 0)
		buf_printf(out, "%x.%x%s", p[n] & 15u, p[n] >> 4, n != 0 ? "." : "");
}

static void arpa_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	char text[INET6_ADDRSTRLEN + 8];
	unsigned char address[16];

	(void)m;
	a->status = 65; /* EX_DATAERR */
	if (q->key.n >= sizeof(text) || q->key.n == 0)
		return;
	memcpy(text, q->key.p, q->key.n);
	text[q->key.n] = '\0';
	out->n = 0;
	if (q->key.n > 5 && slice_caseeq((struct slice){q->key.p, 5}, SLICE_LIT("IPv6:"))) {
		if (inet_pton(AF_INET6, text + 5, address) != 1)
			return;
		backwards(address, 16, out);
	} else {
		if (inet_pton(AF_INET, text, address) != 1)
			return;
		buf_printf(out, "%u.%u.%u.%u", address[3], address[2], address[1], address[0]);
	}
	*a = (struct map_answer){.found = true, .status = MAP_OK, .value = buf_slice(out)};
}

const struct map_type map_type_arith = {"arith", MT_PURE | MT_STOCK, NULL, NULL, NULL, arith_lookup, NULL};
const struct map_type map_type_arpa = {"arpa", MT_PURE | MT_STOCK, NULL, NULL, NULL, arpa_lookup, NULL};
