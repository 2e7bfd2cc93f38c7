/*
 * bt_slash.c - the commands that begin with a slash
 */
#include "cmd/engine/bt.h"
#include "engine/exchangers.h"
#include "engine/names.h"
#include "engine/print.h"

#define HOST_MAX 255 /* bytes of a name that /canon takes */

struct words {
	struct slice command, all, first, rest; /* all: what is behind the command; first, rest: its first word and what is behind that */
};

static struct slice skip(struct slice s)
{
	while (s.n != 0 && bt_space(s.p[0]))
		s = (struct slice){s.p + 1, s.n - 1};
	return s;
}

static struct slice word(struct slice *s)
{
	struct slice w = {s->p, 0};

	while (w.n < s->n && !bt_space(s->p[w.n]))
		w.n++;
	*s = skip((struct slice){s->p + w.n, s->n - w.n});
	return w;
}

static const char *used_as(unsigned flags)
{
	static const char *const words[] = {"envelope recipient", "header recipient", "envelope sender", "header sender"};

	return words[flags];
}

/* As it is printed; the $ of $g is one byte in it. */
static void put_shown(struct bt *b, struct slice s)
{
	char byte[PRINT_BYTE_MAX];

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\x81')
			bt_puts(b, "$");
		else
			bt_put(b, byte, print_byte(byte, (unsigned char)s.p[i]));
	}
}

static void parse(struct bt *b, const struct words *w, struct arena *a)
{
	struct destination d;

	if (w->all.n == 0) {
		bt_puts(b, "Usage: /parse address\n");
		return;
	}
	bt_puts(b, "Cracked address = ");
	put_shown(b, address_crack(b->site.program, a, w->all));
	bt_printf(b, "\nParsing %s address\n", used_as(b->use));
	address_parse(&b->site, a, w->all, b->use, &d);
	if (d.unreadable) {
		bt_puts(b, "Cannot parse\n");
		return;
	}
	bt_printf(b, "mailer %.*s", SLICE_ARG((d.mailer != NULL ? d.mailer->name : SLICE_LIT("*error*"))));
	if (d.host.p != NULL)
		bt_printf(b, ", host %.*s", SLICE_ARG(d.host));
	bt_printf(b, ", user %.*s\n", SLICE_ARG(d.user));
}

static void try(struct bt *b, const struct words *w, struct arena *a)
{
	const struct mailer *m;
	struct slice address;
	int status;

	if (w->rest.n == 0) {
		bt_puts(b, "Usage: /try mailer address\n");
		return;
	}
	m = mailers_find(&b->site.mailers, w->first);
	if (m == NULL) {
		bt_printf(b, "Unknown mailer %.*s\n", SLICE_ARG(w->first));
		return;
	}
	bt_printf(b, "Trying %s address %.*s for mailer %.*s\n", used_as(b->use), SLICE_ARG(w->rest), SLICE_ARG(w->first));
	address = address_remote(&b->site, a, w->rest, m, b->use, &status);
	bt_printf(b, "Rcode = %d, addr = %.*s\n", status, SLICE_ARG(address));
}

static void tryflags(struct bt *b, const struct words *w, struct arena *a)
{
	(void)a;
	if (w->all.n == 0) {
		bt_puts(b, "Usage: /tryflags [Hh|Ee][Ss|Rr]\n");
		return;
	}
	for (size_t i = 0; i < w->all.n; i++) {
		switch (w->all.p[i]) {
		case 'H': case 'h': b->use |= ADDRESS_HEADER; break;
		case 'E': case 'e': b->use &= ~(unsigned)ADDRESS_HEADER; break;
		case 'S': case 's': b->use |= ADDRESS_SENDER; break;
		case 'R': case 'r': b->use &= ~(unsigned)ADDRESS_SENDER; break;
		default: break;
		}
	}
	cfrw_set(b->site.context, "addr_type", b->use & ADDRESS_HEADER ? (b->use & ADDRESS_SENDER ? "h s" : "h r") : b->use & ADDRESS_SENDER ? "e s" : "e r", 3);
}

