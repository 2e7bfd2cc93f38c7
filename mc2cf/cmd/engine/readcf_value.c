/*
 * readcf_value.c - see readcf.h: values of options
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "cmd/engine/readcf.h"

enum { EX_OF_USAGE = 64 };

static bool among(struct slice word, const char *values)
{
	struct slice rest = slice_of(values), one;

	while (slice_next(&rest, '|', &one))
		if (slice_caseeq(one, word))
			return true;
	return false;
}

/* The next word; commas part words where they do. */
static bool next_word(struct slice *s, bool commas, struct slice *word)
{
	size_t n = 0;

	while (s->n != 0 && (readcf_space(s->p[0]) || (commas && s->p[0] == ',')))
		*s = readcf_from(*s, 1);
	while (n < s->n && !readcf_space(s->p[n]) && !(commas && s->p[n] == ','))
		n++;
	*word = (struct slice){s->p, n};
	*s = readcf_from(*s, n);
	return n != 0;
}

static bool is_alnum(char c)
{
	return readcf_named(c) && c != '_';
}

/* Words of letters and digits; what stands behind one is left out, and what is neither and ASCII. */
static void words(struct readcf *r, const struct readcf_option *l, const char *text)
{
	struct slice rest = l->value, word;
	size_t n;

	for (;;) {
		for (n = 0; n < rest.n && (unsigned char)rest.p[n] < 0x80 && !is_alnum(rest.p[n]);)
			n++;
		rest = readcf_from(rest, n);
		if (rest.n == 0)
			return;
		for (n = 0; n < rest.n && is_alnum(rest.p[n]);)
			n++;
		word = (struct slice){rest.p, n};
		if (!among(word, l->option->values))
			readcf_error(r, "readcf: %s %.*s unrecognized", text, SLICE_ARG(word));
		rest = readcf_from(rest, n + 1);
	}
}

static bool signed_off(struct slice *word)
{
	if (word->n == 0 || (word->p[0] != '+' && word->p[0] != '-'))
		return false;
	*word = readcf_from(*word, 1);
	return true;
}

static void ssl_options(struct readcf *r, const struct readcf_option *l)
{
	struct slice rest = l->value, word;

	while (next_word(&rest, true, &word)) {
		signed_off(&word);
		if (!among(word, l->option->values) && !(word.n != 0 && word.p[0] >= '0' && word.p[0] <= '9'))
			readcf_error(r, "readcf: %s option value %.*s unrecognized", l->option->name, SLICE_ARG(word));
	}
}

static void resolver(struct readcf *r, const struct readcf_option *l)
{
	struct slice rest = l->value, word;

	while (next_word(&rest, false, &word)) {
		signed_off(&word);
		if (!slice_caseeq(word, SLICE_LIT("HasWildcardMX")) && !slice_caseeq(word, SLICE_LIT("WorkAroundBrokenAAAA")) && !among(word, l->option->values))
			readcf_error(r, "readcf: I option value %.*s unrecognized", SLICE_ARG(word));
	}
}

/* A user, and a group behind one of `:./'; a number is one whoever it is. */
static void user(struct readcf *r, const struct readcf_option *l, const char *what, bool group)
{
	size_t n = 0;
	struct slice name = l->value;
	const char *text;

	while (group && n < name.n && strchr(":./", name.p[n]) == NULL)
		n++;
	if (!group)
		n = name.n;
	text = arena_dup(r->arena, name.p != NULL ? name.p : "", n);
	if ((n == 0 || text[0] < '0' || text[0] > '9') && !readcf_has_user(r, text)) {
		readcf_error(r, "readcf: option %s: unknown user %s", what, text);
		return;
	}
	name = slice_trim(readcf_from(name, n + 1));
	text = arena_dup(r->arena, name.p, name.n);
	if (name.n != 0 && (text[0] < '0' || text[0] > '9') && !readcf_has_group(r, text))
		readcf_error(r, "readcf: option %s: unknown group %s", what, text);
}

static void stop(struct readcf *r)
{
	r->stopped = true;
	r->status = EX_OF_USAGE;
}

static char first_letter(const struct readcf_option *l)
{
	return l->value.n != 0 ? l->value.p[0] : '\0';
}

static void delivery_mode(struct readcf *r, const struct readcf_option *l)
{
	if (l->value.n == 0 || strchr("bidq", first_letter(l)) != NULL)
		return;
	readcf_remark(r, "Unknown delivery mode %c", first_letter(l));
	stop(r);
}

