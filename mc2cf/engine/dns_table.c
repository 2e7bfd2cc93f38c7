/*
 * dns_table.c - canned answers from a text file: nobody is asked
 *
 *     # who is there
 *     search example.org
 *     mx.example.org     MX     10 a.example.org
 *     a.example.org      A      192.0.2.1
 *     *.wild.example.org A      192.0.2.2
 *     slow.example.org   TEMPFAIL
 *     half.example.org   TEMPFAIL AAAA
 *     a.example.org      SECURE
 *
 * A line `as-written' makes names come back as the table spells them, as those
 * of a file of hosts do.  Any other line is a name, a type and what the record
 * says; a TTL and IN may stand before the type, and a dot at the end of a name.
 * A name that has no line is not there.  TEMPFAIL: questions about it fail for now, all or those for
 * the types behind it.  SECURE: DNSSEC proves what is said of it.
 */
#include <arpa/inet.h>

#include "base/buf.h"
#include "engine/dns_priv.h"
#include "base/symtab.h"

struct entry {
	struct dns_record record;
	bool tempfail; /* there is none: questions for that type fail for now */
	struct entry *next;
};

struct name {
	struct slice spelled;
	struct entry *first, **last;
	bool tempfail, secure;
};

struct table {
	struct dns dns;
	struct arena *a;
	struct symtab *names;
	struct diags *d;
	struct srcpos at;
	bool bad;
	bool as_written; /* names come back as the table spells them, else as they were asked */
};

static struct slice without_dot(struct slice s)
{
	return s.n > 1 && s.p[s.n - 1] == '.' ? (struct slice){s.p, s.n - 1} : s;
}

static struct slice word_of(struct slice *rest)
{
	size_t n = 0;

	*rest = slice_trim(*rest);
	while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t')
		n++;
	*rest = (struct slice){rest->p + n, rest->n - n};
	return (struct slice){rest->p - n, n};
}

static void wrong(struct table *t, struct slice word, const char *what)
{
	t->bad = true;
	diag_add(t->d, 440, t->at, "%s: `%.*s'", what, SLICE_ARG(word));
}

static bool number_of(struct slice s, unsigned max, unsigned *v)
{
	*v = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || *v > max)
			return false;
		*v = *v * 10 + (unsigned)(s.p[i] - '0');
	}
	return s.n != 0 && *v <= max;
}

/* An address as sendmail shows it. */
static bool address_of(struct table *t, struct slice s, enum dns_type type, struct slice *out)
{
	const char *text = arena_dup(t->a, s.p, s.n);
	unsigned char b[16];
	struct buf o;

	if (inet_pton(type == DNS_A ? AF_INET : AF_INET6, text, b) != 1)
		return false;
	buf_init(&o, t->a);
	if (type == DNS_A)
		buf_printf(&o, "%u.%u.%u.%u", b[0], b[1], b[2], b[3]);
	else
		for (int i = 0; i < 16; i += 2)
			buf_printf(&o, "%s%x", i == 0 ? "IPv6:" : ":", (unsigned)b[i] << 8 | b[i + 1]);
	*out = buf_slice(&o);
	return true;
}

/* The text of a TXT record: with quotes around, or the rest of the line. */
static struct slice text_of(struct slice rest)
{
	rest = slice_trim(rest);
	if (rest.n > 1 && rest.p[0] == '"') {
		const char *end = memchr(rest.p + 1, '"', rest.n - 1);

		if (end != NULL)
			return (struct slice){rest.p + 1, (size_t)(end - rest.p) - 1};
	}
	return rest;
}

static bool read_data(struct table *t, struct dns_record *r, struct slice rest)
{
	struct slice word;

	if (r->type == DNS_TXT) {
		r->text = text_of(rest);
		return true;
	}
	if (r->type == DNS_TLSA) {
		r->text = slice_trim(rest);
		return r->text.n != 0;
	}
	if (r->type == DNS_A || r->type == DNS_AAAA)
		return address_of(t, word_of(&rest), r->type, &r->text) && slice_trim(rest).n == 0;
	if ((r->type == DNS_MX || r->type == DNS_AFSDB || r->type == DNS_SRV) && !number_of(word_of(&rest), 65535, &r->number))
		return false;
	if (r->type == DNS_SRV && (!number_of(word_of(&rest), 65535, &r->weight) || !number_of(word_of(&rest), 65535, &r->port)))
		return false;
	word = word_of(&rest);
	r->text = slice_eq_str(word, ".") ? SLICE_LIT("") : without_dot(word);
	return word.n != 0 && slice_trim(rest).n == 0;
}

static struct name *name_of(struct table *t, struct slice name)
{
	struct name *n = symtab_get(t->names, name);

	if (n == NULL) {
		n = ARENA_NEW(t->a, struct name);
		n->spelled = name;
		n->last = &n->first;
		symtab_set(t->names, name, n);
	}
	return n;
}

/* One more of that type; NULL, which is said: it is none. */
static struct entry *new_entry(struct table *t, struct slice type)
{
	struct entry *e = ARENA_NEW(t->a, struct entry);

	e->record.type = dns_type_of(type);
	if (e->record.type != 0)
		return e;
	wrong(t, type, "no type of records that is known here");
	return NULL;
}

static void add_entry(struct name *n, struct entry *e)
{
	*n->last = e;
	n->last = &e->next;
}

/* rest: the types that fail for now; without any all do. */
static void add_tempfail(struct table *t, struct name *n, struct slice rest)
{
	struct slice type = word_of(&rest);
	struct entry *e;

	n->tempfail = n->tempfail || type.n == 0;
	for (; type.n != 0; type = word_of(&rest)) {
		e = new_entry(t, type);
		if (e == NULL)
			return;
		e->tempfail = true;
		add_entry(n, e);
	}
}

