# Not a system: the value that a template for copying carries until somebody chooses.
errprint(`*** ERROR: OSTYPE(unknown) stands for no system: name yours, since paths and mailer flags come from it
')
