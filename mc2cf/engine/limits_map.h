/*
 * limits_map.h - every limit of the maps, with its reason
 */
#ifndef ENGINE_LIMITS_MAP_H
#define ENGINE_LIMITS_MAP_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of a key that count: sendmail cuts keys of its databases here. */
#define MAP_KEY_MAX ((size_t)256)
/* "too many member maps": of a sequence or switch. */
#define MAP_STACK_MAX 12
/* Sequences that call sequences: sendmail does not count, and dies. */
#define MAP_NEST_MAX 16
/* Digits of a result of class arith, as sendmail cuts them. */
#define MAP_ARITH_MAX ((size_t)15)
/* Groups of a regular expression that -s can ask for. */
#define MAP_REGEX_GROUPS 20
/* Mail exchangers of a host that count: sendmail's MAXMXHOSTS. */
#define MAP_MX_MAX 100
/* Atoms of a regular expression with its repetitions written out, and parentheses in parentheses: the C library takes memory by it, and time by its square. */
#define MAP_REGEX_SIZE ((size_t)5000)
#define MAP_REGEX_DEPTH 100
/* A message is cut here: it may hold a path and a reason. */
#define MAP_MESSAGE_MAX ((size_t)512)
/* A line of a text map or of a program: sendmail's MAXLINE. */
#define MAP_LINE_MAX ((size_t)2048)
/* A text map larger than this is not read: it is read whole. */
#define MAP_TEXT_MAX ((size_t)256 * 1024 * 1024)
/* A reply of a socket map: sendmail's own limit is as high. */
#define MAP_SOCKET_REPLY_MAX ((size_t)1000000)
/* How long a socket map is waited for without -d, in seconds. */
#define MAP_SOCKET_TIMEOUT 30u
/* How long a directory is waited for without -c, in seconds. */
#define MAP_LDAP_TIMEOUT 30
/* How long a program may take, in seconds: sendmail waits for ever. */
#define MAP_PROGRAM_TIMEOUT 60u
/* What a program prints for a class, in bytes: some hundred thousand words. */
#define CLASS_PROGRAM_MAX ((size_t)4 * 1024 * 1024)
/* A file of passwords or of hosts: it is read whole. */
#define MAP_FILE_MAX ((size_t)64 * 1024 * 1024)
/* Levels of folders that are looked at for who may write to them. */
#define MAP_PATH_MAX ((size_t)4096)

/* A value of a constant database: more is a broken file. */
#define CDB_VALUE_MAX ((uint32_t)16 * 1024 * 1024)
/* A value of LMDB, likewise. */
#define LMDB_VALUE_MAX ((size_t)16 * 1024 * 1024)
/* Memory that a table is made in: at least, and at most. */
#define TABLE_CACHE_MIN ((size_t)1024 * 1024)
#define TABLE_CACHE_MAX ((size_t)512 * 1024 * 1024)

#endif
