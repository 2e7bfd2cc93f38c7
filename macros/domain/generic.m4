dnl # A good start for any domain: mail for user+detail may have its own .forward file, headers have a limit, mail for users who
dnl # have left is answered with their new address, local-host-names is read, and root's mail shows which machine it is from.
define(`confFORWARD_PATH', `$z/.forward.$w+$h:$z/.forward+$h:$z/.forward.$w:$z/.forward')
define(`confMAX_HEADERS_LENGTH', `32768')
FEATURE(`redirect')
FEATURE(`use_cw_file')
EXPOSED_USER(`root')
