/*
 * site.c - a sendmail.cf with its maps and mailers, and the macros that sendmail sets by itself
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd/engine/address.h"

static const struct cfrw_setting behind[] = {{"addr_type", {"e r", 3}}, {"deliveryMode", {"i", 1}}, {"quarantine", {"", 0}}, {"_", {"root@localhost", 14}}};

/* What a message would be called that came now: each part of the time is a letter, then come two at random and the process. */
static void set_queue_id(struct site *s, const struct tm *t)
{
	static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx";
	char id[32];
	unsigned pid = (unsigned)getpid();
	int n = snprintf(id, sizeof(id), "%c%c%c%c%c%c%c%c%06u", letters[t->tm_year % 60], letters[t->tm_mon], letters[t->tm_mday], letters[t->tm_hour],
	                 letters[t->tm_min], letters[t->tm_sec % 60], letters[pid % 60], letters[pid / 60 % 60], pid % 1000000);

	cfrw_set(s->context, "i", id, (size_t)n);
}

/* What is known before the file is read: the date, and how busy the machine is. */
struct moment {
	struct tm time;
	char date[64], load[32];
};

/* As gmtime_r, which reads the file of the local time zone first; years are counted from March, so that a leap day ends one. */
static struct tm calendar(time_t now)
{
	enum { ERA = 146097 }; /* days of four hundred years */
	long long second = now % 86400, days = now / 86400 + 719468, day = days % ERA;
	int in_era = (int)(day - day / 1460 + day / 36524 - day / (ERA - 1)) / 365;
	int of_year = (int)day - (365 * in_era + in_era / 4 - in_era / 100), month = (5 * of_year + 2) / 153;

	return (struct tm){.tm_sec = (int)(second % 60), .tm_min = (int)(second / 60 % 60), .tm_hour = (int)(second / 3600), .tm_wday = (int)((days + 3) % 7),
	                   .tm_mday = of_year - (153 * month + 2) / 5 + 1, .tm_mon = (month + 2) % 12,
	                   .tm_year = (int)(days / ERA) * 400 + in_era + (month >= 10) - 1900};
}

static void find_moment(struct moment *m)
{
	double load;

	*m = (struct moment){.time = calendar(time(NULL))};
	strftime(m->date, sizeof(m->date), "%a, %e %b %Y %H:%M:%S GMT", &m->time);
	if (getloadavg(&load, 1) == 1)
		snprintf(m->load, sizeof(m->load), "%d", (int)(load + 0.5));
}

/* ${deliveryMode}: the first letter of the option; background where it is not set. */
static void set_delivery(struct site *s)
{
	struct cfrw_text mode;

	if (cfrw_option(s->program, "DeliveryMode", &mode) && mode.n != 0)
		cfrw_set(s->context, "deliveryMode", mode.p, 1);
	else
		cfrw_set(s->context, "deliveryMode", "b", 1);
}

void site_fresh(struct site *s)
{
	for (size_t i = 0; i < sizeof(behind) / sizeof(*behind); i++)
		cfrw_set(s->context, behind[i].name, behind[i].value.p, behind[i].value.n);
}

bool site_open(struct site *s, const struct site_how *how, struct arena *a)
{
	struct moment now;
	/* what rules see that are read later */
	struct cfrw_setting before[] = {{"b", {now.date, 0}}, {"load_avg", {now.load, 0}}, {"opMode", {&how->mode, 1}}, {"deliveryMode", {"b", 1}}, {"n", {"MAILER-DAEMON", 13}},
	                                {"v", {SITE_VERSION, sizeof(SITE_VERSION) - 1}}};
	struct cfrw_host host = {.log = how->log, .data = how->data};
	struct cfrw_maps_how maps = {.dns = how->dns, .quiet = how->quiet, .programs = how->programs};
	struct cfrw_load load = {.host = &host, .macros = before, .nmacros = sizeof(before) / sizeof(*before), .maps = &maps, .plain = how->plain};

	find_moment(&now);
	before[0].value.n = strlen(now.date);
	before[1].value.n = strlen(now.load);
	*s = (struct site){.say = how->say, .data = how->data};
	s->program = cfrw_load_here(how->cf, &load);
	if (s->program != NULL)
		s->context = cfrw_context_new(s->program);
	if (s->context != NULL)
		s->maps = cfrw_maps_new(s->program, &maps);
	if (s->maps == NULL)
		return false;
	mailers_read(&s->mailers, s->program, a);
	site_fresh(s);
	set_queue_id(s, &now.time);
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
