/*
 * image.c - see image.h
 */
#define _GNU_SOURCE /* MAP_ANONYMOUS, MAP_FIXED_NOREPLACE */
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "expand/expand.h"
#include "expand/image.h"
#include "expand/limits.h"
#include "expand/library.h"
#include "ir/codes.h"

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0 /* then the address is a wish, and whether it was granted is looked at */
#endif

/* Where the program's own parts end: other numbers, another program. */
extern char etext, edata, end;

struct image {
	char magic[32];
	const void *self, *program[3];
	size_t size;
	size_t cut;              /* so much of the names of src is the library that it was made from */
	const struct srcset *src;
	const struct symtab *files;
};

/* What there was at a path: a template, or a folder. */
struct image_file {
	struct node *tree; /* NULL: a folder, or a template with a fault */
	off_t size;
	struct timespec changed;
};

static const char magic[32] = "mc2cf templates " MC2CF_VERSION;

/* Memory of the image: from its start on, never given back. */
struct room {
	char *next;
	size_t left;
};

static void *room_get(void *data, size_t size)
{
	struct room *r = data;
	char *p = r->next;

	size = (size + 63) / 64 * 64;
	if (size > r->left)
		return NULL;
	r->next += size;
	r->left -= size;
	return p;
}

static void room_give(void *data, void *p, size_t size)
{
	(void)data;
	(void)p;
	(void)size;
}

static void *map_image(size_t size, int flags, int fd)
{
	void *at = (void *)(uintptr_t)IMAGE_ADDRESS, *p = MAP_FAILED;

	if ((uintptr_t)IMAGE_ADDRESS == IMAGE_ADDRESS) /* else addresses are shorter here */
		p = mmap(at, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED_NOREPLACE | flags, fd, 0);
	if (p == MAP_FAILED)
		return NULL;
	if (p != at)
		munmap(p, size);
	return p == at ? p : NULL;
}

/* Notes that there is something at path, and how it is now. */
static struct image_file *add(struct arena *a, struct symtab *files, const char *lib, struct slice path)
{
	struct image_file *f = ARENA_NEW(a, struct image_file);
	struct stat st;
	struct buf name;

	buf_init(&name, a);
	buf_printf(&name, "%s/templates/%.*s", lib, SLICE_ARG(path));
	buf_putc(&name, '\0');
	if (stat(name.p, &st) == 0) {
		f->size = st.st_size;
		f->changed = st.st_mtim;
	}
	symtab_set(files, path, f);
	return f;
}

static bool is_same(const struct image_file *f, const char *name)
{
	struct stat st;

	return stat(name, &st) == 0 && st.st_size == f->size && st.st_mtim.tv_sec == f->changed.tv_sec && st.st_mtim.tv_nsec == f->changed.tv_nsec;
}

/* One template, if it is without fault and stays the same while it is read. */
static void add_file(struct templates *t, struct arena *a, struct symtab *files, const char *lib, struct slice path)
{
	struct image_file *f = add(a, files, lib, path);

	if (!templates_parsed(t, path, &f->tree))
		f->tree = NULL;
}

static void add_folder(struct templates *t, struct arena *a, struct symtab *files, const char *lib, const char *folder)
{
	struct buf name;
	struct dirent *e;
	DIR *dir;

	buf_init(&name, a);
	buf_printf(&name, "%s/templates/%s", lib, folder);
	buf_putc(&name, '\0');
	add(a, files, lib, slice_of(folder));
	dir = opendir(name.p);
	while (dir != NULL && (e = readdir(dir)) != NULL) {
		struct buf path;

		if (strlen(e->d_name) < 4 || strcmp(e->d_name + strlen(e->d_name) - 3, ".cf") != 0)
			continue;
		buf_init(&path, a);
		buf_printf(&path, "%s%s", folder, e->d_name);
		add_file(t, a, files, lib, buf_slice(&path));
	}
	if (dir != NULL)
		closedir(dir);
}

