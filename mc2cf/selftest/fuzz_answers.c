/*
 * fuzz_answers.c - any bytes as an answer from outside
 *
 * The first byte says what the rest is: a packet of the domain name system
 * (D and the letter after it: the type asked for), a table of canned answers (T),
 * a reply of a socketmap server (S), a constant database (C), a file of LMDB (L).
 * What must hold: nothing crashes, nothing outside the bytes is looked at, and
 * what is taken out of them lies inside them.
 */
#define _GNU_SOURCE /* memfd_create */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "engine/cdb.h"
#include "engine/dns.h"
#include "engine/lmdb_file.h"
#include "engine/socketmap.h"
#include "engine/table.h"
#include "ir/codes.h"

#define INPUT_MAX ((size_t)128 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void out_of_memory(void *ctx)
{
	(void)ctx;
	abort();
}

static void packet(const uint8_t *data, size_t size, struct arena *a)
{
	static const enum dns_type types[] = {DNS_A, DNS_NS, DNS_CNAME, DNS_PTR, DNS_MX, DNS_TXT, DNS_AFSDB, DNS_AAAA, DNS_SRV, DNS_TLSA};
	struct dns_answer r = {.outcome = DNS_FAIL};
	enum dns_type type = size != 0 ? types[data[0] % 10] : DNS_A;
	bool ok = size != 0 && dns_read_packet(data + 1, size - 1, type, a, &r);

	for (size_t i = 0; ok && i < r.n; i++)
		if (r.v[i].text.n > 2048 || r.v[i].owner.n > 1024 || (r.v[i].type != type && r.v[i].type != DNS_CNAME))
			abort();
}

static void canned(struct slice text, struct arena *a)
{
	size_t n;
	const struct diag_code *codes = ir_codes(&n);
	struct srcset *src = srcset_new(a);
	struct diags *d = diags_new(a, src, codes, n);
	struct dns_answer r;
	struct dns *dns = dns_table(a, d, srcset_file(src, SLICE_LIT("names")), text);
	struct slice line, name;

	if ((dns == NULL) != (diags_errors(d) != 0))
		abort();
	while (dns != NULL && slice_next(&text, '\n', &line))
		if (slice_next(&line, ' ', &name)) {
			dns_ask(dns, name, DNS_MX, 0, a, &r);
			dns_ask(dns, name, DNS_A, 0, a, &r);
		}
}

/* The reply is the same however it is cut up: what is not whole is not taken for whole. */
static void reply(struct slice text)
{
	struct slice value = SLICE_NONE, early;
	unsigned length, other;
	enum socketmap_reply r = socketmap_read(text.p, text.n, 100000, &value, &length);

	if (r == SOCKETMAP_OK && (value.n > text.n || (value.n != 0 && (value.p < text.p || value.p + value.n > text.p + text.n))))
		abort();
	for (size_t i = 0; i < text.n && i < 64; i++) {
		enum socketmap_reply before = socketmap_read(text.p, i, 100000, &early, &other);

		if (before != SOCKETMAP_MORE && before != r)
			abort();
	}
}

static bool count_pair(void *ctx, struct slice key, struct slice value)
{
	*(size_t *)ctx += key.n + value.n;
	return true;
}

static const struct slice keys[] = {{"key1", 4}, {"key77", 5}, {"zzz", 3}, {"", 0}};

/* The bytes as a file. */
static int file_of(const uint8_t *data, size_t size)
{
	int fd = memfd_create("fuzz", 0);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	return fd;
}

static void constant(int fd)
{
	char path[64];
	struct cdb_file f;
	struct slice value;
	size_t bytes = 0;
	const char *why;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	table_cdb.dump(&table_cdb, path, count_pair, &bytes, &why);
	if (!cdb_file_open(&f, fd)) {
		close(fd);
		return;
	}
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		cdb_file_get(&f, keys[i], &value);
	cdb_file_close(&f);
}

static void lmdb(int fd)
{
	struct lmdb_file f;
	struct slice value;

	if (!lmdb_file_open(&f, fd)) {
		close(fd);
		return;
	}
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		lmdb_file_get(&f, keys[i], &value);
	lmdb_file_close(&f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;

	if (size == 0 || size > INPUT_MAX)
		return 0;
	a = arena_new(0, out_of_memory, NULL);
	switch (data[0]) {
	case 'D': packet(data + 1, size - 1, a); break;
	case 'T': canned((struct slice){arena_dup(a, (const char *)data + 1, size - 1), size - 1}, a); break;
	case 'S': reply((struct slice){(const char *)data + 1, size - 1}); break;
	case 'C': constant(file_of(data + 1, size - 1)); break;
	case 'L': lmdb(file_of(data + 1, size - 1)); break;
	default: break;
	}
	arena_free(a);
	return 0;
}

#include "selftest/fuzz_files.h"
