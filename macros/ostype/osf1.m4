# OSF/1, Digital UNIX, Tru64.
_mc_default(`STATUS_FILE', `/usr/adm/sendmail/sendmail.st')
define(`confEBINDIR', `/usr/lbin')
define(`confDEF_USER_ID', `daemon')