static void eight_bit(struct readcf *r, const struct readcf_option *l)
{
	if (l->value.n != 0 && strchr("msp", first_letter(l)) != NULL)
		return;
	readcf_remark(r, "Unknown 8-bit mode %.1s", l->value.n != 0 ? l->value.p : "");
	stop(r);
}

static void letters(struct readcf *r, const struct readcf_option *l)
{
	struct slice rest = l->value, word;

	while (next_word(&rest, true, &word))
		if (strchr(l->option->values, word.p[0]) == NULL)
			readcf_bare(r, "Warning: Option: %s unknown parameter '%c'", l->option->name, word.p[0] >= ' ' && word.p[0] < 0x7f ? word.p[0] : '?');
}

/* The digits at its front, as sendmail's atoi has them but for those below zero; one that is so large is no limit. */
static long number(struct slice s)
{
	long n = 0;

	if (s.n != 0 && s.p[0] == '+')
		s = readcf_from(s, 1);
	for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && n < 1000000000; i++)
		n = n * 10 + (s.p[i] - '0');
	return n;
}

static void header_lengths(struct readcf *r, const struct readcf_option *l)
{
	long n = number(l->value), field = 0;
	const char *slash = memchr(l->value.p, '/', l->value.n);

	if (readcf_is(l, "MaxHeadersLength")) {
		if (n > 0 && n < 16384)
			readcf_bare(r, "Warning: MaxHeadersLength: headers length limit set lower than 16384");
		return;
	}
	if (n > 0 && n < 128)
		readcf_bare(r, "Warning: MaxMimeHeaderLength: header length limit set lower than 128");
	if (slash != NULL)
		field = number(slice_trim(readcf_from(l->value, (size_t)(slash - l->value.p) + 1)));
	if (field > 0 && field < 40)
		readcf_bare(r, "Warning: MaxMimeHeaderLength: field length limit set lower than 40");
}

static void connect_only(struct readcf *r, const struct readcf_option *l)
{
	const char *text = arena_dup(r->arena, l->value.p, l->value.n);
	unsigned char to[16];

	if (inet_pton(AF_INET, text, to) != 1 && inet_pton(AF_INET6, text, to) != 1)
		readcf_error(r, "readcf: option ConnectOnlyTo: invalid IP address %s", text);
}

void readcf_value(struct readcf *r, const struct readcf_option *l)
{
	if (strcmp(l->option->type, "resflags") == 0 && !readcf_is(l, "ResolverOptions"))
		ssl_options(r, l);
	else if (readcf_is(l, "PrivacyOptions"))
		words(r, l, "Op line:");
	else if (readcf_is(l, "DontBlameSendmail"))
		words(r, l, "DontBlameSendmail option:");
	else if (readcf_is(l, "DefaultUser"))
		user(r, l, "u", true);
	else if (readcf_is(l, "RunAsUser"))
		user(r, l, "RunAsUser", true);
	else if (readcf_is(l, "TrustedUser"))
		user(r, l, "TrustedUser", false);
	else if (readcf_is(l, "DeliveryMode"))
		delivery_mode(r, l);
	else if (readcf_is(l, "EightBitMode"))
		eight_bit(r, l);
	else if (readcf_is(l, "QueueSortOrder") && (l->value.n == 0 || strchr("fhmnprtFHMNPRT", l->value.p[0]) == NULL))
		readcf_error(r, "Invalid queue sort order \"%.*s\"", SLICE_ARG(l->value));
	else if (readcf_is(l, "NoRecipientAction") && !among(l->value, l->option->values))
		readcf_error(r, "Invalid NoRecipientAction: %.*s", SLICE_ARG(l->value));
	else if (readcf_is(l, "ResolverOptions"))
		resolver(r, l);
	else if (readcf_is(l, "ConnectOnlyTo"))
		connect_only(r, l);
	else if (readcf_is(l, "AuthOptions") || readcf_is(l, "TLSSrvOptions"))
		letters(r, l);
	else if (readcf_is(l, "MaxHeadersLength") || readcf_is(l, "MaxMimeHeaderLength"))
		header_lengths(r, l);
	else if (readcf_is(l, "DaemonPortOptions") || readcf_is(l, "ClientPortOptions"))
		readcf_port(r, l);
}
