/*
 * site.c - a sendmail.cf with its maps and mailers, and the macros that sendmail sets by itself
 */
#include "cmd/engine/address.h"

static const struct cfrw_setting behind[] = {{"addr_type", {"e r", 3}}, {"deliveryMode", {"i", 1}}, {"quarantine", {"", 0}}, {"_", {"root@localhost", 14}}};

/* ${deliveryMode}: the first letter of the option; background where it is not set. */
static void set_delivery(struct site *s)
{
	struct cfrw_text mode;

	if (cfrw_option(s->program, "DeliveryMode", &mode) && mode.n != 0)
		cfrw_set(s->context, "deliveryMode", mode.p, 1);
	else
		cfrw_set(s->context, "deliveryMode", "b", 1);
}

bool site_open(struct site *s, const struct site_how *how, struct arena *a)
{
	/* what rules see that are read later */
	struct cfrw_setting before[] = {{"opMode", {&how->mode, 1}}, {"deliveryMode", {"b", 1}}, {"n", {"MAILER-DAEMON", 13}},
	                                {"v", {SITE_VERSION, sizeof(SITE_VERSION) - 1}}};
	struct cfrw_host host = {.log = how->log, .data = how->data};
	struct cfrw_load load = {.host = &host, .macros = before, .nmacros = sizeof(before) / sizeof(*before), .plain = how->plain};
	struct cfrw_maps_how maps = {.dns = how->dns, .quiet = how->quiet};

	*s = (struct site){.say = how->say, .data = how->data};
	s->program = cfrw_load_here(how->cf, &load);
	if (s->program != NULL)
		s->context = cfrw_context_new(s->program);
	if (s->context != NULL)
		s->maps = cfrw_maps_new(s->program, &maps);
	if (s->maps == NULL)
		return false;
	mailers_read(&s->mailers, s->program, a);
	for (size_t i = 0; i < sizeof(behind) / sizeof(*behind); i++)
		cfrw_set(s->context, behind[i].name, behind[i].value.p, behind[i].value.n);
	if (how->mode == 'd') /* bt has i by itself */
		set_delivery(s);
	return true;
}

void site_close(struct site *s)
{
	cfrw_maps_free(s->maps);
	cfrw_context_free(s->context);
	cfrw_program_free(s->program);
}
