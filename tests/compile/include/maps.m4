FEATURE(`access_db')dnl