static void add_record(struct table *t, struct slice name, struct slice type, struct slice rest)
{
	struct name *n = name_of(t, name);
	struct entry *e;

	if (slice_caseeq(type, SLICE_LIT("TEMPFAIL")))
		add_tempfail(t, n, rest);
	else if (slice_caseeq(type, SLICE_LIT("SECURE")))
		n->secure = true;
	else {
		e = new_entry(t, type);
		if (e == NULL)
			return;
		e->record.owner = name;
		if (read_data(t, &e->record, rest))
			add_entry(n, e);
		else
			wrong(t, slice_trim(rest), "not what such a record says");
	}
}

static void read_line(struct table *t, struct slice line)
{
	struct slice name, type;
	const char *comment = line.n != 0 ? memchr(line.p, '#', line.n) : NULL;
	unsigned ttl;

	if (comment != NULL && (comment == line.p || slice_find(line, SLICE_LIT("\"")) < 0))
		line.n = (size_t)(comment - line.p);
	name = word_of(&line);
	if (name.n == 0)
		return;
	if (slice_eq_str(name, "search")) {
		dns_add_search(&t->dns, t->a, line);
		return;
	}
	if (slice_eq_str(name, "as-written")) {
		t->as_written = true;
		return;
	}
	type = word_of(&line);
	if (number_of(type, 0x7fffffff, &ttl))
		type = word_of(&line);
	if (slice_caseeq(type, SLICE_LIT("IN")))
		type = word_of(&line);
	if (type.n == 0)
		wrong(t, name, "a name without a type of records");
	else
		add_record(t, without_dot(name), type, line);
}

/* The name's own lines, or those of the nearest wildcard; NULL: it is not there. */
static struct name *find(struct table *t, struct slice name)
{
	struct name *n = symtab_get(t->names, name);
	char room[DNS_NAME_MAX + 2];

	for (const char *dot = memchr(name.p, '.', name.n); n == NULL && dot != NULL && name.n < sizeof(room) - 1; dot = memchr(name.p, '.', name.n)) {
		name = (struct slice){dot + 1, name.n - (size_t)(dot + 1 - name.p)};
		room[0] = '*';
		room[1] = '.';
		if (name.n == 0)
			break;
		memcpy(room + 2, name.p, name.n);
		n = symtab_get(t->names, (struct slice){room, name.n + 2});
	}
	return n;
}

static void add(struct dns_answer *out, const struct dns_record *r, struct slice owner, struct arena *a)
{
	struct dns_record *v;

	if (out->n == DNS_RECORDS_MAX)
		return;
	if ((out->n & (out->n - 1)) == 0) {
		v = arena_array(a, out->n != 0 ? out->n * 2 : 1, sizeof(*v));
		if (out->n != 0)
			memcpy(v, out->v, out->n * sizeof(*v));
		out->v = v;
	}
	out->v[out->n] = *r;
	out->v[out->n++].owner = owner;
}

/* The records of one name; *cname is where it leads, where it does. */
static size_t take(const struct name *n, enum dns_type type, struct dns_answer *out, struct slice *cname, struct arena *a)
{
	size_t found = 0;
	struct slice owner = out->canonical;

	cname->n = 0;
	for (const struct entry *e = n->first; e != NULL; e = e->next) {
		if (e->tempfail)
			continue;
		if (e->record.type == type)
			found++;
		else if (e->record.type == DNS_CNAME)
			*cname = e->record.text;
		else
			continue;
		add(out, &e->record, owner, a);
	}
	return found;
}

static bool fails(const struct name *n, enum dns_type type)
{
	for (const struct entry *e = n->first; e != NULL; e = e->next)
		if (e->tempfail && e->record.type == type)
			return true;
	return n->tempfail;
}

static void table_ask(struct dns *dns, struct slice name, enum dns_type type, unsigned timeout_ms, struct arena *a, struct dns_answer *out)
{
	struct table *t = (struct table *)dns;
	struct slice cname = name;

	(void)timeout_ms;
	out->v = NULL;
	out->n = 0;
	out->secure = true;
	for (int i = 0; i < DNS_CHAIN_MAX && cname.n != 0; i++) {
		const struct name *n = find(t, cname);

		out->canonical = cname;
		if (n == NULL || fails(n, type)) {
			out->outcome = n == NULL ? DNS_NO_NAME : DNS_TEMPFAIL;
			out->secure = false;
			return;
		}
		out->secure = out->secure && n->secure;
		if (t->as_written && n->spelled.p[0] != '*') /* as a file of hosts gives it */
			out->canonical = n->spelled;
		if (take(n, type, out, &cname, a) != 0) {
			out->outcome = DNS_OK;
			return;
		}
	}
	out->outcome = cname.n == 0 ? DNS_NO_DATA : DNS_OK; /* a ring of CNAMEs is an answer, and whoever asks goes round in it */
	out->secure = out->secure && cname.n == 0;
}

static const struct dns_kind table_kind = {true, table_ask, NULL};

struct dns *dns_table(struct arena *a, struct diags *d, uint32_t file, struct slice text)
{
	struct table *t = ARENA_NEW(a, struct table);
	struct slice line;

	*t = (struct table){.dns.kind = &table_kind, .a = a, .names = symtab_new(a, true), .d = d, .at = {.file = file, .col = 1}};
	while (slice_next(&text, '\n', &line)) {
		t->at.line++;
		read_line(t, line);
	}
	return t->bad ? NULL : &t->dns;
}
