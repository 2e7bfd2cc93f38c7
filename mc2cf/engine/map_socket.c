/*
 * map_socket.c - class socket: asks a server, by the socketmap protocol
 *
 * The server is `inet:port@host', `inet6:port@host', `unix:/path' or a path; the
 * path to a socket must be as safe as that to a table.  -d is the time of one
 * question.  A connection is kept; one that the server has closed meanwhile is
 * opened anew and the question put again, once (sendmail fails for now there).
 */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "engine/map_priv.h"
#include "engine/socketmap.h"

struct connection {
	struct sockaddr_storage to;
	socklen_t length;
	int fd;
	char *reply;
	size_t n, cap;
};

/* --- where the server is --- */

static bool local_address(struct map *m, struct slice path, struct connection *c)
{
	struct sockaddr_un *un = (struct sockaddr_un *)&c->to;
	const char *p = map_cstr(m, path), *why;

	if (path.n >= sizeof(un->sun_path)) {
		map_say(m, "socket map \"%.*s\": local socket name %s too long", SLICE_ARG(m->name), p);
		return false;
	}
	why = map_path_unsafe(m->maps, p);
	if (why != NULL) {
		map_say(m, "socket map \"%.*s\": local socket name %s unsafe: %s", SLICE_ARG(m->name), p, why);
		return false;
	}
	un->sun_family = AF_UNIX;
	memcpy(un->sun_path, p, path.n + 1);
	c->length = sizeof(*un);
	return true;
}

/* The port as a number; false: there is no such name. */
static bool port_of(struct map *m, struct slice port, char *digits, size_t size)
{
	char text[1024];
	struct servent s, *found = NULL;
	bool number = port.n != 0;

	for (size_t i = 0; i < port.n; i++)
		number = number && port.p[i] >= '0' && port.p[i] <= '9';
	if (number)
		snprintf(digits, size, "%ld", map_number(port) & 0xffff);
	else if (getservbyname_r(map_cstr(m, port), "tcp", &s, text, sizeof(text), &found) == 0 && found != NULL)
		snprintf(digits, size, "%u", (unsigned)((s.s_port & 0xff) << 8 | (s.s_port >> 8 & 0xff)));
	else {
		map_say(m, "socket map \"%.*s\": unknown port name %.*s", SLICE_ARG(m->name), SLICE_ARG(port));
		return false;
	}
	return true;
}

static bool internet_address(struct map *m, struct slice where, int family, struct connection *c)
{
	const char *at = memchr(where.p, '@', where.n);
	struct addrinfo hints = {.ai_family = family, .ai_socktype = SOCK_STREAM}, *found = NULL;
	struct slice host;
	char port[24];

	if (at == NULL) {
		map_say(m, "socket map \"%.*s\": bad address %.*s (expected port@host)", SLICE_ARG(m->name), SLICE_ARG(where));
		return false;
	}
	host = (struct slice){at + 1, where.n - (size_t)(at + 1 - where.p)};
	if (!port_of(m, (struct slice){where.p, (size_t)(at - where.p)}, port, sizeof(port)))
		return false;
	if (host.n != 0 && host.p[0] == '[') {
		if (host.p[host.n - 1] != ']') {
			map_say(m, "socket map \"%.*s\": Invalid numeric domain spec \"%.*s\"", SLICE_ARG(m->name), SLICE_ARG(host));
			return false;
		}
		host = (struct slice){host.p + 1, host.n - 2};
		hints.ai_flags = AI_NUMERICHOST;
	}
	if (getaddrinfo(map_cstr(m, host), port, &hints, &found) != 0 || found == NULL) {
		map_say(m, "socket map \"%.*s\": Unknown host name %.*s", SLICE_ARG(m->name), SLICE_ARG(host));
		return false;
	}
	memcpy(&c->to, found->ai_addr, found->ai_addrlen);
	c->length = found->ai_addrlen;
	freeaddrinfo(found);
	return true;
}

