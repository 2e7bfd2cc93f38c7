/*
 * fuzz_files.h - the main of a fuzz target without libFuzzer: each file named is one input
 *
 * Included last, behind LLVMFuzzerTestOneInput.  The input lies in a block of
 * just its size, so that reading past it is seen.  A file that cannot be read
 * is a failure (status 2): an input that is not tried must not pass.
 */
#ifndef HAVE_LIBFUZZER
#include <stdio.h>
#include <stdlib.h>

#define FUZZ_FILE_MAX ((long)1 << 20) /* the inputs that are kept are small */

static int fuzz_file(const char *name)
{
	FILE *f = fopen(name, "rb");
	long size = f != NULL && fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
	size_t n = size >= 0 && size <= FUZZ_FILE_MAX ? (size_t)size : 0;
	uint8_t *data = malloc(n != 0 ? n : 1);
	int bad = f == NULL || size < 0 || size > FUZZ_FILE_MAX || data == NULL || fseek(f, 0, SEEK_SET) != 0 || fread(data, 1, n, f) != n;

	if (bad)
		fprintf(stderr, "%s: cannot be read\n", name);
	else
		LLVMFuzzerTestOneInput(data, n);
	if (f != NULL)
		fclose(f);
	free(data);
	return bad ? 2 : 0;
}

int main(int argc, char **argv)
{
	int status = 0;

	for (int i = 1; i < argc; i++)
		status |= fuzz_file(argv[i]);
	return status;
}
#endif
