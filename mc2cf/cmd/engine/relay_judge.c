/*
 * relay_judge.c - see relay.h: where an accepted address leads
 */
#include "cmd/engine/limits.h"
#include "cmd/engine/relay.h"

/* Whether a name is the party's: by itself, or with something behind a dot that is not ours ("third.example.UUCP"). */
static bool is_party(struct slice name, struct slice party, const struct relay_who *who)
{
	struct slice rest;

	while (name.n != 0 && (name.p[0] == '[' || name.p[0] == '"' || name.p[0] == '.'))
		name = (struct slice){name.p + 1, name.n - 1};
	while (name.n != 0 && (name.p[name.n - 1] == '.' || name.p[name.n - 1] == ']' || name.p[name.n - 1] == '"'))
		name.n--;
	if (name.n < party.n || !slice_caseeq((struct slice){name.p, party.n}, party))
		return false;
	rest = (struct slice){name.p + party.n, name.n - party.n};
	if (rest.n == 0)
		return true;
	if (rest.p[0] != '.')
		return false;
	for (size_t i = 0; i < who->ours.n; i++) {
		struct slice own = who->ours.v[i];

		if (rest.n > own.n && slice_caseeq((struct slice){rest.p + rest.n - own.n, own.n}, own))
			return false;
	}
	return true;
}

/* An address as the next host reads it: cut behind the last @ outside quotes, else before the first !, else behind the last %. */
static struct slice decides(struct slice user, struct slice *local)
{
	size_t at = user.n, percent = user.n, bang = user.n;
	bool quoted = false;

	for (size_t i = 0; i < user.n; i++) {
		if (user.p[i] == '\\')
			i++;
		else if (user.p[i] == '"')
			quoted = !quoted;
		else if (!quoted && user.p[i] == '@')
			at = i;
		else if (!quoted && user.p[i] == '%')
			percent = i;
		else if (!quoted && user.p[i] == '!' && bang == user.n)
			bang = i;
	}
	*local = SLICE_LIT("");
	if (at == user.n && bang + 1 < user.n)
		return (struct slice){user.p, bang};
	at = at < user.n ? at : percent;
	if (at == user.n || at == 0)
		return SLICE_LIT("");
	*local = (struct slice){user.p, at};
	return (struct slice){user.p + at + 1, user.n - at - 1};
}

static bool is_any_party(struct slice name, struct slice party, const struct relay_who *who)
{
	return is_party(name, party, who) || is_party(name, SLICE_LIT(RELAY_ADDRESS), who) || slice_find(name, SLICE_LIT("2001:db8::2:5")) >= 0;
}

/* P=[IPC] and the like: by the network. */
static bool is_network(const struct mailer *m)
{
	return (slice_caseeq(m->path, SLICE_LIT("[IPC]")) || slice_caseeq(m->path, SLICE_LIT("[TCP]"))) && !slice_starts(m->args, SLICE_LIT("FILE"));
}

bool relay_leaves(const struct destination *d, struct slice party, const struct relay_who *who)
{
	struct slice rest = d->user;

	if (d->mailer == NULL)
		return false;
	if (is_any_party(d->host, party, who)) /* uucp mailers are programs, and leave too */
		return is_network(d->mailer) || d->host.n > 1;
	if (!is_network(d->mailer))
		return false;
	/* x%third@ours that leaves for another host of ours is sent on by it: that is what checking the whole route is for */
	for (int i = 0; i < RELAY_HOPS_MAX && rest.n != 0; i++)
		if (is_any_party(decides(rest, &rest), party, who))
			return true;
	return false;
}
