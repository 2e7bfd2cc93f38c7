# 4.3BSD: the queue lies below /usr/spool.
_mc_default(`QUEUE_DIR', `/usr/spool/mqueue')
_mc_default(`UUCP_MAILER_ARGS', `uux - -r -z -a$g $h!rmail ($u)')
