dnl # The account for relays in its old file, and the sendmail user among the trusted ones.
define(`confDEF_AUTH_INFO', `MAIL_SETTINGS_DIR`'default-auth-info')
define(`confTRUSTED_USERS', ifdef(`confTRUSTED_USERS', `defn(`confTRUSTED_USERS')`,sendmail'', ``sendmail''))
