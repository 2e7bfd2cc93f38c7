/*
 * site.c - a sendmail.cf with its maps and mailers, and the macros that sendmail sets by itself
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/decimal.h"
#include "cmd/engine/address.h"

static const struct cfrw_setting behind[] = {{"addr_type", {"e r", 3}}, {"deliveryMode", {"i", 1}}, {"quarantine", {"", 0}}, {"_", {"root@localhost", 14}}};

/* What a message would be called that came now: each part of the time is a letter, then come two at random and the process. */
static void set_queue_id(struct site *s, const struct tm *t)
{
	static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx";
	unsigned pid = (unsigned)getpid();
	char id[8 + DECIMAL_MAX] = {letters[t->tm_year % 60], letters[t->tm_mon],      letters[t->tm_mday],  letters[t->tm_hour],
	                            letters[t->tm_min],       letters[t->tm_sec % 60], letters[pid % 60], letters[pid / 60 % 60]};
	const char *end = decimal_put(id + 8, pid % 1000000, 6);

	cfrw_set(s->context, "i", id, (size_t)(end - id));
}

/* What is known before the file is read: the date, and how busy the machine is. */
struct moment {
	struct tm time;
	char date[sizeof("Thu,  1 Jan 1970 00:00:00 GMT")], load[DECIMAL_MAX];
	size_t nload;
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

/* By hand: strftime and printf, which nothing else here needs, are a good part of the time that a file takes to load. */
static void write_date(char *to, const struct tm *t)
{
	static const char days[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

	memcpy(to, "Thu,  1 Jan 1970 00:00:00 GMT", sizeof(((struct moment *)NULL)->date));
	memcpy(to, days[t->tm_wday], 3);
	decimal_put(t->tm_mday < 10 ? to + 6 : to + 5, (unsigned)t->tm_mday, 1);
	memcpy(to + 8, months[t->tm_mon], 3);
	decimal_put(to + 12, (unsigned)t->tm_year + 1900, 4);
	decimal_put(to + 17, (unsigned)t->tm_hour, 2);
	decimal_put(to + 20, (unsigned)t->tm_min, 2);
	decimal_put(to + 23, (unsigned)t->tm_sec, 2);
}

static void find_moment(struct moment *m)
{
	double load;

	*m = (struct moment){.time = calendar(time(NULL))};
	write_date(m->date, &m->time);
	if (getloadavg(&load, 1) == 1)
		m->nload = (size_t)(decimal_put(m->load, (unsigned)(load + 0.5), 1) - m->load);
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
	struct cfrw_setting before[] = {{"b", {now.date, sizeof(now.date) - 1}}, {"load_avg", {now.load, 0}}, {"opMode", {&how->mode, 1}}, {"deliveryMode", {"b", 1}}, {"n", {"MAILER-DAEMON", 13}},
	                                {"v", {SITE_VERSION, sizeof(SITE_VERSION) - 1}}};
	struct cfrw_host host = {.log = how->log, .data = how->data};
	struct cfrw_maps_how maps = {.dns = how->dns, .quiet = how->quiet, .programs = how->programs};
	struct cfrw_load load = {.host = &host, .macros = before, .nmacros = sizeof(before) / sizeof(*before), .maps = &maps, .plain = how->plain};

	find_moment(&now);
	before[1].value.n = now.nload;
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
