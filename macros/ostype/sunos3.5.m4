# SunOS 3.5.
define(`confEBINDIR', `/usr/lib')
