dnl # Hosts of the Sequoia 2000 project: CS.Berkeley.EDU under one name.
DOMAIN(`CS.Berkeley.EDU')
MASQUERADE_AS(`postgres.Berkeley.EDU')
