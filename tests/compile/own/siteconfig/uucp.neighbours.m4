SITE(alpha beta)
SITE(gamma)
