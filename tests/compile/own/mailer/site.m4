PUSHDIVERT(-1)
#
# a mailer of the site
#
_DEFIFNOT(`_DEF_SITE_MAILER_FLAGS', `lsDFMnPq')
ifdef(`SITE_MAILER_PATH', `',
	`define(`SITE_MAILER_PATH', /usr/local/bin/site)')
_DEFIFNOT(`SITE_MAILER_FLAGS', `A5:/|@')
ifdef(`SITE_MAILER_ARGS', `',
	`define(`SITE_MAILER_ARGS', `site -u $u')')
define(`_SITE_QGRP', `ifelse(defn(`SITE_MAILER_QGRP'),`',`', ` Q=SITE_MAILER_QGRP,')')dnl
POPDIVERT

#########
###   Site mailer
#########

VERSIONID(`site mailer')

SEnvFromSite
R$+			$: $>EnvFromL $1

Msite,		P=SITE_MAILER_PATH, F=_MODMF_(CONCAT(_DEF_SITE_MAILER_FLAGS, SITE_MAILER_FLAGS), `SITE'), S=EnvFromSite/HdrFromL, R=EnvToL/HdrToL,_OPTINS(`SITE_MAILER_MAX', ` M=', `,')_SITE_QGRP
		T=DNS/RFC822/X-Unix,
		A=SITE_MAILER_ARGS
LOCAL_CONFIG
CPsite
MAILER_DEFINITIONS
Msite2,		P=/bin/true, F=lsDFM, A=true _ARG_
