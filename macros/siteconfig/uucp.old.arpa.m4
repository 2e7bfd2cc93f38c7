dnl # UUCP neighbours of the time before ucbarpa's.
SITE(`endotsew fateman interlan metron')
