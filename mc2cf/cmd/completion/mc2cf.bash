# bash completion for mc2cf: options from its own --help, so that there is one list of them
_mc2cf() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	COMPREPLY=()
	[[ $cur == = ]] && cur=
	[[ $prev == = ]] && prev=${COMP_WORDS[COMP_CWORD - 2]}
	if [[ ${COMP_WORDS[1]} == doc && $COMP_CWORD -ge 2 ]]; then
		mapfile -t COMPREPLY < <(compgen -W "--man $(mc2cf doc 2>/dev/null | sed -n 's/^  \([^ ]*\).*/\1/p; s/.*(mc2cf doc \(.*\))$/\1/p')" -- "$cur")
		return
	fi
	if [[ ${COMP_WORDS[1]} == @(bt|route) && $COMP_CWORD -ge 2 ]]; then
		case $prev in
		--tables) mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
		-C | --map | --dns) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
		--tls) mapfile -t COMPREPLY < <(compgen -W 'OK NO FAIL NOT NONE TEMP' -- "$cur"); return ;;
		--resolve) mapfile -t COMPREPLY < <(compgen -W 'OK FAIL FORGED TEMP' -- "$cur"); return ;;
		esac
		case $cur in
		-*) mapfile -t COMPREPLY < <(compgen -W "$(mc2cf "${COMP_WORDS[1]}" --help 2>/dev/null | grep -Eo -- '(^|[ ,])--?[A-Za-z][-a-z]*' | tr -d ' ,' | sort -u)" -- "$cur") ;;
		*) mapfile -t COMPREPLY < <(compgen -f -X '!*.mc' -- "$cur"; compgen -d -- "$cur") ;;
		esac
		return
	fi
	if [[ ${COMP_WORDS[1]} == makemap && $COMP_CWORD -ge 2 ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(((COMP_CWORD == 2)) || [[ $prev == -* ]] && mc2cf makemap -l 2>/dev/null)" -- "$cur"; compgen -f -- "$cur")
		return
	fi
	if [[ ${COMP_WORDS[1]} == where && $COMP_CWORD -ge 2 && $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(mc2cf where --help 2>/dev/null | grep -Eo -- '(^|[ ,])--?[A-Za-z][-a-z]*' | tr -d ' ,' | sort -u)" -- "$cur")
		return
	fi
	if [[ ${COMP_WORDS[1]} == @(lint|fmt) && $COMP_CWORD -ge 2 ]]; then
		case $prev in
		--format) mapfile -t COMPREPLY < <(compgen -W 'text gcc json sarif checkstyle junit github' -- "$cur"); return ;;
		--fail-on | --severity) mapfile -t COMPREPLY < <(compgen -W 'error warning note' -- "$cur"); return ;;
		--explain | --only) mapfile -t COMPREPLY < <(compgen -W "$(mc2cf lint --list 2>/dev/null | sed 's/^\(MC[0-9]*\) [a-z]* *\([a-z-]*\).*/\1 \2/')" -- "$cur"); return ;;
		--files) mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
		--since) mapfile -t COMPREPLY < <(compgen -W "HEAD $(git for-each-ref --format='%(refname:short)' 2>/dev/null)" -- "$cur"); return ;;
		esac
		case $cur in
		-*) mapfile -t COMPREPLY < <(compgen -W "$(mc2cf "${COMP_WORDS[1]}" --help 2>/dev/null | grep -Eo -- '(^|[ ,])--?[A-Za-z][-a-z]*' | tr -d ' ,' | sort -u)" -- "$cur") ;;
		*) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
		esac
		return
	fi
	if [[ ${COMP_WORDS[1]} == test && $COMP_CWORD -ge 2 ]]; then
		case $prev in
		-f | --format) mapfile -t COMPREPLY < <(compgen -W 'text tap junit' -- "$cur"); return ;;
		-I | --lib) mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
		esac
		case $cur in
		-*) mapfile -t COMPREPLY < <(compgen -W "$(mc2cf test --help 2>/dev/null | grep -Eo -- '(^|[ ,])--?[A-Za-z][-a-z]*' | tr -d ' ,' | sort -u)" -- "$cur") ;;
		*) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
		esac
		return
	fi
	case $prev in
	--map) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
	--mc) mapfile -t COMPREPLY < <(compgen -f -X '!*.mc' -- "$cur"; compgen -d -- "$cur"); return ;;
	--stop-after) mapfile -t COMPREPLY < <(compgen -W 'prelude templates records ir cf' -- "$cur"); return ;;
	--target) mapfile -t COMPREPLY < <(compgen -W '8.12 8.13 8.14 8.15 8.16 8.17 8.18' -- "$cur"); return ;;
	--color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$cur"); return ;;
	--lib | -I) mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
	esac
	case $cur in
	-*) mapfile -t COMPREPLY < <(compgen -W "$(mc2cf --help 2>/dev/null | grep -Eo -- '(^|[ ,])--?[A-Za-z][-a-z]*' | tr -d ' ,' | sort -u)" -- "$cur") ;;
	*) mapfile -t COMPREPLY < <({ compgen -f -X '!*.@(mc|cf)' -- "$cur"; compgen -d -- "$cur"; ((COMP_CWORD == 1)) && compgen -W 'bt compile doc fmt help lint makemap route test version where' -- "$cur"; }) ;;
	esac
}
shopt -s extglob
complete -o filenames -F _mc2cf mc2cf
