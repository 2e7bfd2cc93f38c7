/* stages.c - see stages.h */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "cmd/library.h"
#include "cmd/limits.h"
#include "cmd/map.h"
#include "cmd/stages.h"
#include "cmd/verbs.h"
#include "ir/codes.h"
#include "mc/mc.h"

_Noreturn static void out_of_memory(void *ctx)
{
	(void)ctx;
	fputs("mc2cf: out of memory\n", stderr);
	exit(STATUS_TOOL);
}

struct arena *stages_arena(void)
{
	struct arena *a = arena_new(0, out_of_memory, NULL);

	if (a == NULL)
		out_of_memory(NULL);
	arena_reserve(a, COMPILE_MEMORY);
	return a;
}

int tool_error(const char *what, struct slice why)
{
	fprintf(stderr, "mc2cf: %s: %.*s\n", what, SLICE_ARG(why));
	return STATUS_TOOL;
}

static bool use_colour(enum colour_choice c)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (c != COLOUR_AUTO)
		return c == COLOUR_ALWAYS;
	return (no == NULL || *no == '\0') && isatty(STDERR_FILENO) && (term == NULL || strcmp(term, "dumb") != 0);
}

/* -Wno-… and -Werror; false where a code is not one. */
static bool set_warnings(struct compile *c)
{
	for (size_t i = 0; i < c->args.nsilent; i++)
		if (!diags_silence(c->d, slice_of(c->args.silent[i]))) {
			fprintf(stderr, "mc2cf: -Wno-%s: no warning has this code or name\n", c->args.silent[i]);
			return false;
		}
	if (c->args.werror)
		diags_werror(c->d);
	return true;
}

/* While m4 runs, on another processor where there is one. */
static void read_ahead(void *ctx)
{
	struct compile *c = ctx;

	templates_read_ahead(c->templates);
}

static struct mc_job job_of(struct compile *c)
{
	const struct compile_args *a = &c->args;

	return (struct mc_job){
		.path = slice_of(a->file), .lib = a->lib, .include = a->include, .ninclude = a->ninclude,
		.define = a->define, .ndefine = a->ndefine, .target = a->target, .sandbox = a->sandbox, .trace = a->trace, .trust = a->trust, .by_m4 = a->by_m4,
		.meanwhile = a->stop != STOP_RECORDS ? read_ahead : NULL, .ctx = c,
	};
}

static void write_cf(struct compile *c)
{
	struct cf_write_options o = {.comments = true};

	if (c->args.trace)
		o.spans = c->spans = arena_array(c->arena, ir_count(c->ir), sizeof *c->spans);
	if (c->args.annotate) {
		o.before = map_annotate;
		o.ctx = c;
	}
	cf_write(c->ir, &o, &c->out);
}

/* The stages behind the front end: out becomes the text that was asked for. */
static bool generate(struct compile *c, struct site *site)
{
	c->site = site;
	c->ir = ir_new(c->arena);
	if (!expand_site(site, c->templates, c->d, c->ir))
		return false;
	stats_mark(&c->stats, "expand");
	ir_check(c->ir, c->d);
	stats_mark(&c->stats, "check");
	if (c->args.stop == STOP_IR)
		ir_dump(c->ir, c->src, &c->out);
	else
		write_cf(c);
	stats_mark(&c->stats, "write");
	return true;
}

/* All stages; STATUS_TOOL where the tool could not work, else what the diagnostics say. */
int stages_run(struct compile *c)
{
	struct mc_job job = job_of(c);
	struct site *site = NULL;
	struct slice why = SLICE_NONE;
	enum mc_result r;

	if (c->args.stop == STOP_PRELUDE) {
		mc_prelude(c->args.lib, c->arena, &c->out);
		return STATUS_OK;
	}
	if (c->args.stop == STOP_TEMPLATES)
		return templates_make_image(c->args.lib, &c->out) ? STATUS_OK : tool_error(c->args.lib, SLICE_LIT("no image of the templates can be made here"));
	r = c->args.stop == STOP_RECORDS ? mc_records(&job, c->arena, c->src, c->d, &c->out, &why)
	                                 : mc_read(&job, c->arena, c->src, c->d, &site, &why);
	stats_mark(&c->stats, "m4, read");
	if (r == MC_FAILED)
		return tool_error(c->args.file, why.n != 0 ? why : SLICE_LIT("cannot be compiled"));
	if (c->args.stop != STOP_RECORDS && !generate(c, site))
		return STATUS_TOOL;
	return diags_errors(c->d) != 0 ? STATUS_INPUT : STATUS_OK;
}

bool stages_prepare(struct compile *c, const char *argv0)
{
	size_t ncodes;
	const struct diag_code *codes = ir_codes(&ncodes);

	if (c->args.lib == NULL)
		c->args.lib = library_find(c->arena, argv0);
	if (c->args.lib == NULL) {
		fputs("mc2cf: cannot find the folder with macros/ and templates/ of version " MC2CF_VERSION "; --lib DIR names it\n", stderr);
		return false;
	}
	c->src = srcset_new(c->arena);
	c->d = diags_new(c->arena, c->src, codes, ncodes);
	c->templates = templates_new(c->args.lib, c->arena, c->src, c->d);
	if (c->args.stop == STOP_CF || c->args.stop == STOP_IR)
		templates_use_image(c->templates);
	buf_init(&c->out, c->arena);
	stats_start(&c->stats);
	return set_warnings(c);
}

/* A block at a time: standard error by itself is written to byte by byte. */
void stages_print(struct compile *c)
{
	char block[BUFSIZ];

	setvbuf(stderr, block, _IOFBF, sizeof block);
	diags_print(c->d, stderr, use_colour(c->args.colour));
	fflush(stderr);
	setvbuf(stderr, NULL, _IONBF, 0);
}
