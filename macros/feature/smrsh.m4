dnl # Commands in aliases and .forward files go to smrsh, the shell that runs only what an administrator has allowed.
define(`LOCAL_SHELL_PATH', ifelse(defn(`_ARG_'), `', `ifdef(`confEBINDIR', confEBINDIR, `/usr/libexec')`/smrsh'', `_ARG_'))
_DEFIFNOT(`LOCAL_SHELL_ARGS', `smrsh -c $u')
