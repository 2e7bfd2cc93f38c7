/*
 * test.c - mc2cf test: options, and the whole; see test.h
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/src.h"
#include "cmd/engine/limits.h"
#include "cmd/engine/relay.h"
#include "cmd/engine/test.h"
#include "cmd/engine/verbs.h"
#include "ir/codes.h"

static const char help[] =
	"usage: mc2cf test [options] FILE ...\n"
	"       mc2cf test --relay [options] [FILE.mc]\n"
	"\n"
	"FILE holds expectations (mc2cf-test(5)); site.mc and the tables lie beside it.\n"
	"Nothing has to be installed: tables are read as text, names are what the file says.\n"
	"\n"
	"  -C FILE.cf            ask this sendmail.cf instead of what the .mc makes\n"
	"  -f, --format=FORMAT   text, tap or junit\n"
	"  -v, --verbose         name what holds too\n"
	"  -j, --jobs=N          threads (one a processor)\n"
	"  --coverage[=all]      say which rules, entries of tables and mailers were met; all: which were not\n"
	"  --min-coverage=N      fail below N percent of rules\n"
	"  --lcov=FILE           write coverage for genhtml\n"
	"  --keep-cf=FILE        write the sendmail.cf that was asked\n"
	"  --relay               the open-relay suite: does any address get a stranger's mail to a third party?\n"
	"  --tables=DIR          the folder of tables and of files of words, instead of the .mc's\n"
	"  --host=NAME           what the machine is called (localhost)\n"
	"  -D NAME=VALUE -I DIR --lib=DIR   for the compiler\n"
	"  --repeat=N --stats    ask everything N times; say how fast\n"
	"  -h, --help            this text\n"
	"\n"
	"exit status: 0 all hold, 1 some do not, or a file has errors, 2 mc2cf could not work\n";

enum { O_COVERAGE = 256, O_MIN, O_LCOV, O_KEEP, O_RELAY, O_HOST, O_LIB, O_REPEAT, O_STATS, O_TABLES };

static const struct option options[] = {
	{"format", required_argument, NULL, 'f'}, {"verbose", no_argument, NULL, 'v'}, {"jobs", required_argument, NULL, 'j'},
	{"coverage", optional_argument, NULL, O_COVERAGE}, {"min-coverage", required_argument, NULL, O_MIN}, {"lcov", required_argument, NULL, O_LCOV},
	{"keep-cf", required_argument, NULL, O_KEEP}, {"relay", no_argument, NULL, O_RELAY}, {"host", required_argument, NULL, O_HOST},
	{"tables", required_argument, NULL, O_TABLES},
	{"lib", required_argument, NULL, O_LIB}, {"repeat", required_argument, NULL, O_REPEAT}, {"stats", no_argument, NULL, O_STATS},
	{"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};

static void out_of_memory(void *ctx)
{
	(void)ctx;
	fputs("mc2cf test: out of memory\n", stderr);
	exit(STATUS_TOOL);
}

static bool refuse(const char *what, const char *value)
{
	fprintf(stderr, "mc2cf test: %s: `%s'\n", what, value);
	return false;
}

static bool number(const char *what, const char *value, unsigned long max, unsigned long *to)
{
	char *end;

	*to = strtoul(value, &end, 10);
	return (value[0] >= '0' && value[0] <= '9' && *end == '\0' && *to != 0 && *to <= max) || refuse(what, value);
}

static void pass_on(struct tests *t, const char *option, const char *value)
{
	struct buf b;

	buf_init(&b, t->a);
	buf_puts(&b, option);
	buf_puts(&b, value);
	buf_putc(&b, '\0');
	t->how.options[t->how.noptions++] = b.p;
}

static bool take_format(struct tests *t, const char *value)
{
	static const char *const names[] = {"text", "tap", "junit"};

	for (size_t i = 0; i < 3; i++)
		if (strcmp(value, names[i]) == 0) {
			t->format = (enum test_format)i;
			return true;
		}
	return refuse("--format is text, tap or junit, not", value);
}

static bool take_min(struct tests *t, const char *value)
{
	char *end;

	t->cover.min = strtod(value, &end);
	t->cover.wanted = true;
	return (end != value && *end == '\0' && t->cover.min >= 0 && t->cover.min <= 100) || refuse("--min-coverage is a percentage, not", value);
}

static bool take(struct tests *t, int c, const char *value)
{
	unsigned long n = 0;

	switch (c) {
	case 'C': t->how.cf = value; return true;
	case 'D': pass_on(t, "-D", value); return true;
	case 'I': pass_on(t, "-I", value); return true;
	case O_LIB: pass_on(t, "--lib=", value); return true;
	case 'f': return take_format(t, value);
	case 'v': t->verbose = true; return true;
	case 'j':
		if (!number("--jobs is a number of threads, not", value, 1000, &n))
			return false;
		t->threads = n < TEST_THREADS_MAX ? (unsigned)n : TEST_THREADS_MAX;
		return true;
	case O_COVERAGE:
		t->cover.wanted = true;
		t->cover.details = value != NULL;
		return value == NULL || strcmp(value, "all") == 0 || refuse("--coverage is `all' or nothing, not", value);
	case O_MIN: return take_min(t, value);
	case O_LCOV: t->cover.lcov = value; t->cover.wanted = true; return true;
	case O_KEEP: t->cover.keep = value; t->cover.wanted = true; return true;
	case O_RELAY: t->relay = true; return true;
	case O_TABLES: t->how.tables = value; return value[0] != '\0' || refuse("--tables wants a folder, not", value);
	case O_HOST: t->how.host = value; return value[0] != '\0' || refuse("--host wants a name, not", value);
	case O_REPEAT: return number("--repeat wants a number, not", value, 1000000000, &t->repeat);
	case O_STATS: t->stats = true; return true;
	default: return false; /* getopt has said why */
	}
}

