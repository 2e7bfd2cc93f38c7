/*
 * fuzz_template.c - any bytes as a template: parsed, its conditions judged, its slots filled, its lines read
 *
 * The first byte chooses the folder that the template pretends to come from;
 * a few facts, uses and sections are there to be met.  Template faults are
 * diagnostics, never a crash, and never an endless walk.
 *
 * With libFuzzer: make fuzz.  Else a main replays the files that are named.
 */
#include <stdio.h>
#include <stdlib.h>

#include "expand/walk.h"
#include "ir/codes.h"

/* A walk of a few kilobytes needs far less. */
#define MEMORY_MAX ((size_t)256 * 1024 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

_Noreturn static void oom(void *ctx)
{
	(void)ctx;
	abort();
}

static struct site *make_site(struct arena *a)
{
	static const struct { const char *name, *value; } facts[] = {{"a", "1"}, {"b", ""}, {"c", "x\ny"}};
	struct site *s = site_new(a);

	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		site_set(s, slice_of(facts[i].name), slice_of(facts[i].value), SRCPOS_NONE);
	for (int i = 0; i < 3; i++)
		site_use_set(s, site_use_add(s, SITE_FEATURE, i == 1 ? SLICE_LIT("e") : SLICE_LIT("d"), SRCPOS_NONE), SLICE_LIT("d.v"), SLICE_LIT("v"));
	site_line_add(s, site_section(s, SLICE_LIT("s")), SRCPOS_NONE, SLICE_LIT("Dxy"), NULL);
	site_line_add(s, site_section(s, SLICE_LIT("s")), SRCPOS_NONE, SLICE_NONE, s->uses[2]);
	site_item_add(s, SITE_OPTION, SLICE_LIT("MeToo"), SLICE_LIT("True"), SRCPOS_NONE);
	return s;
}

static void bind_all(struct expander *x, const struct node *list)
{
	for (; list != NULL; list = list->next)
		if (list->kind == NODE_AT)
			hook_bind(x, x->site->uses[0], list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(MEMORY_MAX, oom, NULL);
	struct srcset *src = srcset_new(a);
	size_t n;
	const struct diag_code *codes = ir_codes(&n);
	struct expander x = {.site = make_site(a), .arena = a, .d = diags_new(a, src, codes, n), .readable = true};
	struct scope top = {.use = NULL};
	struct slice text = {(const char *)data + (size != 0), size - (size != 0)};
	struct node *tree;

	x.templates = templates_new("/nonexistent", a, src, x.d);
	x.reader = cf_reader_new(ir_new(a), x.d);
	x.hooks = symtab_new(a, false);
	tree = template_parse(a, x.d, (enum template_kind)(size != 0 ? data[0] % 3 : 0), text, srcset_file(src, SLICE_LIT("fuzz.cf")));
	bind_all(&x, tree);
	walk(&x, tree, &top);
	/* What is bound to a hook comes out where no template places it, too. */
	if (size != 0 && data[0] % 3 == TEMPLATE_FRAGMENT)
		walk(&x, template_parse(a, x.d, TEMPLATE_RULES, SLICE_LIT("hook s\nhook h\n"), 1), &top);
	cf_reader_end(x.reader);
	hook_check(&x);
	insert_check(&x);
	arena_free(a);
	return 0;
}

#include "selftest/fuzz_files.h"
