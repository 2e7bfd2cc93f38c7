# ULTRIX 4.
define(`confEBINDIR', `/usr/lib')