static bool address_of(struct map *m, struct connection *c)
{
	const char *colon = memchr(m->file.p, ':', m->file.n);
	struct slice kind = colon != NULL ? (struct slice){m->file.p, (size_t)(colon - m->file.p)} : SLICE_LIT("");
	struct slice where = colon != NULL ? (struct slice){colon + 1, m->file.n - kind.n - 1} : m->file;

	if (kind.n == 0 || slice_caseeq(kind, SLICE_LIT("unix")) || slice_caseeq(kind, SLICE_LIT("local")))
		return local_address(m, where, c);
	if (slice_caseeq(kind, SLICE_LIT("inet")))
		return internet_address(m, where, AF_INET, c);
	if (slice_caseeq(kind, SLICE_LIT("inet6")))
		return internet_address(m, where, AF_INET6, c);
	map_say_errno(m, EPROTONOSUPPORT, "socket map \"%.*s\": unknown socket type %.*s", SLICE_ARG(m->name), SLICE_ARG(kind));
	return false;
}

/* --- talking to it --- */

static long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool ready(int fd, short events, long deadline)
{
	struct pollfd p = {.fd = fd, .events = events};
	long left;
	int r;

	do {
		left = deadline - now_ms();
		r = left > 0 ? poll(&p, 1, (int)left) : 0;
	} while (r < 0 && errno == EINTR);
	if (r == 0)
		errno = EAGAIN;
	return r > 0;
}

static void hang_up(struct connection *c)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
	c->n = 0;
}

static bool connect_to(struct connection *c, long deadline)
{
	int error = 0;
	socklen_t n = sizeof(error);

	c->fd = socket(c->to.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (c->fd < 0)
		return false;
	if (connect(c->fd, (struct sockaddr *)&c->to, c->length) == 0)
		return true;
	if ((errno == EINPROGRESS || errno == EAGAIN) && ready(c->fd, POLLOUT, deadline) && getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &n) == 0 && error == 0)
		return true;
	hang_up(c);
	return false;
}

static bool send_all(struct connection *c, struct slice text, long deadline)
{
	while (text.n != 0) {
		ssize_t r = send(c->fd, text.p, text.n, MSG_NOSIGNAL);

		if (r < 0 && (errno == EINTR || (errno == EAGAIN && ready(c->fd, POLLOUT, deadline))))
			continue;
		if (r <= 0)
			return false;
		text = (struct slice){text.p + r, text.n - (size_t)r};
	}
	return true;
}

static bool room(struct connection *c)
{
	size_t cap = c->cap != 0 ? c->cap * 2 : 1024;
	char *p;

	if (c->n < c->cap)
		return true;
	p = cap < 4 * MAP_SOCKET_REPLY_MAX ? realloc(c->reply, cap) : NULL;
	if (p == NULL)
		return false;
	c->reply = p;
	c->cap = cap;
	return true;
}

enum heard { HEARD, SILENCE, GONE };

/* Reads until the reply is whole or is none. */
static enum heard listen_to(struct connection *c, long deadline, enum socketmap_reply *r, struct slice *value, unsigned *length)
{
	for (c->n = 0, *length = 0;;) {
		ssize_t got;

		*r = socketmap_read(c->reply, c->n, MAP_SOCKET_REPLY_MAX, value, length);
		if (*r != SOCKETMAP_MORE)
			return HEARD;
		if (!room(c) || !ready(c->fd, POLLIN, deadline))
			return SILENCE;
		got = recv(c->fd, c->reply + c->n, c->cap - c->n, 0);
		if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
			return GONE;
		c->n += got > 0 ? (size_t)got : 0;
	}
}

/* --- the map --- */

static bool socket_open(struct map *m)
{
	struct connection *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return false;
	c->fd = -1;
	if (!address_of(m, c)) {
		free(c);
		return false;
	}
	m->state = c;
	return true;
}

static void socket_close(struct map *m)
{
	struct connection *c = m->state;

	hang_up(c);
	free(c->reply);
	free(c);
}

