# BSD/OS: as 4.4BSD.
include(_mc_lib`'ostype/bsd4.4.m4)
