dnl # UUCP neighbours that ucbvax once had; the one with S took several recipients at a time.
SITE(`alice allegra amdcad att attunix avsd bellcor bellcore calma cithep cnmat craig craylab decusj decwrl dssovax')
SITE(`eagle ecovax floyd franz geoff harpo ho3e2 hpda hplabs ibmpa ibmsupt ibmuupa iiasa70 imagen isunix kentmth')
SITE(`lbl-csa lbl-csam lime menlo70 mothra mseonyx mtxinu olympus Padova pixar pur-ee purdue pwbd sdcarl sftig sgi')
SITE(`Shasta sii srivisi ssyx sun trwrb twg ucivax ucla-cs ucla-se ucsbcsl ucsbhub ucscc ucsd ucsfcgl ucsfmis')
SITE(`ulysses unisoft unmvax usenix uw uwvax vax135 voder wheps whuxle whuxlj xicomp xprin zehntel zilog')
SITE(`decvax', S)
