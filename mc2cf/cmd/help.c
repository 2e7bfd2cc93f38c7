/* help.c - the verbs help and version */
#include <stdio.h>

#include "cmd/verbs.h"

/* What was printed reached its reader, or the exit status says that it did not. */
static int flushed(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return STATUS_OK;
	perror("mc2cf: cannot write standard output");
	return STATUS_TOOL;
}

int verb_help(const struct invocation *in)
{
	(void)in;
	puts("mc2cf - compiles sendmail's .mc files to sendmail.cf\n"
	     "\n"
	     "usage: mc2cf [compile] [options] FILE.mc [-o sendmail.cf]\n"
	     "       mc2cf lint [options] FILE|FOLDER ...\n"
	     "       mc2cf fmt [options] FILE.mc ...\n"
	     "       mc2cf doc [NAME ...]\n"
	     "       mc2cf bt [-C sendmail.cf]\n"
	     "       mc2cf makemap [options] TYPE NAME [TEXTFILE]\n"
	     "       mc2cf route [options] [-C sendmail.cf | FILE.mc] ADDRESS ...\n"
	     "       mc2cf test [options] FILE ... | --relay FILE.mc\n"
	     "       mc2cf where [--mc FILE.mc | --map FILE] sendmail.cf:LINE ...\n"
	     "       mc2cf help [VERB] | version\n"
	     "\n"
	     "FILE.mc may be - for standard input.  Without -o the result goes to standard output.\n"
	     "lint finds what is wrong, risky or odd in configurations and their tables (mc2cf lint --help).\n"
	     "fmt writes a .mc in its usual form (mc2cf fmt --help).\n"
	     "doc says what a FEATURE, a MAILER, a directive, a name or a diagnostic is; alone it lists them all.\n"
	     "bt tests addresses, as sendmail -bt does.\n"
	     "test asks a configuration what is expected of it; --relay looks for an open relay (mc2cf test --help).\n"
	     "makemap makes tables from text, as sendmail's makemap does (mc2cf makemap --help).\n"
	     "route says what becomes of an address, and which rules do it (mc2cf route --help).\n"
	     "where says which directive, and which line of a template, made a line.\n"
	     "All findings go to standard error as FILE:LINE:COLUMN: error|warning: text [CODE].\n");
	compile_help();
	puts("\nexit status: 0 done, 1 the input has errors, 2 mc2cf could not work");
	return flushed();
}

int verb_version(const struct invocation *in)
{
	(void)in;
	puts("mc2cf " MC2CF_VERSION);
	return flushed();
}
