#include "cmd/engine/relay.h"
int relay_test(struct tests *t)
{
	(void)t;
	return 2;
}
