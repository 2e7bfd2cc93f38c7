divert(0)
VERSIONID(`trick')
LOCAL_RULE_2
R$* trick	$: $1 _ARG_ _ARG2_
