divert(-1)
# mc2cf.m4 - the prelude: what stands between GNU m4 and an author's .mc
#
# Mechanism only, no policy: every directive of the .mc becomes a located
# record for mc2cf/mc/, which decides what it means.  Two streams leave m4:
#
#   stderr  records in the order of execution, whatever the diversion, even
#           inside an argument that m4 is still collecting; the first is begin,
#           the last is end:
#             <RS> kind <US> file <US> line <US> field ... <GS> newline
#           The fields are the arguments as written, not yet expanded.
#   stdout  the author's raw text by section, with -s lines for its places,
#           and records for text that must be expanded where it stands:
#             args      the arguments of use N, expanded once, as stock does
#             with      a name's value as it stood at use N
#             use       the mark of use N, in each diversion that it may fill
#             section   what follows was in diversion N
#             value     a name's value at the end;  port, filter ... likewise
#
# A wrapper must work whatever quotes the author has chosen (changequote), so
# its body has quotes of its own: control bytes, spelled { and } here; < ; >
# are the record's RS US GS.  _mc_in brings them, _mc_out brings the author's
# back; what stands outside is read as the author's text is.  _mc_directive
# makes a macro for authors, whose body begins inside and ends outside;
# _mc_wrap makes one that is called from inside.
#
# m4 takes time for each character that it reads, again each time that an
# expansion is read again.  So what every .mc does often (define, _mc_say) is
# one flat body, not calls of calls.
#
# Needs GNU m4 1.4.  From mc2cf by -D: _mc_lib, this folder with a slash;
# _mc_trust where syscmd and its like are allowed.  On standard input: the
# known names and files (_mc_values, _mc_defaults, _mc_site ...).

