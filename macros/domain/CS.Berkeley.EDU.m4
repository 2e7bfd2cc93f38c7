dnl # Hosts of CS.Berkeley.EDU: Berkeley.EDU with a database of users, and with names from before the move.
DOMAIN(`Berkeley.EDU')
HACK(`cssubdomain')
define(`confUSERDB_SPEC', `/usr/sww/share/lib/users.cs.db,/usr/sww/share/lib/users.eecs.db')
