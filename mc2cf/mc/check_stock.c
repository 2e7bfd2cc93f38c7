/*
 * check_stock.c - what sendmail's own m4 files warn of, and no other check here
 *
 * tests/stock-messages has all of their messages, with the code that answers each.
 */
#include "mc/lower.h"
#include "mc/reference.h"

/* A name that still works, but has been replaced. */
static void group_writes(struct lower *l)
{
	const struct site_fact *f = site_get(l->site, NULL, SLICE_LIT("confUNSAFE_GROUP_WRITES"));

	if (f != NULL && !front_ours(l->f, f->at))
		diag_help(diag_add(l->f->d, 215, f->at, "confUNSAFE_GROUP_WRITES is deprecated"),
			"instead: %s", mc_deprecated_by(MC_KIND_NAME, SLICE_LIT("confUNSAFE_GROUP_WRITES")));
}

/* In this mode no rule may ask the DNS, so the checks of clients and senders are not made. */
static void deferred(struct lower *l)
{
	const struct site_fact *f = site_get(l->site, NULL, SLICE_LIT("confDELIVERY_MODE"));

	if (f != NULL && f->value.n != 0 && f->value.p[0] == 'd')
		diag_help(diag_add(l->f->d, 321, f->at, "with delivery mode `%.*s' clients and senders are not checked", SLICE_ARG(f->value)),
			"for a host that takes mail from others use queueonly or background");
}

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

void check_stock(struct lower *l)
{
	group_writes(l);
	deferred(l);
	uucp_first(l);
}
