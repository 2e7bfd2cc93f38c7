# BSD/OS under an old name.
errprint(`NOTE: OSTYPE(bsdi2.0) is deprecated: use OSTYPE(bsdi)
')
include(_mc_lib`'ostype/bsd4.4.m4)