static void complain(struct map *m, enum socketmap_reply r, unsigned length)
{
	if (r == SOCKETMAP_NO_LENGTH)
		map_say(m, "socket_map_lookup(%.*s): failed to read length parameter of reply 0", SLICE_ARG(m->name));
	else if (r == SOCKETMAP_TOO_LONG)
		map_say(m, "socket_map_lookup(%.*s): reply too long: %u", SLICE_ARG(m->name), length);
	else
		map_say(m, "socket_map_lookup(%.*s): missing '%c' in reply", SLICE_ARG(m->name), r == SOCKETMAP_NO_COLON ? ':' : ',');
}

/* How much of what came is the length and its colon. */
static size_t digits(const struct connection *c)
{
	const char *colon = memchr(c->reply, ':', c->n);

	return colon != NULL ? (size_t)(colon + 1 - c->reply) : c->n;
}

/* What became of the question, where a whole reply came. */
static void take(struct map *m, const struct map_question *q, enum socketmap_reply r, struct slice value, unsigned length, struct buf *out,
                 struct map_answer *a)
{
	switch (r) {
	case SOCKETMAP_OK: map_found(m, value, q, out, a); break;
	case SOCKETMAP_NOT_FOUND: a->status = MAP_NO_HOST; break;
	case SOCKETMAP_PERM: a->status = MAP_UNAVAILABLE; break;
	case SOCKETMAP_UNKNOWN: a->status = MAP_PROTOCOL; break;
	case SOCKETMAP_TEMP: a->status = MAP_TEMPFAIL; break;
	default:
		a->status = MAP_TEMPFAIL;
		complain(m, r, length);
		hang_up(m->state);
		break;
	}
}

/* True: it is done, whatever came of it; false: the server had gone, and may be asked once more. */
static bool ask(struct map *m, const struct map_question *q, struct slice question, bool again, struct buf *out, struct map_answer *a)
{
	struct connection *c = m->state;
	long deadline = now_ms() + 1000L * (m->timeout != 0 && m->timeout < 1000000 ? m->timeout : MAP_SOCKET_TIMEOUT);
	bool kept = c->fd >= 0;
	enum socketmap_reply r;
	enum heard heard = GONE;
	struct slice value;
	unsigned length = 0;

	a->status = MAP_TEMPFAIL;
	if (!kept && !connect_to(c, deadline))
		return true;
	if (send_all(c, question, deadline))
		heard = listen_to(c, deadline, &r, &value, &length);
	if (heard == HEARD) {
		take(m, q, r, value, length, out, a);
		return true;
	}
	if (heard == SILENCE)
		map_say_errno(m, errno, "socket_map_lookup(%.*s): read timeout", SLICE_ARG(m->name));
	else if (c->n != 0)
		map_say(m, "socket_map_lookup(%.*s): received only %zu of %u reply characters", SLICE_ARG(m->name), c->n - digits(c), length);
	again = again && heard == GONE && kept && c->n == 0;
	hang_up(c);
	return !again;
}

static void socket_lookup(struct map *m, const struct map_question *q, struct buf *out, struct map_answer *a)
{
	char key[MAP_LINE_MAX + 1], question[MAP_LINE_MAX + 512];
	size_t n = q->key.n < MAP_LINE_MAX ? q->key.n : MAP_LINE_MAX;
	struct map_question folded = *q;
	int length;

	folded.key = (struct slice){key, n};
	for (size_t i = 0; i < n; i++)
		key[i] = (m->flags & MF_NO_FOLD) == 0 && q->key.p[i] >= 'A' && q->key.p[i] <= 'Z' ? (char)(q->key.p[i] + 32) : q->key.p[i];
	if (m->name.n > 256 || n + m->name.n + 32 > sizeof(question)) {
		a->status = MAP_TEMPFAIL;
		return;
	}
	length = snprintf(question, sizeof(question), "%zu:%.*s ", n + m->name.n + 1, SLICE_ARG(m->name));
	memcpy(question + length, key, n);
	question[(size_t)length + n] = ',';
	if (!ask(m, &folded, (struct slice){question, (size_t)length + n + 1}, true, out, a))
		ask(m, &folded, (struct slice){question, (size_t)length + n + 1}, false, out, a);
}

const struct map_type map_type_socket = {"socket", MT_KEEPS | MT_STOCK | MT_FILE, map_parse_common, socket_open, socket_close, socket_lookup, NULL};
