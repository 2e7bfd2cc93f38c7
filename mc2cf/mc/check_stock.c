/*
 * check_stock.c - what sendmail's own m4 files warn of, and no other check here
 *
 * tests/stock-messages has all of their messages, with the code that answers each.
 */
#include "mc/lower.h"

static const struct site_use *mailer(const struct lower *l, const char *name, size_t *place)
{
	for (size_t i = 0; i < l->site->nuses; i++)
		if (l->site->uses[i]->kind == SITE_MAILER && slice_eq_str(l->site->uses[i]->name, name)) {
			*place = i;
			return l->site->uses[i];
		}
	return NULL;
}

/* The mailers uucp-dom and uucp-uudom rewrite by rulesets of MAILER(smtp), and are there only behind it. */
static void uucp_first(struct lower *l)
{
	size_t at, smtp_at;
	const struct site_use *uucp = mailer(l, "uucp", &at), *smtp = mailer(l, "smtp", &smtp_at);

	if (uucp != NULL && smtp != NULL && at < smtp_at)
		diag_place(diag_add(l->f->d, 242, uucp->at, "MAILER(`uucp') stands before MAILER(`smtp'), so the mailers uucp-dom and uucp-uudom are left out"),
			smtp->at, "put this one first");
}

/* Senders' domains relay where senders do. */
static void relay_from_domain(struct lower *l)
{
	const struct site_fact *f = site_get(l->site, NULL, SLICE_LIT("_RELAY_DB_FROM_DOMAIN_"));

	if (f != NULL && lower_is(l, "relay_local_from") && !lower_is(l, "relay_mail_from"))
		diag_help(diag_add(l->f->d, 207, f->at, "_RELAY_DB_FROM_DOMAIN_ needs FEATURE(`relay_mail_from')"), "write FEATURE(`relay_mail_from', `domain') instead");
}

void check_stock(struct lower *l)
{
	relay_from_domain(l);
	uucp_first(l);
}
