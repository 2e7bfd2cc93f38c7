/*
 * message.c - m4's own messages as diagnostics
 *
 * With LC_ALL=C, GNU m4 writes `m4:FILE:LINE: text', or `m4: text' where it
 * knows no place.  What it means for a .mc stands in a table; a message that
 * is not known is passed on as it is.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "mc/front.h"

struct message {
	const char *begins;
	unsigned code;
	const char *text; /* instead of m4's, or NULL */
	const char *help;
};

static const struct message messages[] = {
	{"ERROR: end of file in string", 103, "a quote ` is opened here and never closed", "close it with ' (a ` inside needs a ' of its own)"},
	{"ERROR: end of file in argument list", 104, "the arguments that begin here are never closed", "close them with )"},
	{"ERROR: end of file in comment", 104, "the comment that begins here is never closed", NULL},
	{"cannot open ", 105, NULL, NULL},
	{"recursion limit of ", 118, "m4's calls nest deeper than " MC_NESTING " here", "a macro calls itself in its own argument"},
	{"end of file treated as newline", 0, NULL, NULL},
	{"Warning: end of file treated as newline", 0, NULL, NULL},
	{"memory exhausted", 108, NULL, NULL},
};

/* Cuts `m4:FILE:LINE: ' off; the program's name may hold no colon. */
static struct srcpos cut_place(struct front *f, struct slice *text)
{
	/* the .mc's own name may hold colons */
	struct slice rest = *text, program, file, line, ours = f->copy.n != 0 ? f->copy : f->job->path;
	struct srcpos at = SRCPOS_NONE;

	if (!slice_next(&rest, ':', &program))
		return at;
	*text = slice_trim(rest);
	if (rest.n != 0 && rest.p[0] == ' ')
		return at;
	if (slice_starts(rest, ours) && rest.n > ours.n && rest.p[ours.n] == ':') {
		file = ours;
		rest = (struct slice){rest.p + ours.n + 1, rest.n - ours.n - 1};
	} else if (!slice_next(&rest, ':', &file)) {
		return at;
	}
	if (!slice_next(&rest, ':', &line) || mc_number(line) == 0)
		return at;
	*text = slice_trim(rest);
	at.file = mc_stream_file(f->stream, file);
	at.line = (uint32_t)mc_number(line);
	at.col = 1;
	return at;
}

/* The first ` of the line that has no ' behind it. */
static uint32_t open_quote(struct slice line)
{
	size_t depth = 0;
	uint32_t col = 1;

	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] == '`' && depth++ == 0)
			col = (uint32_t)i + 1;
		else if (line.p[i] == '\'' && depth > 0)
			depth--;
	}
	return depth != 0 ? col : 1;
}

/* FEATURE(`x`): the second ` was meant to close. */
static bool reversed(struct slice line, uint32_t col)
{
	for (size_t i = col; i < line.n && line.p[i] != '\''; i++)
		if (line.p[i] == '`' && (i + 1 == line.n || line.p[i + 1] == ')' || line.p[i + 1] == ','))
			return true;
	return false;
}

static void say_quote(struct front *f, struct srcpos at, const struct message *m)
{
	struct slice line;

	if (!front_line(f, at, &line)) {
		diag_help(diag_add(f->d, m->code, at, "%s", m->text), "%s", m->help);
		return;
	}
	at.col = open_quote(line);
	if (reversed(line, at.col))
		diag_help(diag_add(f->d, 112, at, "a text is quoted with ` on both sides, so the quote is never closed"), "m4 quotes are `text'");
	else
		diag_help(diag_add(f->d, m->code, at, "%s", m->text), "%s", m->help);
}

/* `NAME': Permission denied: in the sandbox that is the kernel's answer to a file outside the allowed folders. */
static bool say_refused(struct front *f, struct srcpos at, struct slice text)
{
	ptrdiff_t open = slice_find(text, SLICE_LIT("`")), end = slice_find(text, SLICE_LIT("': Permission denied"));

	struct slice name;

	if (!f->job->sandbox || open < 0 || end < open)
		return false;
	name = (struct slice){text.p + open + 1, (size_t)(end - open) - 1};
	if (front_outside(f, name))
		front_refuse(f, at, SLICE_LIT("include"), name);
	return front_outside(f, name);
}

/* cannot open `NAME': No such file or directory */
static void say_missing(struct front *f, struct srcpos at, struct slice text)
{
	ptrdiff_t open = slice_find(text, SLICE_LIT("`")), end = slice_find(text, SLICE_LIT("': "));
	struct slice name = open >= 0 && end > open ? (struct slice){text.p + open + 1, (size_t)(end - open) - 1} : SLICE_LIT("");
	struct srcpos here = front_place(f, at, name);
	struct diag *g = diag_add(f->d, 105, here.col > 1 ? here : front_place(f, at, SLICE_LIT("include")), "%.*s", SLICE_ARG(text));

	if (slice_find(text, SLICE_LIT("No such file")) >= 0)
		front_help_include(f, g, name);
	else if (slice_find(text, SLICE_LIT("Is a directory")) >= 0)
		diag_help(g, "name a file in it");
	else if (slice_find(text, SLICE_LIT("Too many open files")) >= 0)
		diag_help(g, "files include one another in a circle, or a file includes itself");
	else
		diag_help(g, "mc2cf runs m4 as you: the file must be one that you may read");
}