static void map(struct bt *b, const struct words *w, struct arena *a)
{
	struct map *m;
	struct map_question q = {.key = w->rest, .user = b->site.context};
	struct map_answer answer = {.found = false};
	struct buf scratch;

	if (w->all.n == 0) {
		bt_puts(b, "Usage: /map mapname key\n");
		return;
	}
	if (w->rest.n == 0) {
		bt_puts(b, "No key specified\n");
		return;
	}
	m = maps_find(live_maps(b->site.maps), w->first);
	if (m == NULL || !map_open(m)) {
		bt_printf(b, "Map named \"%.*s\" not %s\n", SLICE_ARG(w->first), m == NULL ? "found" : "open");
		return;
	}
	buf_init(&scratch, a);
	bt_printf(b, "map_lookup: %.*s (%.*s) ", SLICE_ARG(w->first), SLICE_ARG(w->rest));
	map_lookup(m, &q, &scratch, &answer); /* what it has to say stands behind that */
	if (answer.found)
		bt_printf(b, "returns %.*s (%d)\n", SLICE_ARG(answer.value), answer.status);
	else
		bt_printf(b, "no match (%d)\n", answer.status);
}

static void canon(struct bt *b, const struct words *w, struct arena *a)
{
	struct maps *maps = live_maps(b->site.maps);
	struct slice name;
	bool found;
	int status;

	if (w->all.n == 0) {
		bt_puts(b, "Usage: /canon address\n");
		return;
	}
	if (w->all.n > HOST_MAX) {
		bt_puts(b, "Name too long\n");
		return;
	}
	found = names_canonical(maps, w->all, true, true, a, &name, &status);
	if (name.n != 0 && name.p[name.n - 1] == '.' && (found || names_uses_dns(maps, a))) /* whom dns was asked of has no dot more */
		name.n--;
	bt_printf(b, "getcanonname(%.*s) returns %.*s\n", SLICE_ARG(w->all), SLICE_ARG(name));
}

static void mx(struct bt *b, const struct words *w, struct arena *a)
{
	struct slice v[MAP_MX_MAX];
	size_t n;
	int status;

	if (w->all.n == 0) {
		bt_puts(b, "Usage: /mx address\n");
		return;
	}
	n = exchangers_of(live_maps(b->site.maps), w->all, true, b->site.context, a, v, &status);
	if (n == 0 && status == MAP_UNAVAILABLE) {
		bt_printf(b, "getmxrr(%.*s) returns null MX (See RFC7505)\n", SLICE_ARG(w->all));
		return;
	}
	bt_printf(b, "getmxrr(%.*s) returns %d value(s):\n", SLICE_ARG(w->all), n == 0 && status == MAP_TEMPFAIL ? -1 : (int)n);
	for (size_t i = 0; i < n; i++)
		bt_printf(b, "\t%.*s\n", SLICE_ARG(v[i]));
}

static void sender(struct bt *b, const struct words *w, struct arena *a)
{
	struct slice s = address_sender(&b->site, a, w->all.n != 0 ? w->all : SLICE_LIT("root"));

	bt_printf(b, "addr=%.*s\n", SLICE_ARG(s));
}

static void expand(struct bt *b, const struct words *w, struct arena *a)
{
	(void)a;
	if (w->all.n == 0)
		bt_puts(b, "Usage: /expand string\n");
	else /* it is text, in which no macro is named any more */
		put_shown(b, w->all);
}

static void header(struct bt *b, const struct words *w, struct arena *a)
{
	bt_header(b, w->all, a);
}

static void quit(struct bt *b, const struct words *w, struct arena *a)
{
	(void)w;
	(void)a;
	b->quit = true;
}

/* Says nothing in Debian's sendmail, whatever is asked. */
static void gethost(struct bt *b, const struct words *w, struct arena *a)
{
	(void)b;
	(void)w;
	(void)a;
}

static const struct {
	const char *name;
	void (*run)(struct bt *b, const struct words *w, struct arena *a);
} commands[] = {
	{"canon", canon}, {"expand", expand}, {"gethostbyname", gethost}, {"header", header}, {"map", map}, {"mx", mx}, {"parse", parse},
	{"quit", quit}, {"sender", sender}, {"try", try}, {"tryflags", tryflags},
};

void bt_slash(struct bt *b, struct slice line)
{
	struct words w = {.all = line};
	struct arena *a;

	while (w.all.n != 0 && bt_space(w.all.p[w.all.n - 1]))
		w.all.n--;
	w.command = word(&w.all);
	w.rest = w.all;
	w.first = word(&w.rest);
	if (w.command.n == 1) {
		bt_puts(b, "Usage: /[canon|map|mx|parse|try|tryflags]\n");
		return;
	}
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		if (!slice_caseeq((struct slice){w.command.p + 1, w.command.n - 1}, slice_of(commands[i].name)))
			continue;
		a = bt_arena();
		commands[i].run(b, &w, a);
		arena_free(a);
		return;
	}
	bt_printf(b, "Unknown \"/\" command %.*s\n", SLICE_ARG(w.command));
}
