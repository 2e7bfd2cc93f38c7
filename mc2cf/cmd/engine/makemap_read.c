/*
 * makemap_read.c - the text of a table
 *
 * A line is a key and a value, with white space (or -t's character) between; a
 * line that begins with # and an empty one do not count.  All faults are found in
 * one run, each with its place; a table with faults is not made.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/symtab.h"
#include "cmd/engine/limits.h"
#include "cmd/engine/makemap.h"

void makemap_add(struct makemap *m, struct slice key, struct slice value, uint32_t line)
{
	if (m->npairs == m->cap) {
		struct pair *v = arena_array(m->arena, m->cap != 0 ? m->cap * 2 : 1024, sizeof(*v));

		if (m->npairs != 0)
			memcpy(v, m->pairs, m->npairs * sizeof(*v));
		m->pairs = v;
		m->cap = m->cap != 0 ? m->cap * 2 : 1024;
	}
	m->pairs[m->npairs++] = (struct pair){key, value, line};
	m->bytes += key.n + value.n;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t key_length(const struct makemap *m, struct slice line)
{
	size_t n = 0;

	while (n < line.n && (m->delim != '\0' ? line.p[n] != m->delim : !is_blank(line.p[n])))
		n++;
	return n;
}

static struct slice value_behind(const struct makemap *m, struct slice line, size_t key)
{
	size_t i = key;

	if (m->delim != '\0')
		i += i < line.n;
	else
		while (i < line.n && is_blank(line.p[i]))
			i++;
	return (struct slice){line.p + i, line.n - i};
}

/* As it goes into the table: small letters, and the NUL of -N. */
static struct slice stored_key(const struct makemap *m, struct slice key)
{
	char *p = arena_dup(m->arena, key.p, key.n); /* with a NUL behind it */

	for (size_t i = 0; i < key.n && !m->no_fold; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] + 32);
	return (struct slice){p, key.n + (m->null ? 1 : 0)};
}

static struct slice stored_value(const struct makemap *m, struct slice value)
{
	return m->null ? (struct slice){arena_dup(m->arena, value.p, value.n), value.n + 1} : value;
}

static void one_line(struct makemap *m, struct slice line, struct srcpos at)
{
	size_t n;
	struct slice value;

	if (line.n != 0 && line.p[line.n - 1] == '\r')
		line.n--;
	if (line.n == 0 || line.p[0] == m->comment)
		return;
	n = key_length(m, line);
	value = value_behind(m, line, n);
	if (memchr(line.p, '\0', line.n) != NULL)
		diag_add(m->diags, 441, at, "a NUL byte");
	else if (n == 0 && m->delim == '\0' && slice_trim(line).n == 0)
		return;
	else if (n == 0)
		diag_help(diag_add(m->diags, 441, at, m->delim == '\0' ? "white space where a key is wanted" : "no key"), "a comment begins with `%c' in the first column",
		          m->comment);
	else if (value.n == 0 && !m->empty)
		diag_help(diag_add(m->diags, 441, at, "no value for the key `%.*s'", SLICE_ARG(((struct slice){line.p, n}))), "with -e keys may be without a value");
	else if (m->kind->key_max != 0 && n + m->null > m->kind->key_max)
		diag_add(m->diags, 441, at, "a key of %zu bytes; %s takes %zu", n, m->kind->name, m->kind->key_max);
	else
		makemap_add(m, stored_key(m, (struct slice){line.p, n}), stored_value(m, value), at.line);
}

/* Keys that come twice: an error, but with -d (both) and -r (the last). */
static void find_duplicates(struct makemap *m, uint32_t file)
{
	struct symtab *seen = symtab_new(m->arena, false);
	size_t kept = 0;

	if (m->duplicates)
		return;
	for (size_t i = 0; i < m->npairs; i++) {
		struct pair *p = &m->pairs[i], *first = symtab_get(seen, p->key);

		if (first != NULL && m->replace) {
			first->value = p->value;
			first->line = p->line;
			continue;
		}
		if (first != NULL) {
			struct diag *g = diag_add(m->diags, 442, (struct srcpos){.file = file, .line = p->line, .col = 1}, "the key `%.*s' comes a second time", (int)(p->key.n - m->null), p->key.p);

			if (first->line != 0)
				diag_place(g, (struct srcpos){.file = file, .line = first->line, .col = 1}, "here it came first");
			diag_help(g, "with -r the last counts%s", m->kind->key_max == 0 ? ", with -d both are kept" : "");
			continue;
		}
		m->pairs[kept] = *p;
		symtab_set(seen, p->key, &m->pairs[kept++]);
	}
	m->npairs = kept;
}

static bool read_input(struct makemap *m, uint32_t *file, struct slice *text)
{
	struct buf b;
	ssize_t r;
	int error;

	if (m->input != NULL) {
		error = srcset_load(m->src, slice_of(m->input), MAKEMAP_INPUT_MAX, file, text);
		if (error != 0)
			fprintf(stderr, "mc2cf makemap: cannot read %s: %s\n", m->input, strerror(error));
		return error == 0;
	}
	buf_init(&b, m->arena);
	for (;;) {
		char part[65536];

		r = read(STDIN_FILENO, part, sizeof(part));
		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0 || b.n > MAKEMAP_INPUT_MAX)
			break;
		buf_put(&b, part, (size_t)r);
	}
	if (r != 0) {
		fprintf(stderr, "mc2cf makemap: cannot read standard input: %s\n", strerror(r < 0 ? errno : EFBIG));
		return false;
	}
	*text = b.n != 0 ? buf_slice(&b) : SLICE_LIT("");
	*file = srcset_file(m->src, SLICE_LIT("(standard input)"));
	srcset_text(m->src, *file, *text);
	return true;
}

bool makemap_read(struct makemap *m)
{
	struct slice text, line;
	struct srcpos at = {.col = 1};

	if (!read_input(m, &at.file, &text))
		return false;
	while (slice_next(&text, '\n', &line)) {
		at.line++;
		one_line(m, line, at);
	}
	find_duplicates(m, at.file);
	return true;
}
