/*
 * dns_probe.c - whether anybody listens where name servers should be
 *
 * A name server's machine that has none says so at once, which libunbound does
 * not hear: it asks again until the time is up.
 */
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "engine/dns_priv.h"

enum { PATIENCE_MS = 30 };

/* Asks for the name servers of the root; what is answered does not matter. */
static int ask(const struct addrinfo *server)
{
	static const unsigned char question[] = {0x6d, 0x63, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1};
	int fd = socket(server->ai_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd >= 0 && (connect(fd, server->ai_addr, server->ai_addrlen) != 0 || send(fd, question, sizeof(question), 0) < 0)) {
		close(fd);
		return -1;
	}
	return fd;
}

/* True: it is said that nobody listens there. */
static bool refuses(const char *address)
{
	const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_DGRAM};
	struct addrinfo *server = NULL;
	struct pollfd p = {.events = POLLIN};
	bool refused;
	char byte;

	if (getaddrinfo(address, "53", &hints, &server) != 0)
		return false;
	p.fd = ask(server);
	freeaddrinfo(server);
	if (p.fd < 0)
		return true;
	refused = poll(&p, 1, PATIENCE_MS) > 0 && recv(p.fd, &byte, 1, 0) < 0;
	close(p.fd);
	return refused;
}

bool dns_nobody_listens(const char *const *servers, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!refuses(servers[i]))
			return false;
	return n != 0;
}
