/*
 * early.h - whether a program can begin in cmd/early.c: asked by it and by the Makefile
 */
#ifndef CMD_EARLY_H
#define CMD_EARLY_H

#if defined(__linux__) && defined(__x86_64__) && !defined(__ILP32__)
#define EARLY_START 1
#else
#define EARLY_START 0
#endif

#endif
