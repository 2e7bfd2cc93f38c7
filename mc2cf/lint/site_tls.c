/* site_tls.c - STARTTLS */
#include "base/buf.h"
#include "lint/checks.h"
#include "lint/query.h"

void check_starttls(const struct lint *l)
{
	struct lint_setting cert = lint_option(l, "ServerCertFile"), key = lint_option(l, "ServerKeyFile");

	if (cert.value.n != 0 && key.value.n != 0)
		return;
	if (cert.value.n != 0 || key.value.n != 0)
		diag_help(lint_say_setting(l, 1397, cert.value.n != 0 ? &cert : &key, "there is a %s and no %s: STARTTLS is not offered", cert.value.n != 0 ? "certificate" : "key", cert.value.n != 0 ? "key" : "certificate"),
			"confSERVER_CERT and confSERVER_KEY go together");
	else if (lint_is_server(l))
		diag_help(lint_say_file(l, 1396, "there is no certificate: mail comes in unencrypted"), "confSERVER_CERT and confSERVER_KEY; strangers' servers ask for no particular issuer");
}

void check_ca(const struct lint *l)
{
	struct lint_setting cert = lint_option(l, "ServerCertFile");

	if (lint_is_tls(l) && lint_option(l, "CACertFile").value.n == 0 && lint_option(l, "CACertPath").value.n == 0)
		diag_help(lint_say_setting(l, 1402, &cert, "no issuer of certificates is trusted: VERIFY in the access table can never be met"), "confCACERT, confCACERT_PATH");
}

/* Whether a word with its sign is in the list: "+SSL_OP_NO_SSLv3", or without the + that stands for it. */
static bool has_signed(struct slice list, char sign, const char *word)
{
	struct slice rest = list, one;

	while (slice_next(&rest, ' ', &one)) {
		one = slice_trim(one);
		if (one.n != 0 && one.p[one.n - 1] == ',')
			one.n--;
		if (one.n != 0 && one.p[0] == sign)
			one = (struct slice){one.p + 1, one.n - 1};
		else if (sign == '-')
			continue;
		if (slice_caseeq(one, slice_of(word)))
			return true;
	}
	return false;
}

static void check_versions(const struct lint *l, const char *option, const char *conf)
{
	static const char *const old[] = {"SSL_OP_NO_SSLv2", "SSL_OP_NO_SSLv3", "SSL_OP_NO_TLSv1", "SSL_OP_NO_TLSv1_1"};
	struct lint_setting s = lint_option(l, option);
	struct buf missing;

	buf_init(&missing, l->arena);
	for (size_t i = 0; i < sizeof old / sizeof *old; i++) {
		if (has_signed(s.value, '-', old[i]))
			diag_help(lint_say_setting(l, 1398, &s, "-%s lets a protocol in that has been broken for years", old[i]), "+%s", old[i]);
		else if (i >= 2 && !has_signed(s.value, '+', old[i]))
			buf_printf(&missing, " +%s", old[i]);
	}
	if (missing.n != 0)
		diag_help(lint_say_setting(l, 1399, &s, "which versions of TLS are good enough is left to the library: %s does not say", option), "define(`%s', `+SSL_OP_NO_SSLv3%.*s')", conf,
			SLICE_ARG(buf_slice(&missing)));
}

void check_tls_versions(const struct lint *l)
{
	if (!lint_is_tls(l))
		return;
	check_versions(l, "ServerSSLOptions", "confSERVER_SSL_OPTIONS");
	check_versions(l, "ClientSSLOptions", "confCLIENT_SSL_OPTIONS");
}

/* One part of CipherList, such as RC4+SHA, for what nobody should use: signs before it take out or move what is there. */
static void judge_cipher(const struct lint *l, const struct lint_setting *s, struct slice part)
{
	static const char *const weak[] = {"NULL", "eNULL", "aNULL", "ADH", "AECDH", "EXP", "EXPORT", "EXPORT40", "EXPORT56", "LOW", "DES", "3DES", "RC4", "RC2", "MD5", "SSLv2", "IDEA", "SEED", "COMPLEMENTOFALL"};
	struct slice one;

	if (part.n == 0 || strchr("!-+@", part.p[0]) != NULL)
		return;
	while (slice_next(&part, '+', &one))
		for (size_t i = 0; i < sizeof weak / sizeof *weak; i++)
			if (slice_eq_str(one, weak[i]))
				diag_help(lint_say_setting(l, 1400, s, "CipherList takes %s in, which does not protect", weak[i]), "HIGH:!aNULL:!MD5:!RC4:!3DES");
}

void check_ciphers(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "CipherList");
	bool all = false, anonymous = true;

	for (size_t i = 0; i < s.value.n;) { /* apart by colons, commas or blanks */
		size_t n = 0;
		struct slice one;

		while (i + n < s.value.n && strchr(":, ", s.value.p[i + n]) == NULL)
			n++;
		one = (struct slice){s.value.p + i, n};
		judge_cipher(l, &s, one);
		all |= slice_eq_str(one, "ALL");
		anonymous &= !slice_eq_str(one, "!aNULL") && !slice_eq_str(one, "!ADH") && !slice_eq_str(one, "-aNULL");
		i += n + 1;
	}
	if (all && anonymous)
		diag_help(lint_say_setting(l, 1400, &s, "CipherList takes ALL in, also ciphers without any certificate"), "HIGH:!aNULL:!MD5:!RC4:!3DES");
}

void check_dh(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "DHParameters");

	if (slice_eq_str(s.value, "5") || slice_eq_str(s.value, "1") || slice_eq_str(s.value, "512"))
		diag_help(lint_say_setting(l, 1401, &s, "Diffie-Hellman with %s bits can be broken", s.value.p[0] == '1' ? "1024" : "512"), "leave confDH_PARAMETERS unset (2048 bits), or a file of your own");
}

void check_fingerprint(const struct lint *l)
{
	struct lint_setting s = lint_option(l, "CertFingerprintAlgorithm");

	if (slice_caseeq(s.value, SLICE_LIT("md5")) || slice_caseeq(s.value, SLICE_LIT("sha1")))
		diag_help(lint_say_setting(l, 1405, &s, "two certificates with the same %.*s fingerprint can be made", SLICE_ARG(s.value)), "sha256");
}