# The builtins that wrappers use, under names that an author will not redefine.
define(`_mc_keep', `define(`_m4_$1', defn(`$1'))')
_mc_keep(`changequote') _mc_keep(`changecom') _mc_keep(`define') _mc_keep(`defn') _mc_keep(`divert')
_mc_keep(`divnum') _mc_keep(`dnl') _mc_keep(`dumpdef') _mc_keep(`errprint') _mc_keep(`ifdef') _mc_keep(`ifelse') _mc_keep(`include')
_mc_keep(`incr') _mc_keep(`index') _mc_keep(`indir') _mc_keep(`m4exit') _mc_keep(`m4wrap') _mc_keep(`patsubst') _mc_keep(`popdef') _mc_keep(`pushdef') _mc_keep(`regexp')
_mc_keep(`shift') _mc_keep(`sinclude') _mc_keep(`substr') _mc_keep(`undefine') _mc_keep(`undivert') _mc_keep(`__file__') _mc_keep(`__line__')

# Bodies of wrappers.
define(`_mc_bytes', format(`%c%c%c%c%c', 14, 15, 30, 31, 29))
define(`_mc_wrap', `_m4_define(`$1', translit(``$2'', `{}<;>', _mc_bytes))')

# Quotes.  _mc_lq and _mc_rq hold the author's.
_mc_wrap(`_mc_in', `_m4_changequote({,})')
_m4_define(`_mc_directive', `_mc_wrap(`$1', `_m4_changequote({,})$2_mc_out()$3')')
changequote([, ])define([_mc_apostrophe], ['])changequote
_mc_wrap(`_mc_remember', `_m4_define({_mc_out}, {_m4_changequote($1,$2)})_m4_define({_mc_lq}, {$1})_m4_define({_mc_rq}, {$2})_m4_dnl
_m4_define({_mc_own}, _m4_ifelse({$1$2}, {`'}, {_m4_defn({_mc_own_plain})}, {_m4_defn({_mc_own_quoted})}))')
# _mc_own file: reads one of our bundles, which are written in m4's own quotes.
_mc_wrap(`_mc_own_plain', `_m4_sinclude(_m4_defn({_mc_lib}){$1}_mc_out())_mc_in()')
_mc_wrap(`_mc_own_quoted', `_m4_pushdef({_mc_lq}, {`})_m4_pushdef({_mc_rq}, {'})_m4_pushdef({_mc_out}, {_m4_changequote(`,')})_m4_pushdef({_mc_own}, _m4_defn({_mc_own_plain}))_m4_dnl
_mc_own_plain({$1})_m4_popdef({_mc_lq})_m4_popdef({_mc_rq})_m4_popdef({_mc_out})_m4_popdef({_mc_own})')
_mc_directive(`changequote', `_m4_ifelse({$#}, {0}, {_mc_remember({`}, {'})},
	{$#}, {1}, {_mc_remember({$1}, _m4_defn({_mc_apostrophe}))}, {_mc_remember({$1}, {$2})})')
changequote

# Records.
_mc_wrap(`_mc_record', `_m4_errprint({<$1;}_m4___file__{;}_m4___line__{$2>
})')
_mc_wrap(`_mc_to', `_m4_pushdef({_mc_div}, _m4_divnum)_m4_divert($1)')
_mc_wrap(`_mc_back', `_m4_divert(_mc_div)_m4_popdef({_mc_div})')

# define and its like.  A value that holds its own name, bare, would be expanded for ever where it is used, and only
# there: then it says so, and stands for its text quoted once more, so that the run goes on and the rest is checked too.
_mc_directive(`define', `_m4_ifelse({$#},{0},{{define}})_m4_errprint({<define;}_m4___file__{;}_m4___line__{;$#;$1;$2>
})_m4_ifelse(_m4_index({$2},{$1}),{-1},{_m4_define},{_mc_careful})({$1},{$2})')
_mc_wrap(`_mc_careful', `_m4_ifelse(
	_m4_regexp({$1}, {^[A-Za-z_][A-Za-z_0-9]*$}) _m4_index({$2}, {(}) _m4_index({$2}, _m4_defn({_mc_lq})), {0 -1 -1},
	{_m4_ifelse(_m4_regexp({ $2 }, {[^A-Za-z_0-9]$1[^A-Za-z_0-9]}), {-1}, {_m4_define({$1}, {$2})},
		{_m4_define({$1}, {_m4_changequote({,})_mc_record({loop}, {;2;$1;})_mc_out()}_m4_defn({_mc_lq}){$2}_m4_defn({_mc_rq}))})},
	{_m4_define({$1}, {$2})})')
_mc_directive(`undefine', `_m4_ifelse({$#}, {0}, {{undefine}},
	{_mc_record({undefine}, {;$#;$1;}_m4_ifdef({$1}, {1}))_mc_out()_m4_undefine($@)_mc_in()})')
_mc_directive(`pushdef', `_m4_ifelse({$#}, {0}, {{pushdef}}, {_mc_record({pushdef}, {;$#;$1;$2})_m4_pushdef({$1}, {$2})})')
_mc_directive(`popdef', `_m4_ifelse({$#}, {0}, {{popdef}}, {_mc_record({popdef}, {;$#;$1})_mc_out()_m4_popdef($@)_mc_in()})')

# include.  cf.m4, wherever it lies, is what this prelude is.
_mc_directive(`include', `_mc_load({include}, {$#}, {$1})')
_mc_directive(`sinclude', `_mc_load({sinclude}, {$#}, {$1})')
_mc_wrap(`_mc_load', `_m4_ifelse({$2}, {0}, {{$1}}, _m4_regexp({$3}, {\(^\|/\)cf\.m4$}), {-1},
	{_mc_record({include}, {;$2;$3})_m4_$1({$3}_mc_out())_mc_in()}, {_mc_record({cf.m4}, {;$2;$3})_mc_start()_m4_divert(0)})')
# undivert puts out a file that it is given the name of.
_mc_directive(`undivert', `_m4_ifelse({$#}, {0}, {_m4_undivert{}}, {_mc_record({undivert}, {;$#;$1;$2;$3;$4;$5;$6;$7;$8;$9})_mc_out()_m4_undivert($@)_mc_in()})')

# What ends m4 here, so that nothing behind it is read: no configuration wants that.
_mc_directive(`m4exit', `_mc_record({exit}, {;$#;$1})_m4_ifelse({$#}, {0}, {_m4_m4exit{}}, {_mc_out()_m4_m4exit($@)})')

# The author's own messages, and what a .mc has no business with.
_mc_directive(`errprint', `_m4_ifelse({$#}, {0}, {{errprint}}, {_mc_record({message}, {;$#;$*})})')
_mc_directive(`dumpdef', `_m4_ifelse({$#}, {0}, {_mc_record({message}, {;1;dumpdef needs a name: without one it shows all that m4 knows})}, {_mc_record({dumpdef}, {;$#;$1})_mc_out()_m4_dumpdef($@)_mc_in()})')
_mc_wrap(`_mc_refused', `_m4_ifelse({$2}, {0}, {{$1}}, {_mc_record({refused}, {;$2;$1;$3})})')
ifdef(`_mc_trust', `', `
_mc_directive(`syscmd', `_mc_refused({syscmd}, {$#}, {$*})')
_mc_directive(`esyscmd', `_mc_refused({esyscmd}, {$#}, {$*})')
_mc_directive(`debugfile', `_mc_refused({debugfile}, {$#}, {$*})')
_mc_directive(`maketemp', `_mc_refused({maketemp}, {$#}, {$*})')
_mc_directive(`mkstemp', `_mc_refused({mkstemp}, {$#}, {$*})')
_mc_directive(`builtin', `_m4_ifelse({$#}, {0}, {{builtin}}, {$#}, {1}, {_m4_indir({$1})}, {_mc_out()$1(_m4_shift($@))_mc_in()})')
')

# Where the directives begin to count: at the start, or at the .mc's own include of cf.m4; until then # is m4's comment.
# _mc_wake alone is what a frozen state of this prelude holds: m4 does not freeze what is wrapped.
_mc_wrap(`_mc_wake', `_m4_ifdef({OSTYPE}, {}, {_m4_include(_m4_defn({_mc_lib}){directives.m4}_mc_out())_mc_in()})')
_mc_wrap(`_mc_start', `_mc_wake()_m4_ifdef({_mc_begun}, {}, {_m4_define({_mc_begun})_m4_m4wrap({_mc_finish})})')
_m4_undefine(`_mc_keep')
divert(0)dnl
