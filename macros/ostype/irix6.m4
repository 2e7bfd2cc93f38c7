# IRIX 6: as IRIX 5.
include(_mc_lib`'ostype/irix5.m4)
