_m4_divert(-1)
# directives.m4 - what an author of .mc may write: one line a directive
#
# Read by mc2cf.m4 where the directives begin to count.  Each directive says
# what was asked for in records and keeps m4's side of the bargain: the
# diversion that its section is, names that other m4 text asks for (_ARG_,
# _MAILER_local_, MASQUERADE_NAME ...), the rest of the line where stock takes
# it.  What a FEATURE or a MAILER means is not decided here.
# Notation: see mc2cf.m4.

# Numbered uses.  _mc_say kind, number of arguments, arguments: a record with the arguments as written, and one with them
# expanded, together with the two names that most of them read at that moment.  The caller ends with _mc_back.
_m4_define(`_mc_n', `0')
_mc_wrap(`_mc_say', `_m4_define({_mc_n},_m4_incr(_mc_n))_m4_errprint({<$1;}_m4___file__{;}_m4___line__{;}_mc_n{;$2;$3;$4;$5;$6;$7;$8;$9;$10;$11;$12;$13>
})_m4_pushdef({_mc_div},_m4_divnum)_m4_divert(0){<args;}_mc_n{;}_mc_out()DATABASE_MAP_TYPE;MAIL_SETTINGS_DIR;$3;$4;$5;$6;$7;$8;$9;$10;$11;$12
>
_mc_in()')
# Behind _mc_say: the place of the use in each section that a FEATURE or a MAILER may fill.
_mc_wrap(`_mc_mark', `_m4_divert(1){<use;}_mc_n{>
}_m4_divert(2){<use;}_mc_n{>
}_m4_divert(3){<use;}_mc_n{>
}_m4_divert(6){<use;}_mc_n{>
}_m4_divert(8){<use;}_mc_n{>
}_m4_divert(9){<use;}_mc_n{>
}')
_mc_wrap(`_mc_spot', `_m4_divert($1){<use;}_mc_n{>
}')
# Names as they stand now, for the use at hand: for the bundles of macros/, which have m4's own quotes.  Between
# _mc_snapshots and _mc_snapshots_end, _mc_snapshot takes one; _mc_snapshot_if NAME FACT: the fact holds if the name is set now.
_mc_directive(`_mc_snapshots', `_mc_to(0)')
_m4_define(`_mc_snapshot', `_m4_ifdef(`$1', `_mc_with(`$1')')')
_mc_wrap(`_mc_with', ``<with;'_mc_n`;$1;'$1
>')
_m4_define(`_mc_snapshot_if', `_m4_ifdef(`$1', `_mc_with_fact(`$2')')')
_mc_wrap(`_mc_with_fact', ``<with;'_mc_n`;$1;1
>'')
_mc_directive(`_mc_snapshots_end', `_mc_back()')
# _mc_bring diversion, folder, name: reads a bundle, a site's own before ours; what it writes goes to that diversion.
_mc_wrap(`_mc_bring', `_m4_pushdef({_mc_div},_m4_divnum)_m4_divert($1)_m4_errprint({<enter;}_m4___file__{;}_m4___line__{;1;$2/$3>
})_m4_ifdef({_mc_site $2/$3}, {_m4_include(_m4_defn({_mc_site $2/$3})_mc_out())_mc_in()},
	{_m4_ifelse(_m4_index({$3},{/}),{-1},{_mc_own({$2/$3.m4})})})_m4_errprint({<leave;}_m4___file__{;}_m4___line__{>
})_m4_divert(_mc_div)_m4_popdef({_mc_div})')

_mc_directive(`VERSIONID', `_m4_ifelse(_m4_index(_m4_divnum, {-}), {-1}, {_mc_say({VERSIONID},{$#},{$1})_mc_back()})')
_mc_directive(`OSTYPE', `_mc_say({OSTYPE},{$#},{$1},{$2})_mc_back()_m4_define({__OSTYPE__}, {$1})_m4_define({_ARG_}, {$2})_mc_bring(-1, {ostype}, {$1})')
_mc_directive(`DOMAIN', `_mc_say({DOMAIN},{$#},{$1},{$2})_mc_back()_m4_define({_ARG_}, {$2})_mc_bring(-1, {domain}, {$1})')
_mc_directive(`HACK', `_mc_say({HACK},{$#},{$1},{$2},{$3},{$4},{$5})_mc_mark()_mc_back()_m4_define({_ARG_}, {$2})_m4_define({_ARGS_}, {_m4_shift($@)})_mc_bring(-1, {hack}, {$1})')
_mc_directive(`FEATURE', `_mc_say({FEATURE},{$#},{$1},{$2},{$3},{$4},{$5},{$6},{$7},{$8},{$9},{$10})_m4_ifdef({_mc_lines $1},{_mc_mark()})_mc_back()_m4_dnl
_m4_define({_ARG_},{$2})_m4_define({_ARGS_},{_m4_shift($@)})_m4_ifdef({_mc_has $1},{_mc_bring(-1,{feature},{$1})})_m4_ifdef({_mc_sets $1},{_mc_sets({$1})})')
_mc_wrap(`_mc_sets', `_m4_define(_m4_defn({_mc_sets $1}),{1})')
_mc_directive(`MAILER', `_mc_say({MAILER},{$#},{$1},{$2})_m4_define({_MAILER_DEFINED_},{1})_m4_ifelse({$1},{},{_mc_back()},{_mc_mailer({$1},_m4_ifelse({$2},{},{{$1}},{{$2}}),{$2},{$@})})')
_mc_wrap(`_mc_mailer', `_m4_ifdef({_MAILER_$2_},{_mc_back()},{_mc_spot(3)_mc_spot(4)_mc_back()_m4_define({_MAILER_$2_},{})_m4_dnl
_m4_define({_ARG_},{$3})_m4_define({_ARGS_},{_m4_shift($4)})_mc_bring(7,{mailer},{$1})})')

# Directives whose arguments say all; those that fill a class take the rest of the line.
_m4_define(`_mc_plain', `_mc_directive(`$1', `_mc_say({$1},{$'`#},{$'`1},{$'`2},{$'`3})_mc_back()$3', `$2')')
_mc_plain(`EXPOSED_USER', `_m4_dnl ')
_mc_plain(`EXPOSED_USER_FILE', `_m4_dnl ')
_mc_plain(`LOCAL_USER', `_m4_dnl ')
_mc_plain(`LOCAL_USER_FILE', `_m4_dnl ')
_mc_plain(`LOCAL_DOMAIN', `_m4_dnl ')
_mc_plain(`MASQUERADE_DOMAIN', `_m4_dnl ')
_mc_plain(`MASQUERADE_DOMAIN_FILE', `_m4_dnl ')
_mc_plain(`MASQUERADE_EXCEPTION', `_m4_dnl ')
_mc_plain(`MASQUERADE_EXCEPTION_FILE', `_m4_dnl ')
_mc_plain(`CANONIFY_DOMAIN', `_m4_dnl ')
_mc_plain(`CANONIFY_DOMAIN_FILE', `_m4_dnl ')
_mc_plain(`GENERICS_DOMAIN', `_m4_dnl ')
_mc_plain(`GENERICS_DOMAIN_FILE', `_m4_dnl ')
_mc_plain(`VIRTUSER_DOMAIN', `_m4_dnl ', `_m4_define({_VIRTHOSTS_}, {})')
_mc_plain(`VIRTUSER_DOMAIN_FILE', `_m4_dnl ', `_m4_define({_VIRTHOSTS_}, {})')
_mc_plain(`RELAY_DOMAIN', `_m4_dnl ')
_mc_plain(`RELAY_DOMAIN_FILE', `_m4_dnl ')
_mc_plain(`LDAPROUTE_DOMAIN', `_m4_dnl ')
_mc_plain(`LDAPROUTE_DOMAIN_FILE', `_m4_dnl ')
_mc_plain(`LDAPROUTE_EQUIVALENT', `_m4_dnl ')
_mc_plain(`LDAPROUTE_EQUIVALENT_FILE', `_m4_dnl ')
_mc_plain(`TRUST_AUTH_MECH', `_m4_dnl ', `_m4_define({_USE_AUTH_}, {1})')
_mc_directive(`MASQUERADE_AS', `_mc_say({MASQUERADE_AS},{$#},{$1})_mc_back()_m4_define({MASQUERADE_NAME},_mc_out()$1)_mc_in()')

# MODIFY_MAILER_FLAGS, and _MODMF_(flags, name), by which a site's own MAILER asks for its flags as changed: what a call
# without + or - has put in their place; else without the characters of the - calls, and with those of the + calls.
_mc_directive(`MODIFY_MAILER_FLAGS', `_mc_say({MODIFY_MAILER_FLAGS},{$#},{$1},{$2},{$3})_mc_back()_mc_modify({$1},{$2},_m4_substr({$2},{0},{1}))')
_mc_wrap(`_mc_modify', `_m4_ifelse({$3},{+},{_mc_more({_mc_adds $1},{$2})},{$3},{-},{_mc_more({_mc_takes $1},{$2})},{_m4_define({_mc_flags $1},{$2})})')
_mc_wrap(`_mc_more', `_m4_define({$1},_m4_defn({$1})_m4_patsubst({$2},{^.\(.*\)$},{{\1}}))')
_mc_directive(`_MODMF_', `_m4_ifdef({_mc_flags $2},{_m4_defn({_mc_flags $2})},
	{_mc_add(_mc_take({$1},_m4_defn({_mc_takes $2})),_m4_defn({_mc_adds $2}))})')
_mc_wrap(`_mc_take', `_m4_ifelse({$2},{},{{$1}},{_mc_take(_mc_without({$1},_m4_index({$1},_m4_substr({$2},{0},{1}))),_m4_substr({$2},{1}))})')
_mc_wrap(`_mc_without', `_m4_ifelse({$2},{-1},{{$1}},{_m4_substr({$1},{0},{$2})_m4_substr({$1},_m4_incr({$2}))})')
_mc_wrap(`_mc_add', `_m4_ifelse({$2},{},{{$1}},{_mc_add({$1}_m4_ifelse(_m4_index({$1},_m4_substr({$2},{0},{1})),{-1},{_m4_substr({$2},{0},{1})}),_m4_substr({$2},{1}))})')

# Directives whose text is expanded at the end only.
_m4_define(`_DPO_')
_m4_define(`_CPO_')
_m4_define(`_MAIL_FILTERS_')
_m4_define(`_MAIL_FILTERS_DEF')
_m4_define(`_QUEUE_GROUP_')
_mc_wrap(`_mc_later', `_mc_say({$1},{$2},{$3},{$4},{$5})_mc_back()_m4_define({$6}, _m4_defn({$6}){<$7;}_mc_n{;$3;$4
>
})')
_mc_directive(`DAEMON_OPTIONS', `_mc_later({DAEMON_OPTIONS}, {$#}, {$1}, {$2}, {$3}, {_DPO_}, {port})')
_mc_directive(`CLIENT_OPTIONS', `_mc_later({CLIENT_OPTIONS}, {$#}, {$1}, {$2}, {$3}, {_CPO_}, {client})')
_mc_directive(`QUEUE_GROUP', `_mc_later({QUEUE_GROUP}, {$#}, {$1}, {$2}, {$3}, {_QUEUE_GROUP_}, {queue})')
_mc_directive(`MAIL_FILTER', `_mc_filter({MAIL_FILTER}, {$#}, {$1}, {$2}, {$3})')
_mc_directive(`INPUT_MAIL_FILTER', `_mc_filter({INPUT_MAIL_FILTER}, {$#}, {$1}, {$2}, {$3})_m4_define({confINPUT_MAIL_FILTERS},
	_m4_ifdef({confINPUT_MAIL_FILTERS}, {_m4_ifelse(_m4_defn({confINPUT_MAIL_FILTERS}), {}, {}, {_m4_defn({confINPUT_MAIL_FILTERS}){, }})}){$1})')
_mc_wrap(`_mc_filter', `_mc_later({$1}, {$2}, {$3}, {$4}, {$5}, {_MAIL_FILTERS_}, {filter})_m4_define({_MAIL_FILTERS_DEF}, _m4_defn({_MAIL_FILTERS_DEF}){X})')

# Sections of raw sendmail.cf text: each is a diversion; those of diversion 9 begin a part of it.
_m4_define(`_mc_section', `_mc_directive(`$1', `_mc_record({section}, {;$'`#;$1})_m4_divert($2){$3}')')
_m4_define(`_mc_ruleset', `_mc_section(`$1', 9, `
<section;$2>
')')
_mc_section(`LOCAL_CONFIG', 6)
_mc_section(`LOCAL_RULE_0', 3)
_mc_section(`LOCAL_RULE_3', 2)
_mc_section(`LOCAL_NET_CONFIG', 1)
_mc_section(`LOCAL_UUCP', 4)
_mc_section(`LOCAL_DNSBL', 8)
_mc_section(`MAILER_DEFINITIONS', 7)
_mc_ruleset(`LOCAL_RULESETS', `local_rulesets')
_mc_ruleset(`LOCAL_RULE_1', `local_rule_1')
_mc_ruleset(`LOCAL_RULE_2', `local_rule_2')
_mc_ruleset(`LOCAL_SRV_FEATURES', `local_srv_features')
_mc_ruleset(`LOCAL_CLT_FEATURES', `local_clt_features')
_mc_ruleset(`LOCAL_TRY_TLS', `local_try_tls')
_mc_ruleset(`LOCAL_TLS_RCPT', `local_tls_rcpt')
_mc_ruleset(`LOCAL_TLS_CLIENT', `local_tls_client')
_mc_ruleset(`LOCAL_TLS_SERVER', `local_tls_server')

# UUCP connections of a site: SITECONFIG reads a file of SITE lines that fill a class, and names the macro that holds the host.
_m4_define(`SITECONFIG', `D$3$2
_m4_define(`_CLASS_$3_')_m4_ifelse(`$3', `U', `Cw$2 $2.UUCP
')_m4_define(`SITE', `_mc_site_line(`$3', $'`@)')_mc_siteconfig(`$1')')
_m4_define(`_mc_site_line', `C`'_m4_ifelse(`$1$3', `US', `Y', `$1')$2')
_mc_directive(`_mc_siteconfig', `_mc_say({SITECONFIG},{1},{$1})_mc_back()_mc_bring(_m4_divnum,{siteconfig},{$1})')
_m4_define(`UUCPSMTP', `R $`'* < @ $1 .UUCP > $`'*	$`'1 < @ $2 > $`'2')

# Helpers that m4 text written for stock sendmail calls.
_m4_define(`PUSHDIVERT', `_m4_pushdef(`__D__', _m4_divnum)_m4_divert($1)')
_m4_define(`POPDIVERT', `_m4_divert(__D__)_m4_popdef(`__D__')')
_m4_define(`lower', `translit(`$1', `A-Z', `a-z')')
_m4_define(`strcasecmp', `_m4_ifelse(lower($1), lower($2), `1', `0')')
_m4_define(`CONCAT', `$1$2$3$4$5$6$7')
_m4_define(`DOL', ``$'$1')
_m4_define(`_DEFIFNOT', `_m4_ifdef(`$1', `', `define(`$1', `$2')')')
# The same for our own bundles, which need no record.
_m4_define(`_mc_default', `_m4_ifdef(`$1', `', `_m4_define(`$1', `$2')')')
_m4_define(`_OPTINS', `_m4_ifdef(`$1', `$2$1$3')')
_m4_define(`_ACC_ARG_1_', `$1')
_m4_define(`_ACC_ARG_2_', `$2')
_m4_define(`_ACC_ARG_3_', `$3')
_m4_define(`_ACC_ARG_4_', `$4')
_m4_define(`_ACC_ARG_5_', `$5')
_m4_define(`_ACC_ARG_6_', `$6')
_m4_define(`_ACC_ARG_7_', `$7')
_m4_define(`_ACC_ARG_8_', `$8')
_m4_define(`_ACC_ARG_9_', `$9')
_m4_define(`_ARG1_', `_ACC_ARG_1_(_ARGS_)')
_m4_define(`_ARG2_', `_ACC_ARG_2_(_ARGS_)')
_m4_define(`_ARG3_', `_ACC_ARG_3_(_ARGS_)')
_m4_define(`_ARG4_', `_ACC_ARG_4_(_ARGS_)')
_m4_define(`_ARG5_', `_ACC_ARG_5_(_ARGS_)')
_m4_define(`_ARG6_', `_ACC_ARG_6_(_ARGS_)')
_m4_define(`_ARG7_', `_ACC_ARG_7_(_ARGS_)')
_m4_define(`_ARG8_', `_ACC_ARG_8_(_ARGS_)')
_m4_define(`_ARG9_', `_ACC_ARG_9_(_ARGS_)')

# The end.  It was wrapped first, so it runs last, after the author's own m4wraps: the sections in order, then what counts
# as it stands at the end, under m4's own quotes, which our defaults have.  MAILER(local) is implied; its place would be
# where this was wrapped, which is at an include of cf.m4 where there is one: it has none.
_mc_wrap(`_mc_finish', `_mc_in()_mc_remember({`},{'})_m4_divert(0)_m4_ifdef({_MAILER_local_}, {}, {_m4_pushdef({_m4___file__}, {{stdin}})_mc_out()MAILER(local)_mc_in()_m4_popdef({_m4___file__})})_m4_divert(0)dnl
_mc_text(1, {local_net_config})_mc_text(2, {local_rule_3})_mc_text(3, {local_rule_0})_mc_text(4, {network_neighbours})dnl
_mc_text(5, {config})_mc_text(6, {local_config})_mc_text(7, {mailer_definitions})_mc_text(8, {local_dnsbl})dnl
_mc_text(9, {local_rulesets})_mc_out()_DPO_()_CPO_()_MAIL_FILTERS_()_QUEUE_GROUP_()_mc_in()dnl
_mc_values(){<section;mailer_definitions>
}_mc_record({end})_mc_out()')
_mc_wrap(`_mc_text', `{
<section;$2>
}_m4_undivert($1)')
# _mc_values calls these for each name: _mi is ifdef.
_m4_define(`_mi', _m4_defn(`_m4_ifdef'))
_mc_wrap(`_mv', `{<value;$1;}_mc_out()$1
_mc_in(){>
}')

# Names that have a value before the .mc, and m4 names that stock takes away; # is no comment from here on.
_mc_in() _mc_defaults() _mc_out()
_m4_define(`CF_LEVEL', `10')
_m4_changecom(format(`%c', 1))
_m4_undefine(`format')_m4_undefine(`hpux')
_m4_divert(0)dnl
