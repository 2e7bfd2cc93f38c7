#compdef mc2cf
# zsh completion for mc2cf
if (( CURRENT > 2 )) && [[ $words[2] == doc ]]; then
	_values 'name' --man ${(f)"$(mc2cf doc 2>/dev/null | sed -n 's/^  \([^ ]*\).*/\1/p; s/.*(mc2cf doc \(.*\))$/\1/p')"}
	return
fi
if (( CURRENT > 2 )) && [[ $words[2] == bt ]]; then
	_arguments '-C[the sendmail.cf]:file:_files -g "*.cf"' '-d[what is shown of rules]:category.level:'
	return
fi
if (( CURRENT > 2 )) && [[ $words[2] == route ]]; then
	_arguments \
		'-C[the sendmail.cf or .mc]:file:_files -g "*.(cf|mc)"' \
		'*-D[define an m4 name]:name=value:' \
		'--tables=[the folder of tables]:folder:_files -/' \
		'--map=[the source map of the sendmail.cf]:file:_files' \
		'*--mailer=[also how this mailer writes it]:mailer:' \
		'--client=[a client says RCPT TO]:ip,name:' \
		'--resolve=[client_resolve]:word:(OK FAIL FORGED TEMP)' \
		'--helo=[what the client calls itself]:name:' \
		'--from=[its MAIL FROM]:address:' \
		'--auth=[it has authenticated]:user:' \
		'--tls=-[it speaks TLS]::verify:(OK NO FAIL NOT NONE TEMP)' \
		'*--macro=[another macro]:name=value:' \
		'--dns=[answers of the name service]:file:_files' \
		'--explain[the tree of calls]' \
		'--json[for programs]' \
		'-q[without the rules]' \
		'*:address:_files -g "*.mc"'
	return
fi
if (( CURRENT > 2 )) && [[ $words[2] == where ]]; then
	_arguments \
		'--mc=[the .mc that the sendmail.cf was made of]:file:_files -g "*.mc"' \
		'--map=[the source map that was written with it]:file:_files' \
		'*-I[folder with the own m4 files of the site]:folder:_files -/' \
		'*-D[define an m4 name]:name=value:' \
		'*:sendmail.cf\:line:_files -g "*.cf"'
	return
fi
if (( CURRENT > 2 )) && [[ $words[2] == lint ]]; then
	_arguments -s \
		'--format=[how findings are told]:format:(text gcc json sarif checkstyle junit github)' \
		'--fail-on=[exit status 1 from this severity on]:severity:(error warning note)' \
		'(-o --output)'{-o,--output=}'[where the findings go]:file:_files' \
		'*-W-[leave a check out]:check:(no-)' \
		'--as=[what files are whose name does not say it]:kind:(mc cf class access mailertable virtusertable genericstable domaintable aliases)' \
		'--baseline=[leave out the findings of a file]:file:_files' \
		'--write-baseline=[write all findings to a file]:file:_files' \
		'--since=[only findings on lines changed since a commit]:commit:' \
		'--fix[mend what can be mended safely]' \
		'--dry-run[with --fix\: show the changes]' \
		'(-j --jobs)'{-j,--jobs=}'[processes that share the work]:number:' \
		'--files=[look at the files below a folder]:folder:_files -/' \
		'--here[look at the files of this machine]' \
		'--severity=[tell what is at least so bad]:severity:(error warning note)' \
		'--only=[tell of these checks only]:codes:' \
		'--features-from=[what sendmail -d0.1 -bt printed]:file:_files' \
		'--explain=[the page of a check]:code:' \
		'--list[all checks]' \
		'*-I[folder with the own m4 files of the site]:folder:_files -/' \
		'*-D[define an m4 name]:name=value:' \
		'--target=[the sendmail that is meant]:version:(8.12 8.13 8.14 8.15 8.16 8.17 8.18)' \
		'--trust[let the .mc run commands]' \
		'--color=-[colours]:when:(auto always never)' \
		'*:file:_files'
	return
fi
if (( CURRENT > 2 )) && [[ $words[2] == fmt ]]; then
	_arguments -s '(-w --write)'{-w,--write}'[replace the files]' '--check[name the files that would change]' '--diff[show what would change]' \
		'*-I[folder with the own m4 files of the site]:folder:_files -/' '--trust[let the .mc run commands]' '*:file:_files -g "*.mc"'
	return
fi
(( CURRENT == 2 )) && compadd bt compile doc fmt help lint makemap route test version where
if (( CURRENT > 2 )) && [[ $words[2] == test ]]; then
	_arguments -s \
		'-C[ask this sendmail.cf]:file:_files -g "*.cf"' \
		'(-f --format)'{-f,--format=}'[how results are told]:format:(text tap junit)' \
		'(-v --verbose)'{-v,--verbose}'[name what holds too]' \
		'(-j --jobs)'{-j,--jobs=}'[threads]:number:' \
		'--coverage=-[say what was met]:what:(all)' \
		'--min-coverage=[fail below so many percent]:percent:' \
		'--lcov=[coverage for genhtml]:file:_files' \
		'--keep-cf=[write the sendmail.cf]:file:_files' \
		'--relay[the open-relay suite]' \
		'--tables=[the folder of tables]:folder:_files -/' \
		'--host=[what the machine is called]:name:' \
		'*-I[folder with the own m4 files of the site]:folder:_files -/' \
		'*-D[define an m4 name]:name=value:' \
		'--lib=[folder with macros/ and templates/]:folder:_files -/' \
		'--repeat=[ask so often]:number:' '--stats[say how fast]' \
		'*:file:_files'
	return
fi
_arguments -s \
	'(-o --output)'{-o,--output=}'[where the result goes]:file:_files -g "*.cf"' \
	'*-I[folder with the own m4 files of the site]:folder:_files -/' \
	'*-D[define an m4 name]:name=value:' \
	'*-W-[warnings]:warning:(error no-)' \
	'--map=[write a source map]:file:_files' \
	'--annotate[say in comments where lines come from]' \
	'--keep-going[write the result even when there were errors]' \
	'--stop-after=[stop after a stage]:stage:(prelude templates records ir cf)' \
	'--target=[the sendmail that will read the result]:version:(8.12 8.13 8.14 8.15 8.16 8.17 8.18)' \
	'--by-m4[let m4 expand what needs little of it]' \
	'--sandbox[for a .mc of unknown origin]' \
	'--trust[let the .mc run commands]' \
	'--lib=[folder with macros/ and templates/]:folder:_files -/' \
	'--color=-[colours]:when:(auto always never)' \
	'--stats[how long the stages took]' \
	'(-h --help)'{-h,--help}'[help]' \
	'(-V --version)'{-V,--version}'[version]' \
	'*:file:_files -g "*.mc"'
