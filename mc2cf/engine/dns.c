#include "engine/dns.h"
struct dns *dns_table(struct arena *a, struct diags *d, uint32_t file, struct slice text)
{ (void)a;(void)d;(void)file;(void)text; return NULL; }
