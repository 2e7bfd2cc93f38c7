/*
 * relay.c - see relay.h: the cases, and what is said of those that get through
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "cmd/engine/limits.h"
#include "cmd/engine/relay.h"
#include "cmd/engine/verbs.h"

static const struct slice forms[] = {
#define FORM(text) {text, sizeof(text) - 1},
#include "cmd/engine/relay_forms.def"
#undef FORM
};

/* A case that got through. */
struct hit {
	struct slice address, answer;
	size_t client, sender, form;
};

struct suite {
	struct tests *t;
	struct world *w;
	struct relay_who who;
	atomic_size_t next;
};

struct worker {
	struct suite *s;
	struct arena *a;
	struct hit *hits;          /* the first of each form */
	size_t nhits, cases, through;
	unsigned char seen[sizeof(forms) / sizeof(*forms)];
};

static void out_of_memory(void *ctx)
{
	(void)ctx;
	fputs("mc2cf test: out of memory\n", stderr);
	exit(STATUS_TOOL);
}

static void put_capitals(struct buf *b, struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_putc(b, s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 32) : s.p[i]);
}

/* The form with its names in place; false: it has no %o, and this is not the first name of ours. */
static bool fill(struct slice form, struct slice party, struct slice own, bool first, struct buf *b)
{
	bool uses = first;

	b->n = 0;
	buf_putc(b, '<');
	for (size_t i = 0; i < form.n; i++) {
		char next = i + 1 < form.n ? form.p[i + 1] : '\0';

		if (form.p[i] != '%' || strchr("vVlo%", next) == NULL || next == '\0') {
			buf_putc(b, form.p[i]);
			continue;
		}
		i++;
		uses = uses || next == 'o';
		if (next == 'v')
			buf_put_slice(b, party);
		else if (next == 'V')
			put_capitals(b, party);
		else if (next == 'l')
			buf_puts(b, RELAY_ADDRESS);
		else if (next == 'o')
			buf_put_slice(b, own);
		else
			buf_putc(b, '%');
	}
	buf_putc(b, '>');
	return uses;
}

/* Whether the client may say whom mail is from: then the session waits for a recipient. */
static bool let_in(struct asker *k, struct session *s, const struct session_client *c, struct slice sender, struct buf *b)
{
	struct session_verdict v;

	asker_fresh(k);
	arena_clear(k->scratch);
	b->n = 0;
	buf_printf(b, "<%.*s>", SLICE_ARG(sender));
	session_begin(s, &k->site, k->scratch, c);
	session_relay(s, &v);
	if (v.kind == SESSION_ACCEPT)
		session_mail(s, buf_slice(b), &v);
	return v.kind == SESSION_ACCEPT;
}

static void got_through(struct worker *w, const struct hit *h, struct slice answer)
{
	struct hit *to;

	w->through++;
	if (w->seen[h->form])
		return;
	w->seen[h->form] = 1;
	to = &w->hits[w->nhits++];
	*to = *h;
	to->address.p = arena_dup(w->a, h->address.p, h->address.n);
	to->answer = (struct slice){arena_dup(w->a, answer.p, answer.n), answer.n};
}

/* Whether the recipient is taken, and mail to it leaves. */
static bool leaves(struct asker *k, struct session *s, struct slice recipient, struct slice party, const struct relay_who *who)
{
	struct session_verdict v;

	arena_clear(k->scratch);
	session_rcpt(s, recipient, &v);
	return v.kind == SESSION_ACCEPT && relay_leaves(&s->to, party, who);
}

/* session NULL: the client was not let in. */
static void try_forms(struct worker *w, struct asker *k, struct session *session, struct hit h, size_t party, struct buf *b)
{
	const struct relay_who *who = &w->s->who;
	bool plain = h.client >= who->usual_clients || h.sender >= who->senders.usual || party >= who->parties.usual;
	size_t n = plain ? RELAY_PLAIN : sizeof(forms) / sizeof(*forms);

	for (h.form = 0; h.form < n; h.form++)
		for (size_t o = 0; o < (h.client < RELAY_FIRST ? who->ours.n : 1); o++) {
			if (!fill(forms[h.form], who->parties.v[party], who->ours.v[o], o == 0, b))
				continue;
			w->cases++;
			h.address = buf_slice(b);
			if (session != NULL && leaves(k, session, h.address, who->parties.v[party], who))
				got_through(w, &h, asker_told(k, &session->to));
		}
}

static void try_pair(struct worker *w, struct asker *k, size_t client, size_t sender, struct buf *b)
{
	const struct relay_who *who = &w->s->who;
	bool odd_client = client >= who->usual_clients, odd_sender = sender >= who->senders.usual, let;
	struct session session;

	if (odd_client && odd_sender) /* what tables suggest is tried one at a time */
		return;
	let = let_in(k, &session, &who->clients[client], who->senders.v[sender], b);
	for (size_t p = 0; p < who->parties.n; p++)
		if (p < who->parties.usual || (!odd_client && !odd_sender))
			try_forms(w, k, let ? &session : NULL, (struct hit){.client = client, .sender = sender}, p, b);
}

static void *work(void *data)
{
	struct worker *w = data;
	const struct relay_who *who = &w->s->who;
	size_t i, n = who->nclients * who->senders.n;
	struct asker *k = asker_new(w->a, w->s->w, out_of_memory, NULL);
	struct buf b;

	if (k == NULL)
		out_of_memory(NULL);
	buf_init(&b, w->a);
	while ((i = atomic_fetch_add(&w->s->next, 1)) < n)
		try_pair(w, k, i / who->senders.n, i % who->senders.n, &b);
	asker_free(k);
	return NULL;
}

