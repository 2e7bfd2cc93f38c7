/*
 * lower_text.c - the author's raw lines, section by section, with the marks of uses
 *
 * Blank lines before the first line of a section mean nothing and make no
 * section.  A carriage return at a line's end (a .mc from another system) is
 * dropped; stock would carry it into the sendmail.cf.
 */
#include "mc/lower.h"

static const struct site_use *use_of(const struct lower *l, unsigned long number)
{
	return number < l->nuse ? l->use[number] : NULL;
}

/* Sections of diversion 9: the place of a use is in local_rulesets, whatever began before it. */
static struct slice mark_section(struct slice name)
{
	return slice_starts(name, SLICE_LIT("local_")) && !slice_eq_str(name, "local_config") && !slice_eq_str(name, "local_net_config") &&
		!slice_eq_str(name, "local_rule_0") && !slice_eq_str(name, "local_rule_3") && !slice_eq_str(name, "local_uucp") &&
		!slice_eq_str(name, "local_classes") && !slice_eq_str(name, "local_dnsbl") ? SLICE_LIT("local_rulesets") : name;
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

	if (text.n != 0 && text.p[text.n - 1] == '\r')
		text.n--;
	if (!front_ours(l->f, line->at))
		check_raw_line(l, line->at, text);
	if (blank(text) && symtab_get(l->site->sections, name) == NULL)
		return;
	if (slice_eq_str(name, "top") && (blank(text) || text.p[0] == '#')) {
		top_comment(l, line->at, text);
		return;
	}
	site_line_add(l->site, site_section(l->site, name), line->at, text, NULL);
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
