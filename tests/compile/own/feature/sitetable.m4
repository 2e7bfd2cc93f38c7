divert(-1)
#
# A site's own table, in the style of the files that come with sendmail.
#
divert(0)dnl
VERSIONID(`sitetable.m4 1.2')
divert(-1)

ifdef(`_ACCESS_TABLE_', `',
	`errprint(`*** ERROR: FEATURE(sitetable) needs access_db
')')
define(`_SITE_TABLE_', `')dnl
ifelse(_ARG2_, `strict', `define(`_SITE_STRICT_', `1')',
	_ARG2_, `', `',
	`errprint(`*** WARNING: unknown argument "'_ARG2_`"
')')

LOCAL_CONFIG
# the table of the site
Ksitetable ifelse(defn(`_ARG_'), `',
		DATABASE_MAP_TYPE MAIL_SETTINGS_DIR`sitetable',
		defn(`_ARG_'), `LDAP',
		`ldap -1 -v x -k x',
		`_ARG_')
ifelse(_ARG3_, `', `', `C{Sites}_ARG3_')

LOCAL_RULE_0
R$+ < @ $+ .site. >	$: < $(sitetable $2 $) > $1 < @ $2 .site. >
ifdef(`_SITE_STRICT_', `R< $={Sites} > $+ < $+ >	$#error $@ 5.7.1 $: "550 strict"')
R< $* > $+ < $+ >	$: $2 < $3 >

LOCAL_RULESETS
SSiteHelper
R$+		$@ <site:`$1'> $(sitetable $1 $: none $)
