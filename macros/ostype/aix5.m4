# AIX 5: as AIX 4.
include(_mc_lib`'ostype/aix4.m4)