static void fill(struct image *m, struct arena *a, const char *lib)
{
	static const char *const folders[] = {"", "rules/", "feature/", "mailer/", "hack/"};
	size_t ncodes;
	const struct diag_code *codes = ir_codes(&ncodes);
	struct srcset *src = srcset_new(a);
	struct symtab *files = symtab_new(a, false);
	struct templates *t;

	/* time goes by ticks: what changes a folder in the tick in which it was changed and read does not show */
	nanosleep(&(struct timespec){.tv_nsec = IMAGE_TICK}, NULL);
	srcset_as_image(src);
	t = templates_new(lib, a, src, diags_new(a, src, codes, ncodes));
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		add_folder(t, a, files, lib, folders[i]);
	*m = (struct image){.self = m, .program = {&etext, &edata, &end}, .cut = strlen(lib), .src = src, .files = files};
	memcpy(m->magic, magic, sizeof magic);
}

bool image_make(const char *lib, struct buf *out)
{
	char *start = map_image(IMAGE_MAX, MAP_ANONYMOUS | MAP_NORESERVE, -1);
	struct room room = {start, IMAGE_MAX};
	struct arena_source from = {room_get, room_give, &room};
	struct image *m;

	if (start == NULL)
		return false;
	m = room_get(&room, sizeof *m);
	fill(m, arena_new_from(&from, 0, NULL, NULL), lib);
	m->size = (size_t)(room.next - start);
	buf_put(out, start, m->size);
	munmap(start, IMAGE_MAX);
	return true;
}

static bool is_ours(const struct image *m, off_t size)
{
	return memcmp(m->magic, magic, sizeof magic) == 0 && m->self == (void *)(uintptr_t)IMAGE_ADDRESS && m->size == (size_t)size &&
	       m->program[0] == &etext && m->program[1] == &edata && m->program[2] == &end;
}

/* In a build folder, a program may be newer than what an earlier one has made, and yet end where that ended. */
static bool is_old(const struct stat *image, const char *maker)
{
	struct stat st;

	return maker != NULL && (stat(maker, &st) != 0 || st.st_mtim.tv_sec > image->st_mtim.tv_sec ||
		(st.st_mtim.tv_sec == image->st_mtim.tv_sec && st.st_mtim.tv_nsec > image->st_mtim.tv_nsec));
}

/*
 * Addresses in an image are followed, so it is trusted as the program is: it belongs to root, to who runs the program,
 * or to who the program belongs to, and not everybody may write to it.
 */
static bool is_trusted(const struct stat *image)
{
	struct stat program;

	if (!S_ISREG(image->st_mode) || (image->st_mode & S_IWOTH) != 0)
		return false;
	return image->st_uid == 0 || image->st_uid == geteuid() || (stat("/proc/self/exe", &program) == 0 && image->st_uid == program.st_uid);
}

static const struct image *open_file(const char *path, const char *maker)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	const struct image *m = NULL;
	struct image head;
	struct stat st;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) == 0 && is_trusted(&st) && !is_old(&st, maker) &&
	    st.st_size <= (off_t)IMAGE_MAX && pread(fd, &head, sizeof head, 0) == (ssize_t)sizeof head && is_ours(&head, st.st_size))
		m = map_image(head.size, 0, fd);
	close(fd);
	return m;
}

const struct image *image_open(const char *lib)
{
	static const struct {
		const char *folder, *maker;
	} places[] = {{"/templates/", NULL}, {"/build/gen/templates/", "/proc/self/exe"}};
	const struct image *m = NULL;

	for (size_t i = 0; m == NULL && i < sizeof places / sizeof *places; i++) {
		char path[TEMPLATE_PATH_MAX];

		if ((size_t)snprintf(path, sizeof path, "%s%smc2cf-%s.img", lib, places[i].folder, MC2CF_VERSION) < sizeof path)
			m = open_file(path, places[i].maker);
	}
	return m;
}

void image_attach(const struct image *m, struct srcset *src, const char *lib)
{
	srcset_attach(src, m->src, m->cut, slice_of(lib));
}

bool image_find(const struct image *m, struct slice path, const char *name, struct node **tree)
{
	const struct image_file *f = symtab_get(m->files, path);

	if (f == NULL || f->tree == NULL || !is_same(f, name))
		return false;
	*tree = f->tree;
	return true;
}

bool image_knows_folder(const struct image *m, struct slice path, const char *name)
{
	const struct image_file *f = symtab_get(m->files, path);

	return f != NULL && is_same(f, name);
}

bool image_had(const struct image *m, struct slice path)
{
	return symtab_get(m->files, path) != NULL;
}
