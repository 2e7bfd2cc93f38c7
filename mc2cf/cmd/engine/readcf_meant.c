/*
 * readcf_meant.c - see readcf.h: a line as sendmail has it when it looks at what kind of line it is
 */
#include <stdint.h>

#include "cmd/engine/readcf.h"
#include "engine/live.h"

/* What sendmail puts before bytes that could be its own codes. */
#define QUOTE '\xff'

/* The numbers of names that it knows itself. */
enum { MODE = 0x82, DELIVERY = 0xa0, LOAD = 0xa1 };

static void no_number(struct readcf *r)
{
	readcf_error(r, "Unable to assign macro/class ID (mid = 0xffffffff)");
}

static int *new_name(struct readcf *r, struct slice name)
{
	int *number = ARENA_NEW(r->arena, int);

	*number = r->nmacros < READCF_LONG_NAMES ? READCF_FIRST_LONG + (int)r->nmacros++ : -1;
	if (*number < 0)
		readcf_error(r, "Macro/class {%.*s}: too many long names", SLICE_ARG(name));
	symtab_set(r->macros, (struct slice){arena_dup(r->arena, name.p, name.n), name.n}, number);
	return number;
}

/* One letter in braces is that letter. */
static int number_of(void *readcf, struct slice name)
{
	struct readcf *r = readcf;
	int *number;

	if (name.n == 1)
		return (unsigned char)name.p[0];
	if (slice_eq_str(name, "opMode") || slice_eq_str(name, "deliveryMode") || slice_eq_str(name, "load_avg"))
		return name.p[0] == 'o' ? MODE : name.p[0] == 'd' ? DELIVERY : LOAD;
	if (r->macros == NULL)
		r->macros = symtab_new(r->arena, false);
	number = symtab_get(r->macros, name);
	if (number == NULL)
		number = new_name(r, name);
	if (*number < 0)
		no_number(r);
	return *number;
}

static void say_fault(void *readcf, enum cf_name_fault what, struct slice text)
{
	struct readcf *r = readcf;

	switch (what) {
	case CF_NAME_NONE:
		readcf_error(r, "Name required for macro/class");
		break;
	case CF_NAME_BYTE:
		readcf_error(r, "Invalid macro/class character %c", *text.p);
		break;
	case CF_NAME_OPEN:
		readcf_error(r, "Unbalanced { on %.*s", SLICE_ARG(text));
		no_number(r);
		break;
	case CF_NAME_LONG:
		readcf_error(r, "Macro/class name ({%.*s}) too long (%zu chars max)", SLICE_ARG(text), text.n);
		no_number(r);
		break;
	}
}

static struct cf_meaning how(struct readcf *r)
{
	return (struct cf_meaning){.arena = r->arena, .comments = r->level >= 3, .number = number_of, .fault = say_fault, .ctx = r};
}

void readcf_name(struct readcf *r, struct slice text)
{
	struct cf_meaning m = how(r);
	struct slice name;

	if (text.n == 0)
		say_fault(r, CF_NAME_NONE, text);
	else if (text.p[0] == '{' && cf_mend_name(&m, &text, &name))
		number_of(r, name);
}

static inline bool is_code(char c)
{
	return ((unsigned char)c & 0xe0) == 0x80 || c == QUOTE;
}

static struct slice with_quotes(struct readcf *r, struct slice line)
{
	struct buf b;

	buf_init(&b, r->arena);
	for (size_t i = 0; i < line.n; i++) {
		if (is_code(line.p[i]))
			buf_putc(&b, QUOTE);
		buf_putc(&b, line.p[i]);
	}
	return buf_slice(&b);
}

/* Whether a byte has the eighth bit, eight of them at a time. */
static bool has_high(struct slice s)
{
	uint64_t word, all = 0;
	size_t i = 0;

	for (; i + sizeof(word) <= s.n; i += sizeof(word)) {
		memcpy(&word, s.p + i, sizeof(word));
		all |= word;
	}
	for (; i < s.n; i++)
		all |= (unsigned char)s.p[i];
	return (all & 0x8080808080808080) != 0;
}

struct slice readcf_meant(struct readcf *r, struct slice line)
{
	if (has_high(line))
		line = with_quotes(r, line);
	if (memchr(line.p, '$', line.n) != NULL || memchr(line.p, '#', line.n) != NULL) {
		struct cf_meaning m = how(r);

		line = cf_meant(&m, line);
	}
	while (line.n > 1 && readcf_space(line.p[line.n - 1]))
		line.n--;
	return line;
}

struct slice readcf_expanded(struct readcf *r, struct slice meant)
{
	struct cf_meaning m = {.arena = r->arena, .comments = r->level >= 3};

	if (memchr(meant.p, CF_CONSTRUCT, meant.n) == NULL)
		return meant;
	return program_expanded(r->program, r->arena, readcf_from(cf_meant(&m, r->given), 1));
}
