/*
 * makemap.c - the verb makemap: makes tables as sendmail's makemap does
 *
 * The options are those of makemap(8).  What differs: the new table takes the old
 * one's place whole, and only where the text has no faults; all faults are named
 * with their lines; cdb and lmdb are made too; the text may be named as a file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/engine/makemap.h"
#include "cmd/engine/verbs.h"
#include "ir/codes.h"

static const char usage[] =
	"usage: mc2cf makemap [-Nderfosv] [-C sendmail.cf] [-D CHAR] [-t CHAR] TYPE NAME [TEXTFILE]\n"
	"       mc2cf makemap -u [-t CHAR] TYPE NAME\n"
	"       mc2cf makemap -l\n"
	"\n"
	"Makes the table NAME.db (or .cdb, .lmdb) from text on standard input, or from TEXTFILE.\n"
	"\n"
	"  -N       keys and values end in a NUL byte\n"
	"  -d       a key may come several times, and all are kept (btree, hash, cdb, lmdb)\n"
	"  -e       a key may be without a value\n"
	"  -f       capital letters in keys stay\n"
	"  -r       of a key that comes several times the last counts\n"
	"  -o       what is in the table already stays\n"
	"  -s       also in a folder that all may write to\n"
	"  -v       each pair is shown\n"
	"  -t CHAR  what stands between key and value, instead of white space\n"
	"  -D CHAR  what begins a comment line, instead of #\n"
	"  -C FILE  whose option TrustedUser names the owner of a new table (/etc/mail/sendmail.cf)\n"
	"  -u       shows what is in the table\n"
	"  -l       lists the types\n"
	"  -c SIZE, -i TYPE are taken and do not matter\n"
	"\n"
	"exit status: 0 done, 1 the text has errors and the table is as it was, 2 mc2cf could not work\n";

static void out_of_memory(void *ctx)
{
	(void)ctx;
	fputs("mc2cf makemap: out of memory\n", stderr);
	_exit(STATUS_TOOL);
}

static int finish_output(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	perror("mc2cf makemap: cannot write standard output");
	return STATUS_TOOL;
}

static bool one_char(const char *option, const char *value, char *to)
{
	*to = value[0];
	if (value[0] != '\0' && value[1] == '\0')
		return true;
	fprintf(stderr, "mc2cf makemap: %s takes one character, not `%s'\n", option, value);
	return false;
}

static bool take_option(struct makemap *m, int c, const char *value)
{
	switch (c) {
	case 'N': m->null = true; return true;
	case 'd': m->duplicates = true; return true;
	case 'e': m->empty = true; return true;
	case 'f': m->no_fold = true; return true;
	case 'r': m->replace = true; return true;
	case 'o': m->append = true; return true;
	case 's': m->unsafe = true; return true;
	case 'v': m->verbose = true; return true;
	case 'u': m->dump = true; return true;
	case 'C': m->cf = value; return true;
	case 'c':
	case 'i': return true;
	case 't': return one_char("-t", value, &m->delim);
	case 'D': return one_char("-D", value, &m->comment);
	default: return false; /* getopt has said why */
	}
}

static int list_types(void)
{
	const struct table_kind *k;

	for (size_t i = 0; (k = table_kind_at(i)) != NULL; i++)
		puts(k->name);
	puts("implicit");
	return finish_output(STATUS_OK);
}

static bool named(struct makemap *m, char **words, int n)
{
	size_t length, ending;
	struct buf b;

	if (n < 2 || n > 3 || (m->dump && n > 2)) {
		fputs(usage, stderr);
		return false;
	}
	m->kind = table_kind_find(words[0]);
	if (m->kind == NULL) {
		fprintf(stderr, "mc2cf makemap: `%s' is no type of tables; mc2cf makemap -l lists them\n", words[0]);
		return false;
	}
	m->name = words[1];
	m->input = n > 2 && strcmp(words[2], "-") != 0 ? words[2] : NULL;
	length = strlen(m->name);
	ending = strlen(m->kind->ending);
	buf_init(&b, m->arena);
	buf_puts(&b, m->name);
	if (length < ending || strcmp(m->name + length - ending, m->kind->ending) != 0)
		buf_puts(&b, m->kind->ending);
	buf_putc(&b, '\0');
	m->path = b.p;
	return true;
}

