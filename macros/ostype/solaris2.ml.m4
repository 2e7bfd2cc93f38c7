# Solaris 2 with mail.local: what the name solaris2 stands for by now.
include(_mc_lib`'ostype/solaris2.m4)
