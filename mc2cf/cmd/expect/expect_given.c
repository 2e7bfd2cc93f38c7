/*
 * expect_given.c - lines that say what is given: `given', `config', `host',
 * `listed', `dns', `ldap', `table'
 */
#include <arpa/inet.h>

#include "cmd/expect/expect_priv.h"

void *expect_grow(struct arena *a, void *v, size_t n, size_t size)
{
	void *to;

	if ((n & (n - 1)) != 0)
		return v;
	to = arena_array(a, n != 0 ? n * 2 : 1, size);
	if (n != 0)
		memcpy(to, v, n * size);
	return to;
}

static bool is_name(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static void give(struct reader *r, const char *name, struct slice value)
{
	*GROW(r->a, r->block->given, r->block->ngiven, struct expect_given) = (struct expect_given){slice_of(name), value};
}

/* client=NAME/ADDRESS or client=ADDRESS */
static void give_client(struct reader *r, struct slice value)
{
	struct slice name = SLICE_NONE, address = value;
	struct buf b;

	for (size_t i = value.n; i-- > 0;)
		if (value.p[i] == '/') {
			name = (struct slice){value.p, i};
			address = (struct slice){value.p + i + 1, value.n - i - 1};
			break;
		}
	give(r, "client_resolve", name.n != 0 ? SLICE_LIT("OK") : SLICE_LIT("FAIL"));
	if (name.n == 0) {
		buf_init(&b, r->a);
		buf_printf(&b, "[%.*s]", SLICE_ARG(address));
		name = buf_slice(&b);
	}
	give(r, "client_addr", address);
	give(r, "client_name", name);
	give(r, "client_ptr", name);
}

static bool give_short(struct reader *r, struct slice name, struct slice value)
{
	if (slice_eq_str(name, "client"))
		give_client(r, value);
	else if (slice_eq_str(name, "from")) {
		give(r, "f", value);
		give(r, "mail_addr", value);
	} else if (slice_eq_str(name, "helo"))
		give(r, "s", value);
	else if (slice_eq_str(name, "auth")) {
		give(r, "auth_type", SLICE_LIT("PLAIN"));
		give(r, "auth_authen", value);
	} else if (slice_eq_str(name, "tls")) {
		give(r, "verify", value);
		give(r, "tls_version", SLICE_LIT("TLSv1.3"));
		give(r, "cipher_bits", SLICE_LIT("256"));
	} else
		return false;
	return true;
}

/* NAME=VALUE, NAME="VALUE WITH BLANKS" … */
static void read_given(struct reader *r, struct slice rest)
{
	if (r->block->n != 0) {
		diag_help(diag_add(r->d, 701, r->at, "`given' behind the first expectation of its block"), "leave a blank line before it");
		return;
	}
	while (rest.n != 0) {
		size_t n = 0, from, end;
		struct slice name, value;

		while (n < rest.n && is_name(rest.p[n]))
			n++;
		if (n == 0 || n == rest.n || rest.p[n] != '=') {
			diag_add(r->d, 701, r->at, "not NAME=VALUE: %.*s", SLICE_ARG(rest));
			return;
		}
		name = (struct slice){rest.p, n};
		from = end = n + 1;
		if (from < rest.n && rest.p[from] == '"' && memchr(rest.p + from + 1, '"', rest.n - from - 1) != NULL)
			end = (size_t)((const char *)memchr(rest.p + from + 1, '"', rest.n - from - 1) - rest.p) + 1;
		while (end < rest.n && rest.p[end] != ' ' && rest.p[end] != '\t')
			end++;
		value = (struct slice){rest.p + from, end - from};
		if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
			value = (struct slice){value.p + 1, value.n - 2};
		if (!give_short(r, name, value))
			*GROW(r->a, r->block->given, r->block->ngiven, struct expect_given) = (struct expect_given){name, value};
		rest = end < rest.n ? slice_trim((struct slice){rest.p + end, rest.n - end}) : SLICE_NONE;
	}
}

/* The address backwards, as in-addr.arpa, ip6.arpa and blocklists have it, a dot behind each part; 0: no address, else its family. */
static int put_reverse(const struct reader *r, struct slice address, struct buf *out)
{
	unsigned char b[16];
	const char *s;

	if (address.n > 5 && slice_caseeq((struct slice){address.p, 5}, SLICE_LIT("IPv6:")))
		address = (struct slice){address.p + 5, address.n - 5};
	s = arena_dup(r->a, address.p, address.n);
	if (inet_pton(AF_INET, s, b) == 1) {
		buf_printf(out, "%u.%u.%u.%u.", b[3], b[2], b[1], b[0]);
		return AF_INET;
	}
	if (inet_pton(AF_INET6, s, b) != 1)
		return 0;
	for (int i = 15; i >= 0; i--)
		buf_printf(out, "%x.%x.", b[i] & 15u, (unsigned)b[i] >> 4);
	return AF_INET6;
}

static void no_address(const struct reader *r, struct slice word)
{
	diag_add(r->d, 701, r->at, "no address: `%.*s'", SLICE_ARG(word));
}

/* host ADDRESS NAME … */
static void read_host(struct reader *r, struct slice rest)
{
	struct slice address = slice_word(&rest), first = slice_word(&rest), name;
	struct buf back;
	int family;

	buf_init(&back, r->a);
	family = put_reverse(r, address, &back);
	if (family == 0 || first.n == 0) {
		if (family == 0)
			no_address(r, address);
		else
			diag_add(r->d, 701, r->at, "a host without a name");
		return;
	}
	if (address.n > 5 && slice_caseeq((struct slice){address.p, 5}, SLICE_LIT("IPv6:")))
		address = (struct slice){address.p + 5, address.n - 5};
	buf_printf(&r->out->dns, "%.*s %s %.*s\n", SLICE_ARG(first), family == AF_INET ? "A" : "AAAA", SLICE_ARG(address));
	buf_printf(&r->out->dns, "%.*s%s PTR %.*s\n", SLICE_ARG(buf_slice(&back)), family == AF_INET ? "in-addr.arpa" : "ip6.arpa", SLICE_ARG(first));
	while ((name = slice_word(&rest)).n != 0)
		buf_printf(&r->out->dns, "%.*s CNAME %.*s\n", SLICE_ARG(name), SLICE_ARG(first));
}

/* listed ADDRESS LIST ANSWER */
static void read_listed(struct reader *r, struct slice rest)
{
	struct slice address = slice_word(&rest), list = slice_word(&rest), answer = slice_word(&rest);
	struct buf back;

	buf_init(&back, r->a);
	if (answer.n == 0 || rest.n != 0)
		diag_add(r->d, 701, r->at, "wanted: listed ADDRESS LIST ANSWER");
	else if (put_reverse(r, address, &back) == 0)
		no_address(r, address);
	else if (put_reverse(r, answer, &back) == 0)
		no_address(r, answer);
	else {
		back.n = 0;
		put_reverse(r, address, &back);
		buf_printf(&r->out->dns, "%.*s%.*s A %.*s\n", SLICE_ARG(buf_slice(&back)), SLICE_ARG(list), SLICE_ARG(answer));
	}
}

static struct expect_table *table_of(struct reader *r, struct slice name)
{
	struct expect_table *t;

	for (size_t i = 0; i < r->out->ntables; i++)
		if (slice_eq(r->out->tables[i].name, name))
			return &r->out->tables[i];
	t = GROW(r->a, r->out->tables, r->out->ntables, struct expect_table);
	t->name = name;
	buf_init(&t->text, r->a);
	return t;
}

/* table NAME KEY VALUE */
static void read_table(struct reader *r, struct slice rest)
{
	struct slice name = slice_word(&rest), key = slice_word(&rest);

	if (rest.n == 0)
		diag_add(r->d, 701, r->at, "wanted: table NAME KEY VALUE");
	else
		buf_printf(&table_of(r, name)->text, "%.*s\t%.*s\n", SLICE_ARG(key), SLICE_ARG(rest));
}

/* ldap KEY ATTRIBUTE VALUE */
static void read_ldap(struct reader *r, struct slice rest)
{
	struct slice key = slice_word(&rest), attribute = slice_word(&rest);
	struct buf name;

	if (rest.n == 0) {
		diag_add(r->d, 701, r->at, "wanted: ldap KEY ATTRIBUTE VALUE");
		return;
	}
	buf_init(&name, r->a);
	buf_printf(&name, "ldap-%.*s", SLICE_ARG(attribute));
	buf_printf(&table_of(r, buf_slice(&name))->text, "%.*s\t%.*s\n", SLICE_ARG(key), SLICE_ARG(rest));
}

/* dns NAME TYPE DATA: a line of canned answers, which their own reader looks at. */
static void read_dns(struct reader *r, struct slice rest)
{
	struct slice look = rest, name = slice_word(&look), type = slice_word(&look);

	if (name.n == 0 || type.n == 0)
		diag_add(r->d, 701, r->at, "wanted: dns NAME TYPE DATA");
	else
		buf_printf(&r->out->dns, "%.*s\n", SLICE_ARG(rest));
}

static void read_config(struct reader *r, struct slice rest)
{
	if (rest.n == 0)
		diag_add(r->d, 701, r->at, "`config' of which .mc?");
	r->config = rest;
	r->config_line = r->at.line;
	r->block = NULL;
}

static void open_block(struct reader *r)
{
	if (r->block != NULL)
		return;
	r->block = GROW(r->a, r->out->blocks, r->out->nblocks, struct expect_block);
	r->block->config = r->config;
	r->block->config_line = r->config_line;
}

void expect_line(struct reader *r, struct slice word, struct slice rest, expect_other_fn *other)
{
	static const struct {
		const char *word;
		void (*read)(struct reader *r, struct slice rest);
	} alone[] = {{"host", read_host}, {"listed", read_listed}, {"dns", read_dns}, {"ldap", read_ldap}, {"table", read_table}, {"config", read_config}};

	for (size_t i = 0; i < sizeof(alone) / sizeof(*alone); i++)
		if (slice_eq_str(word, alone[i].word)) {
			alone[i].read(r, rest);
			return;
		}
	open_block(r);
	if (slice_eq_str(word, "given"))
		read_given(r, rest);
	else
		other(r, word, rest);
}
