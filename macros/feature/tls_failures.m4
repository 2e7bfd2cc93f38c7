dnl # What it was is an option now.
define(`confTLS_FALLBACK_TO_CLEAR', `true')
