/*
 * table.c - finds a kind of table by the class of maps
 */
#include "engine/table.h"

static const struct table_kind *const kinds[] = {&table_hash, &table_btree, &table_cdb, &table_lmdb};

const struct table_kind *table_kind_at(size_t i)
{
	return i < sizeof(kinds) / sizeof(kinds[0]) ? kinds[i] : NULL;
}

const struct table_kind *table_kind_find(const char *class_name)
{
	if (slice_caseeq(slice_of(class_name), SLICE_LIT("implicit")))
		return &table_hash;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (slice_caseeq(slice_of(class_name), slice_of(kinds[i]->name)))
			return kinds[i];
	return NULL;
}
