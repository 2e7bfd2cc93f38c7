/*
 * map_class.c - finds a class of maps by its name
 */
#include "engine/map_priv.h"

static const struct map_type *const types[] = {
#define C(name) &map_type_##name,
#include "engine/map_classes.def"
#undef C
};

const struct map_type *map_type_find(struct slice name)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (slice_caseeq(name, slice_of(types[i]->name)))
			return types[i];
	return NULL;
}

bool map_class_is_stock(struct slice class_name)
{
	const struct map_type *t = map_type_find(class_name);

	return t != NULL && (t->traits & MT_STOCK) != 0;
}