static struct slice without_nul(struct slice s)
{
	return s.n != 0 && s.p[s.n - 1] == '\0' ? (struct slice){s.p, s.n - 1} : s;
}

static bool print_pair(void *ctx, struct slice key, struct slice value)
{
	const struct makemap *m = ctx;

	key = without_nul(key);
	value = without_nul(value);
	fwrite(key.n != 0 ? key.p : "", 1, key.n, stdout);
	putchar(m->delim != '\0' ? m->delim : '\t');
	fwrite(value.n != 0 ? value.p : "", 1, value.n, stdout);
	return putchar('\n') != EOF;
}

static bool keep_pair(void *ctx, struct slice key, struct slice value)
{
	struct makemap *m = ctx;

	makemap_add(m, (struct slice){arena_dup(m->arena, key.n != 0 ? key.p : "", key.n), key.n},
	            (struct slice){arena_dup(m->arena, value.n != 0 ? value.p : "", value.n), value.n}, 0);
	return true;
}

static bool read_old(struct makemap *m, bool (*each)(void *ctx, struct slice key, struct slice value))
{
	const char *why = "";

	if (m->kind->dump(m->kind, m->path, each, m, &why))
		return true;
	fprintf(stderr, "mc2cf makemap: %s: %s\n", m->path, why);
	return false;
}

static void show_pairs(const struct makemap *m)
{
	for (size_t i = m->old; i < m->npairs && m->verbose; i++)
		printf("key=`%.*s', val=`%.*s'\n", SLICE_ARG(without_nul(m->pairs[i].key)), SLICE_ARG(without_nul(m->pairs[i].value)));
}

static int make(struct makemap *m)
{
	size_t n;
	const struct diag_code *codes = ir_codes(&n);

	if (m->dump)
		return finish_output(read_old(m, print_pair) ? STATUS_OK : STATUS_TOOL);
	m->src = srcset_new(m->arena);
	m->diags = diags_new(m->arena, m->src, codes, n);
	if (m->append && access(m->path, F_OK) == 0 && !read_old(m, keep_pair))
		return STATUS_TOOL;
	m->old = m->npairs;
	if (!makemap_read(m))
		return STATUS_TOOL;
	diags_print(m->diags, stderr, isatty(STDERR_FILENO) != 0);
	if (diags_errors(m->diags) != 0) {
		fprintf(stderr, "mc2cf makemap: %s is %s\n", m->path, access(m->path, F_OK) == 0 ? "as it was" : "not made");
		return STATUS_INPUT;
	}
	show_pairs(m);
	return finish_output(makemap_write(m) ? STATUS_OK : STATUS_TOOL);
}

int verb_makemap(const struct invocation *in)
{
	struct makemap m = {.cf = "/etc/mail/sendmail.cf", .comment = '#'};
	char **words = calloc((size_t)in->argc + 2, sizeof(*words));
	char name[] = "mc2cf makemap";
	int c, status = STATUS_TOOL;
	bool help = false, list = false, good = words != NULL;

	if (words == NULL)
		return STATUS_TOOL;
	words[0] = name;
	memcpy(words + 1, in->argv, (size_t)in->argc * sizeof(*words));
	for (int i = 1; i <= in->argc; i++)
		help = help || strcmp(words[i], "--help") == 0;
	m.arena = arena_new(0, out_of_memory, NULL);
	while (!help && good && m.arena != NULL && (c = getopt(in->argc + 1, words, "C:D:Nc:defi:lorst:uv")) != -1) {
		if (c == 'l')
			list = true;
		else
			good = take_option(&m, c, optarg);
	}
	if (help) {
		fputs(usage, stdout);
		status = finish_output(STATUS_OK);
	} else if (good && list)
		status = list_types();
	else if (good && m.arena != NULL && named(&m, words + optind, in->argc + 1 - optind))
		status = make(&m);
	arena_free(m.arena);
	free(words);
	return status;
}