static unsigned processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > TEST_THREADS_MAX ? TEST_THREADS_MAX : (unsigned)n;
}

static int finish_output(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	perror("mc2cf test: cannot write standard output");
	return STATUS_TOOL;
}

/* Coverage, behind the report. */
static int cover(struct tests *t, int status)
{
	bool quiet = t->format != TEST_TEXT;
	double percent;

	if (t->covers == NULL)
		return status;
	percent = cover_say(t->covers, t->nworlds, &t->cover, quiet);
	if (!cover_lcov(t->a, t->covers, t->nworlds, &t->cover))
		return STATUS_TOOL;
	if (percent < t->cover.min) {
		fprintf(stderr, "mc2cf test: %.1f %% of the rules matched, and %.1f %% are wanted\n", percent, t->cover.min);
		return STATUS_INPUT;
	}
	return status;
}

static void say_stats(const struct tests *t)
{
	double n = (double)t->total * (double)t->repeat;

	fprintf(stderr, "%.0f cases in %.3f s: %.0f a second; %.3f s of CPU: %.0f a second and processor\n", n, t->seconds, t->seconds > 0 ? n / t->seconds : 0.0, t->cpu,
	        t->cpu > 0 ? n / t->cpu : 0.0);
}

/* A file that expects nothing would pass for ever. */
static bool all_expect(const struct tests *t)
{
	bool all = true;

	for (size_t i = 0; i < t->nfiles; i++)
		if (t->files[i].n == 0) {
			fprintf(stderr, "mc2cf test: %.*s: there is no expectation in it\n", SLICE_ARG(t->files[i].name));
			all = false;
		}
	return all;
}

static int run(struct tests *t)
{
	int status = STATUS_OK;

	if (t->nnames == 0) {
		fputs("mc2cf test: no file of expectations is named\n", stderr);
		return STATUS_TOOL;
	}
	if (!test_prepare(t, &status) || diags_errors(t->diags) != 0) {
		diags_print(t->diags, stderr, isatty(STDERR_FILENO) != 0);
		test_report_none(t);
		return finish_output(status != STATUS_OK ? status : STATUS_INPUT);
	}
	if (!all_expect(t)) {
		test_report_none(t);
		return finish_output(STATUS_INPUT);
	}
	if (t->cover.wanted) {
		t->covers = arena_array(t->a, t->nworlds + 1, sizeof(struct cover *));
		for (size_t i = 0; i < t->nworlds; i++)
			t->covers[i] = cover_new(t->a, t->worlds[i]);
	}
	if (!test_run(t))
		out_of_memory(NULL);
	test_report(t);
	status = cover(t, t->failed != 0 ? STATUS_INPUT : STATUS_OK);
	if (t->stats)
		say_stats(t);
	return finish_output(status);
}

static void begin(struct tests *t, const struct invocation *in)
{
	size_t n;
	const struct diag_code *codes = ir_codes(&n);

	t->a = arena_new(0, out_of_memory, NULL);
	if (t->a == NULL)
		out_of_memory(NULL);
	t->src = srcset_new(t->a);
	t->diags = diags_new(t->a, t->src, codes, n);
	t->how = (struct world_how){.compiler = compiler_find(t->a, in->argv0), .host = "localhost"};
	if (t->how.compiler == NULL)
		t->how.compiler = "mc2cf";
	t->how.options = arena_array(t->a, (size_t)in->argc + 1, sizeof(char *));
	t->names = arena_array(t->a, (size_t)in->argc + 1, sizeof(char *));
	t->threads = processors();
	t->repeat = 1;
	t->cover.min = -1;
}

int verb_test(const struct invocation *in)
{
	struct tests t = {.nnames = 0};
	char **words = calloc((size_t)in->argc + 2, sizeof(*words)), name[] = "mc2cf test";
	bool good = words != NULL, wants_help = false;
	int c, status = STATUS_TOOL;

	if (words == NULL)
		return STATUS_TOOL;
	begin(&t, in);
	words[0] = name;
	memcpy(words + 1, in->argv, (size_t)in->argc * sizeof(*words));
	while (good && (c = getopt_long(in->argc + 1, words, "C:D:I:f:vj:h", options, NULL)) != -1) {
		if (c == 'h')
			wants_help = true;
		else
			good = take(&t, c, optarg);
	}
	for (int i = optind; good && i <= in->argc; i++)
		t.names[t.nnames++] = words[i];
	if (wants_help) {
		fputs(help, stdout);
		status = finish_output(STATUS_OK);
	} else if (good)
		status = t.relay ? finish_output(relay_test(&t)) : run(&t);
	for (size_t i = 0; i < t.nworlds; i++)
		world_close(t.worlds[i]);
	arena_free(t.a);
	free(words);
	return status;
}
