dnl # UUCP neighbours that cogsci once had.
SITE(`contessa emind ferdy hoptoad nkainc well')
