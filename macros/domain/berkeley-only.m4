dnl # What the domains of Berkeley's computer science division have in common: they are nobody else's.
errprint(`*** ERROR: the domains of Berkeley are for Berkeley: write a domain/NAME.m4 of your own')