/* m4's own messages begin with its name, as it was called; other lines are what dumpdef and traceon print. */
static bool by_m4(const struct run *r, struct slice text)
{
	const char *slash = strrchr(r->argv[0], '/');
	struct slice name = slice_of(slash != NULL ? slash + 1 : r->argv[0]), head = SLICE_LIT("");

	slice_next(&text, ':', &head);
	return head.n >= name.n && slice_eq((struct slice){head.p + head.n - name.n, name.n}, name);
}

/* What dumpdef and traceon print has no place of its own: it is where the record before it is. */
static void say_shown(struct front *f, const struct mc_record *before, struct slice text)
{
	struct srcpos at = before != NULL && !front_ours(f, before->at) ? before->at : (struct srcpos){f->file, 1, 1, 0};

	diag_add(f->d, 117, front_place(f, at, SLICE_LIT("")), "m4 shows: %.*s", SLICE_ARG(text));
}

static void say(struct front *f, struct srcpos at, struct slice text)
{
	if (say_refused(f, at, text))
		return;
	for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
		const struct message *m = &messages[i];
		struct diag *g;

		if (!slice_starts(text, slice_of(m->begins)))
			continue;
		if (m->code == 0 || m->code == 108)
			return;
		if ((m->code == 103 || m->code == 104) && at.file == f->file)
			f->broken_line = at.line;
		if (m->code == 103) {
			say_quote(f, at, m);
			return;
		}
		if (m->code == 105) {
			say_missing(f, at, text);
			return;
		}
		g = diag_add(f->d, m->code, front_place(f, at, SLICE_LIT("include")), "%.*s", SLICE_ARG(m->text != NULL ? slice_of(m->text) : text));
		if (m->help != NULL)
			diag_help(g, "%s", m->help);
		return;
	}
	diag_add(f->d, slice_starts(text, SLICE_LIT("ERROR")) ? 106 : 107, at, "m4: %.*s", SLICE_ARG(text));
}

/* A .mc that m4 cannot read at all is the tool's failure, not the .mc's. */
static bool no_m4(struct front *f, const struct run *r, enum run_end end, struct slice *why)
{
	struct buf b;

	if (end != RUN_NOT_FOUND && end != RUN_FAILED && end != RUN_UNCONFINED)
		return false;
	buf_init(&b, f->arena);
	if (end == RUN_UNCONFINED)
		buf_printf(&b, "--sandbox cannot be kept: this system has no Landlock (%s)", strerror(r->status));
	else
		buf_printf(&b, "cannot run %s: %s", r->argv[0], strerror(r->status));
	if (end == RUN_NOT_FOUND)
		buf_puts(&b, " (GNU m4 is needed)");
	*why = buf_slice(&b);
	return true;
}

/* m4 could not put out what it had: no room, or a limit on our own files. */
static bool no_room(struct front *f, struct slice *why)
{
	for (size_t i = 0; i < f->stream->nlog; i++)
		if (slice_eq_str(f->stream->log[i].kind, "m4") && slice_find(mc_field(&f->stream->log[i], 0), SLICE_LIT("write error")) >= 0) {
			*why = SLICE_LIT("m4 could not write what it had to say (no room, or a limit on the size of files)");
			return true;
		}
	return false;
}

/* Where the .mc includes cf.m4 itself, directives.m4 is read as late as there. */
static bool lacks_directives(const struct front *f, struct slice text)
{
	struct slice head = SLICE_LIT("cannot open `");

	return slice_starts(text, head) && slice_starts((struct slice){text.p + head.n, text.n - head.n}, f->macros) &&
	       slice_find(text, SLICE_LIT("/directives.m4': ")) >= 0;
}

/*
 * The prelude must have run to its end, where it leaves the record begin: other m4 programs than GNU's, a damaged library
 * folder, or a frozen state that this m4 does not like, fail there.  What m4 says before it is said of our own files.
 */
static bool no_prelude(struct front *f, enum run_end end, struct slice *why)
{
	bool begun = false;
	struct buf b;

	for (size_t i = 0; i < f->stream->nlog; i++) {
		const struct mc_record *r = &f->stream->log[i];
		struct slice text = mc_field(r, 0);

		begun |= slice_eq_str(r->kind, "begin");
		if (!slice_eq_str(r->kind, "m4"))
			continue;
		cut_place(f, &text);
		if (begun && !lacks_directives(f, text))
			continue;
		buf_init(&b, f->arena);
		buf_printf(&b, "m4: %.*s", SLICE_ARG(text));
		*why = buf_slice(&b);
		return true;
	}
	*why = SLICE_LIT("m4 does not do what macros/ asks of it: GNU m4 is needed");
	return !begun && (end == RUN_EXITED || f->frozen != NULL);
}

bool front_messages(struct front *f, const struct run *r, enum run_end end, struct slice *why)
{
	if (no_m4(f, r, end, why) || no_room(f, why) || no_prelude(f, end, why))
		return false;
	for (size_t i = 0; i < f->stream->nlog; i++) {
		const struct mc_record *m = &f->stream->log[i];
		struct slice text = mc_field(m, 0);
		struct srcpos at;

		if (!slice_eq_str(m->kind, "m4"))
			continue;
		if (!by_m4(r, text)) {
			say_shown(f, i != 0 ? &f->stream->log[i - 1] : NULL, text);
			continue;
		}
		at = cut_place(f, &text);
		say(f, at.file != 0 ? at : (struct srcpos){f->file, 1, 1, 0}, text);
	}
	return true;
}
