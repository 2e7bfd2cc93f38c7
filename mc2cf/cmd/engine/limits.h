/*
 * limits.h - every limit of the engine's verbs, with its reason
 */
#ifndef CMD_ENGINE_LIMITS_H
#define CMD_ENGINE_LIMITS_H

#include <stddef.h>

/* Output that is kept back while there is input to work on. */
#define BT_OUTPUT ((size_t)65536)
/* A line of input: sendmail reads no longer ones (MAXLINE); the rest is a line of its own. */
#define BT_LINE ((size_t)2047)

/* A line of the system's files of users, groups and services: in one with longer ones the system finds its way better. */
#define READCF_SYSTEM_LINE ((size_t)4096)

/* Lines of a terminal that can be called back. */
#define BT_HISTORY 1000

/* Steps of rulesets that are kept of one address: more than any that ends. */
#define ROUTE_STEPS_MAX ((size_t)100000)

/* A source map of a large sendmail.cf is a few MB. */
#define ROUTE_MAP_MAX ((size_t)256 * 1024 * 1024)

/* The text of a table: some ten million pairs. */
#define MAKEMAP_INPUT_MAX ((size_t)2 * 1024 * 1024 * 1024)
/* A sendmail.cf that is asked for its TrustedUser. */
#define MAKEMAP_CF_MAX ((size_t)16 * 1024 * 1024)

/* A sendmail.cf, a file of words, a table, a file of expectations or a source map that `test' reads whole. */
#define WORLD_TABLE_MAX ((size_t)256 * 1024 * 1024)
/* Threads of `test': more are no faster on the machines that mail runs on. */
#define TEST_THREADS_MAX 16
/* Rules that are shown where an expectation failed: the last decide; and with -v. */
#define TEST_RULES_SHOWN 8
#define TEST_RULES_VERBOSE 1000
/* Hosts of a route that are looked at. */
#define RELAY_HOPS_MAX 8
/* Ways to write an address that are shown where they get through: who has an open relay needs no list. */
#define RELAY_SHOWN 5

#endif
