/*
 * early.c - the verbs of mc2cf-engine, before the C library starts
 *
 * The start of a C library asks the processor what it can do, some twenty
 * times; a virtual machine answers each in 16 microseconds, and mc2cf-engine
 * asks anew.  So where mc2cf is linked statically for Linux on x86-64 its entry
 * is here (Makefile, "early"): a first word that is such a verb is handed over
 * at once.  Whatever is in the way leads to the library's own start, and to
 * cmd/delegate.c, which finds the program as this does and says what is wrong.
 *
 * Nothing of the library may be called, not even by the compiler.
 */
#include "cmd/early.h"

#if EARLY_START

#include <stdbool.h>
#include <stddef.h>
#include <sys/syscall.h>

#include "cmd/verbs.h"

enum { PATH_SIZE = 4096, LAST_SIZE = 64 };

#define VERB(name) #name,
static const char verbs[][8] = {ENGINE_VERBS(VERB)};
#undef VERB
static const char own[] = "/proc/self/exe", beside[] = ENGINE_BESIDE, installed[] = ENGINE_INSTALLED;
_Static_assert(sizeof(beside) <= LAST_SIZE && sizeof(installed) <= LAST_SIZE, "the path has room for them");

static long ask(long call, const void *a, const void *b, const void *c)
{
	long answer;

	__asm__ volatile("syscall" : "=a"(answer) : "a"(call), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
	return answer;
}

static bool is(const char *a, const char *b)
{
	for (; *a == *b; a++, b++)
		if (*a == '\0')
			return true;
	return false;
}

/* Cuts the last part of the path of n bytes off and puts another there. */
static long put_last(char *path, long n, const char *last)
{
	while (n > 0 && path[--n] != '/')
		;
	for (long i = n;; i++)
		if ((path[i] = *last++) == '\0')
			return n;
}

static void hand_over(char **argv, char **environment)
{
	char path[PATH_SIZE + LAST_SIZE];
	char *name = argv[0];
	long n = ask(SYS_readlink, own, path, (const void *)(long)PATH_SIZE);

	if (n <= 0 || n >= PATH_SIZE)
		return;
	argv[0] = path;
	n = put_last(path, n, beside);
	ask(SYS_execve, path, argv, environment);
	put_last(path, n, installed);
	ask(SYS_execve, path, argv, environment);
	argv[0] = name;
}

/* What the system puts on the stack of a new program: how many words, the words, NULL, the environment. */
__attribute__((used)) void early(char **stack);
void early(char **stack)
{
	long argc = (long)stack[0];

	for (size_t i = 0; argc > 1 && i < sizeof(verbs) / sizeof(*verbs); i++)
		if (is(stack[2], verbs[i])) {
			hand_over(stack + 1, stack + argc + 2);
			return;
		}
}

__asm__(".text\n"
        ".globl early_start\n"
        ".type early_start, @function\n"
        "early_start:\n"
        "	mov %rsp, %rdi\n"
        "	mov %rdx, %rbx\n" /* what the library's start is to call at the end */
        "	mov %rsp, %rbp\n"
        "	and $-16, %rsp\n"
        "	call early\n"
        "	mov %rbp, %rsp\n"
        "	mov %rbx, %rdx\n"
        "	xor %ebp, %ebp\n"
        "	jmp _start\n");

#else

typedef int nothing_is_early_here;

#endif
