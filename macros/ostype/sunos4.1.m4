# SunOS 4.1.
define(`confEBINDIR', `/usr/lib')