/* --- what is said --- */

/* Whether it can be typed, so that sendmail -bt can be asked the same. */
static bool is_text(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || (unsigned char)s.p[i] >= 0x7f)
			return false;
	return true;
}

static void put_text(struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < ' ' || c >= 0x7f)
			printf("\\x%02x", c);
		else
			putchar(c);
	}
}

/* As a block of expectations, which can be asked again and put into a file. */
static void say_hit(const struct relay_who *who, const struct hit *h)
{
	const struct session_client *c = &who->clients[h->client];
	struct slice sender = who->senders.v[h->sender];

	fputs("\n# leaves: ", stdout);
	put_text(h->answer);
	printf("\ngiven client_addr=%.*s client_name=%.*s client_ptr=%.*s client_resolve=%.*s s=%.*s\n", SLICE_ARG(c->address), SLICE_ARG(c->name), SLICE_ARG(c->name),
	       SLICE_ARG(c->resolve), SLICE_ARG(c->helo));
	printf("given from=%.*s\n", SLICE_ARG(sender));
	fputs(is_text(h->address) ? "check_rcpt " : "# check_rcpt ", stdout);
	put_text(h->address);
	puts(" -> error 5.7.1");
}

static void say_answers(struct slice answers)
{
	struct slice line;

	while (slice_next(&answers, '\n', &line))
		if (!slice_starts(line, SLICE_LIT("localhost")))
			printf("dns %.*s\n", SLICE_ARG(line));
}

static int by_form(const void *x, const void *y)
{
	const struct hit *a = x, *b = y;

	return a->form < b->form ? -1 : a->form > b->form;
}

static int report(struct suite *s, struct worker *v, size_t n)
{
	struct hit *all = arena_array(s->t->a, n * sizeof(forms) / sizeof(*forms) + 1, sizeof(*all));
	size_t nall = 0, cases = 0, through = 0, shown = 0;

	for (size_t i = 0; i < n; i++) {
		if (v[i].nhits != 0)
			memcpy(all + nall, v[i].hits, v[i].nhits * sizeof(*all));
		nall += v[i].nhits;
		cases += v[i].cases;
		through += v[i].through;
	}
	qsort(all, nall, sizeof(*all), by_form);
	if (nall != 0) {
		printf("# Mail for a third party that %s lets through: each should be refused.\n", s->w->source);
		say_answers(s->w->answers);
	}
	for (size_t i = 0; i < nall; i++) {
		if (i != 0 && all[i].form == all[i - 1].form)
			continue;
		if (shown++ < RELAY_SHOWN || s->t->verbose)
			say_hit(&s->who, &all[i]);
	}
	if (shown > RELAY_SHOWN && !s->t->verbose)
		printf("\n# %zu more ways to write the address get through; -v shows them\n", shown - RELAY_SHOWN);
	printf("%s%s: %zu cases, %zu get through\n", nall != 0 ? "\n# " : "", s->w->source, cases, through);
	return through != 0 ? STATUS_INPUT : STATUS_OK;
}

/* The world is opened twice: what the name service says of us needs our name. */
static struct world *open_world(struct tests *t, const char *source, struct relay_who *who)
{
	struct world *w = world_open(t->a, &t->how, source, NULL);
	struct asker *k;
	struct cfrw_text j;

	if (w == NULL)
		return NULL;
	w->answers = relay_answers(t->a, SLICE_LIT("localhost"));
	k = asker_new(t->a, w, out_of_memory, NULL);
	if (k == NULL)
		out_of_memory(NULL);
	asker_fresh(k);
	j = cfrw_expand(k->site.context, "$j", 2);
	w->answers = relay_answers(t->a, (struct slice){j.p, j.n});
	relay_find(t->a, k, who);
	asker_free(k);
	return w;
}

int relay_test(struct tests *t)
{
	struct suite *s = ARENA_NEW(t->a, struct suite);
	struct worker v[TEST_THREADS_MAX];
	pthread_t threads[TEST_THREADS_MAX];
	bool started[TEST_THREADS_MAX] = {false};
	int status;

	if (t->nnames > 1 || (t->nnames == 0 && t->how.cf == NULL)) {
		fputs("mc2cf test: --relay wants one FILE.mc, or -C FILE.cf\n", stderr);
		return STATUS_TOOL;
	}
	s->t = t;
	s->w = open_world(t, t->nnames != 0 ? t->names[0] : t->how.cf, &s->who);
	if (s->w == NULL)
		return STATUS_INPUT;
	for (size_t i = 0; i < t->threads; i++) {
		v[i] = (struct worker){.s = s, .a = arena_new(0, out_of_memory, NULL)};
		if (v[i].a == NULL)
			out_of_memory(NULL);
		v[i].hits = arena_array(v[i].a, sizeof(forms) / sizeof(*forms), sizeof(struct hit));
		started[i] = i != 0 && pthread_create(&threads[i], NULL, work, &v[i]) == 0;
	}
	work(&v[0]);
	for (size_t i = 1; i < t->threads; i++)
		if (started[i])
			pthread_join(threads[i], NULL);
	status = report(s, v, t->threads);
	for (size_t i = 0; i < t->threads; i++)
		arena_free(v[i].a);
	world_close(s->w);
	return status;
}
