/*
 * check_ruleset.c - a hook whose name is misspelled
 *
 * sendmail calls some rulesets by itself where they are there, and so do our
 * rules with the site's hooks; a ruleset with another name is loaded without a
 * word and never called.  Names of rulesets are case-sensitive.
 */
#include "ir/check_priv.h"
#include "ir/limits.h"

/* What sendmail itself calls (op guide 5.1.4), and the hooks of stock's rules, which may come with a FEATURE only. */
static const char *const hooks[] = {
	"check_relay", "check_mail", "check_rcpt", "check_data", "check_eoh", "check_eom", "check_etrn", "check_expn", "check_vrfy", "check_other",
	"check_compat", "trust_auth", "authinfo", "queuegroup", "greet_pause", "tls_client", "tls_server", "tls_rcpt", "try_tls", "srv_features",
	"clt_features", "tls_srv_features", "tls_clt_features",
	"Local_check_relay", "Local_check_mail", "Local_check_rcpt", "Local_localaddr", "Local_trust_auth", "Local_Relay_Auth", "Local_greet_pause",
	"Local_tls_client", "Local_tls_server", "Local_tls_rcpt", "Local_try_tls", "Local_srv_features", "Local_clt_features",
};
enum { NHOOKS = sizeof hooks / sizeof *hooks };

static bool is_hook(struct slice name)
{
	for (size_t i = 0; i < NHOOKS; i++)
		if (slice_eq_str(name, hooks[i]))
			return true;
	return false;
}

/* The hook that the name is almost, or NULL; far names are left alone, since a site may keep rulesets for sendmail -bt. */
static const char *almost(struct slice name)
{
	unsigned best = IR_HOOK_SLIPS + 1;
	const char *hook = NULL;

	for (size_t i = 0; i < NHOOKS; i++) {
		struct slice other = slice_of(hooks[i]);
		unsigned away = slice_caseeq(name, other) ? 0 : slice_distance(name, other, best);

		if (away < best) {
			best = away;
			hook = hooks[i];
		}
	}
	return hook;
}

void ir_check_ruleset(struct ir_index *x, const struct ir_item *ruleset, struct diags *d)
{
	const char *hook = is_hook(ruleset->name) ? NULL : almost(ruleset->name);
	struct ir_token name = {.col = ruleset->origin.at.col + 1}; /* behind the S */
	struct diag *g;

	if (hook == NULL || ir_is_called(x, ruleset->name) || ir_is_called(x, ruleset->value))
		return;
	g = ir_warn(d, ruleset, &name, 610, "neither sendmail nor any rule calls ruleset `%.*s'", SLICE_ARG(ruleset->name));
	diag_span(g, ruleset->name.n);
	diag_help(g, "did you mean `%s'?", hook);
	diag_help(g, "a ruleset that is not called does nothing, and sendmail says nothing");
}
