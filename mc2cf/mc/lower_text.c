/*
 * lower_text.c - the author's raw lines, section by section, with the marks of uses
 *
 * Blank lines before the first line of a section mean nothing and make no
 * section.  A carriage return at a line's end (a .mc from another system) is
 * dropped; stock would carry it into the sendmail.cf.
 */
#include "mc/lower.h"
#include "mc/target.h"

static const struct site_use *use_of(const struct lower *l, unsigned long number)
{
	return number < l->nuse ? l->use[number] : NULL;
}

/* Diversion 9 has several sections; the place of a use is in local_rulesets, whatever began before it. */
static struct slice mark_section(struct slice name)
{
	static const char *const others[] = {"local_rule_1", "local_rule_2", "local_srv_features", "local_clt_features", "local_try_tls",
		"local_tls_rcpt", "local_tls_client", "local_tls_server"};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (slice_eq_str(name, others[i]))
			return SLICE_LIT("local_rulesets");
	return name;
}

static bool blank(struct slice s)
{
	return slice_trim(s).n == 0;
}

/* Comments above everything: with the VERSIONIDs, in the head of the sendmail.cf. */
static void top_comment(struct lower *l, struct srcpos at, struct slice text)
{
	while (text.n != 0 && text.p[0] == '#') {
		text.p++;
		text.n--;
	}
	text = slice_trim(text);
	if (text.n != 0)
		site_item_add(l->site, SITE_COMMENT, SLICE_LIT(""), text, at);
}

static void lower_line(struct lower *l, struct slice name, const struct mc_line *line)
{
	struct slice text = line->text;
	struct srcpos at = line->at;

	at.via = trace_line(l, at, name);
	if (text.n != 0 && text.p[text.n - 1] == '\r')
		text.n--;
	if (!front_ours(l->f, line->at)) {
		check_raw_line(l, line->at, text);
		target_line(l, line->at, text);
	}
	if (blank(text) && symtab_get(l->site->sections, name) == NULL)
		return;
	if (slice_eq_str(name, "top") && (blank(text) || text.p[0] == '#')) {
		top_comment(l, at, text);
		return;
	}
	site_line_add(l->site, site_section(l->site, name), at, text, NULL);
}

void lower_sections(struct lower *l)
{
	const struct mc_stream *s = l->f->stream;

	for (size_t i = 0; i < s->nsection; i++) {
		const struct mc_section *sec = s->section[i];

		for (size_t k = 0; k < sec->n; k++) {
			const struct mc_line *line = &sec->v[k];

			if (line->use == 0)
				lower_line(l, sec->name, line);
			else if (use_of(l, line->use) != NULL)
				site_line_add(l->site, site_section(l->site, mark_section(sec->name)), line->at, SLICE_LIT(""), use_of(l, line->use));
		}
	}
}
