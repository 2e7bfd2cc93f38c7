divert(-1)
divert(0)
VERSIONID(`sitelist')
divert(-1)
define(`_site_each', `ifelse(`$1', `', `', `C{SiteList}$1
$0(shift($@))')')
define(`_SITE_LOWER_', lower(_ARG_))
PUSHDIVERT(6)
# each argument
_site_each(_ARGS_)
D{SiteLower}_SITE_LOWER_
D{SiteSame}strcasecmp(`AbC', _ARG_)
D{SiteConcat}CONCAT(`a', `b', _ARG2_)
POPDIVERT
ifdef(`_MAILER_smtp_', `errprint(`FEATURE after MAILER')')
ifdef(`_SITE_SEEN_', `', `define(`_SITE_SEEN_', `1')
LOCAL_NET_CONFIG
R$* < @ $* .list. > $*	$#site $@ $2 $: $1 < @ $2 .list. > $3
')
