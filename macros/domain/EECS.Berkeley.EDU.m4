dnl # Hosts of EECS.Berkeley.EDU: Berkeley.EDU under one name.
DOMAIN(`Berkeley.EDU')
MASQUERADE_AS(`EECS.Berkeley.EDU')
