/*
 * lib.c - see lib.h
 */
#include <dlfcn.h>
#include <string.h>

#include "engine/lib.h"

bool lib_load(const char *const *files, size_t n, const struct lib_function *f, size_t nf, void *table, const char **why)
{
	void *handle = NULL, *address;

	for (size_t i = 0; i < n && handle == NULL; i++)
		handle = dlopen(files[i], RTLD_NOW | RTLD_LOCAL);
	if (handle == NULL) {
		*why = dlerror();
		return false;
	}
	for (size_t i = 0; i < nf; i++) {
		address = dlsym(handle, f[i].name);
		if (address == NULL) {
			*why = dlerror();
			return false;
		}
		memcpy((char *)table + f[i].offset, &address, sizeof(address));
	}
	return true;
}
