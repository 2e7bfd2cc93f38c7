divert(-1)
divert(0)
VERSIONID(`company domain')
define(`confFORWARD_PATH', `$z/.forward.$w+$h:$z/.forward')dnl
define(`confMAX_HEADERS_LENGTH', `32768')dnl
FEATURE(`redirect')dnl
FEATURE(`use_cw_file')dnl
EXPOSED_USER(`root')
MASQUERADE_AS(`company.example')
LOCAL_DOMAIN(`company.example')
ifelse(defn(`_ARG_'), `', `', `define(`confMAX_HOP', _ARG_)')
LOCAL_RULE_3
R$* < @ old.company.example > $*	$: $1 < @ company.example > $2
