"""The rules, as data: kinds of danger, what is read past, and patterns over spelled-out text (``reading.spelled``).

Negation is no way out: "I don't want to kill myself" is what somebody says who thinks of it. A pattern names a person
(I, me, he, my dad) or a plan wherever the bare word also stands in essays on wars and novels.
"""

SELF_HARM, ABUSE, VIOLENCE, RUNAWAY = "self-harm", "abuse", "violence", "runaway"
KINDS = (SELF_HARM, ABUSE, VIOLENCE, RUNAWAY)

# Said of other things; cut out before the rules look, and only these words of the sentence.
READ_PAST = (
    r"(?:mom|dad|mother|father|parents?|teacher|coach|sister|brother|he|she|they) (?:is |are |was |were )?(?:going to |gonna )?(?:would|will) (?:kill|murder) me\b(?! (?:if i tell|when i get home))",
    r"(?:i'?ll|will|would|going to|gonna|to) (?:kill|murder) me if i (?:lose|lost|forget|forgot|am late|fail|break|broke)",
    r"if i(?:'m| am) late again my teacher (?:will|would) (?:kill|murder) me",
    r"\b(?:homework|deadline|test|suspense|shoes|knees|feet|back|essay|class|heat|practice|workout)\w* (?:is|are|was|were) killing",
    r"\b(?:di(?:e|ed|es)|dying) (?:laughing|of (?:laughter|embarrassment|boredom))|\bso \w+ i could have died|\bdying to (?:see|know|go|try|meet|play)|\bto die for\b",
    r"\bkill(?:ing|ed|s)? (?:time|it|the (?:lights|engine|mood|vibe|power))\b|\bkilled power",
    r"\bsuicide (?:squeeze|rates?|prevention|squad|bomb\w*|hotline|awareness)\b",
    r"\b(?:shoot|shooting|shot|shoots) (?:hoops|a (?:video|basket|three|goal|photo)|photos|baskets|some hoops)",
    r"\brather die than (?:eat|lose|wear|miss|do (?:my |the )?(?:homework|math|chores)|watch|listen|present|give a speech)",
    r"\bbeat me (?:\d|in|at|by|to the|again (?:in|at))|\b(?:kill|destroy|shoot|stab) (?:you|him|her|them|everyone)\W? at the (?:tv|screen|game|console)",
    r"\b(?:cat|kitten|dog|puppy|rabbit|hamster|bush|bushes|thorns?|branch|branches|rose|roses) (?:\S+ )?(?:scratch|bit|bite)\w*(?: \S+){0,5}",
    r"\b(?:about|explain\w*|learn\w*|assembly|prevent\w*|fentanyl|opioid|drug) (?:an? |the )?overdos(?:es?|ing)|\b(?:hunt\w*|camp\w*|scout\w*|fish\w*|whittl\w*|carv\w*)\b[^.!?]{0,80}\b(?:knife|knives|gun|rifle)\b",
    r"\btry(?:ing)? not to run away|\btried not to run away",
    r"\bbath bombs?\b|\bbomb(?:ed)? (?:the|my) (?:test|quiz)|\bphoto ?bomb\w*",
)

_I = r"\bi(?:'?ve|'?m|'?ll|'?d| am| have| had| will| would)?"
_FAR = r"(?: \S+){0,4}?"  # a few words between
_NEAR = r"(?: \S+){0,2}?"
_WHO = (
    r"\b(?:he|she|they|someone|somebody|(?:my|the|her|his|a|some) (?:\w+ )?(?:dad|daddy|father|stepdad|step dad|mom|mum|mother|stepmom|"
    r"uncle|aunt|cousin|brother|stepbrother|sister|grandpa|grandfather|grandma|coach|teacher|boyfriend|girlfriend|"
    r"neighbor|man|guy|boy|girl|kids?|parents?)|dad|daddy|mom|mum|mama|papa|grandpa|uncle \w+)"
)
_ONES = r"(?:myself|my self|themselves|himself|herself)"
_BLOWS = r"(?:hits?|hitting|beats?|beating|beaten|slaps?|slapped|punch(?:es|ed)?|kick(?:s|ed)?|chok(?:e|es|ed|ing)|burn(?:s|ed|t)|whip(?:s|ped)?|strangle[sd]?|smack(?:s|ed)?|hurt(?:s|ing)?)"
_US = r"(?:me|my (?:mom|mother|mum|brother|sister|little \w+))\b"

RULES: tuple[tuple[str, str], ...] = (
    # --- self-harm and suicide
    (SELF_HARM, r"\b(?:kill|killing|hang|hanging|shoot|drown|unalive|hurt|hurting|harm|harming|cut|cutting|starv(?:e|ing)|poison) " + _ONES),
    (SELF_HARM, r"\b(?:kms|kys|unaliv\w+)\b|\bself ?-?harm\w*|\bsuicidal\b|\bcommit(?:ting)? suicide"),
    (SELF_HARM, r"\bsu?i?cide?\b.{0,30}\b(?:mind|note|i\b|me\b|my\b)|\b(?:my|i|me|i've|about)\b.{0,30}\bsui?cide\b(?! (?:notes? in|rates?))"),
    (SELF_HARM, r"\bwant(?:ed|s)?(?: to| 2)? (?:die|be dead|end (?:it|my life|his life|her life|everything)|disappear forever|vanish)\b|\bwan(?:na|a) (?:die|be dead|disappear)\b"),
    (SELF_HARM, r"\b(?:do not|don'?t|didn'?t|never) want(?:ed)? to (?:be alive|live(?: any ?more)?$|live anymore|exist|be here any ?more|wake up(?! (?:early|so early|at)))"),
    (SELF_HARM, r"\bwish(?:ed)? (?:i|that i) (?:was|were|had)(?: never| not)? (?:never born|born(?! in)|dead|not here|gone|not alive)"),
    (SELF_HARM, r"\b(?:rather|better off|happier)" + _FAR + r" (?:be dead|dead|without me|die|if i (?:was|were)(?: not here| dead| gone))"),
    (SELF_HARM, r"\bif i (?:was|were) (?:dead|gone|not (?:here|alive))|\b(?:notice|care|miss me)\b if i (?:was|were|died|disappeared)\b(?! early)"),
    (SELF_HARM, r"\bnever (?:to )?wak(?:e|ing) up(?! (?:early|late|so))|\b(?:if i )?(?:just )?(?:didn'?t|do not|don'?t) wake up (?:one day|tomorrow|again|ever)"),
    (SELF_HARM, r"\b(?:end|ending|ended) (?:it all|my life|his life|her life|their life)\b|\b(?:plan|way|ways) (?:for |to |of )?(?:how to )?(?:end (?:it|things)|die)\b"),
    (SELF_HARM, r"\b(?:no|not a|don'?t see a|see no) (?:point|reason|purpose)" + _NEAR + r" (?:living|live|life|being alive|be here|keep living|going on)\b|\blife (?:isn'?t|is not|ain'?t|not) worth"),
    (SELF_HARM, r"\bcan'?t (?:do|take|live)" + _NEAR + r" any ?more\b.{0,30}\b(?:over|die|end|stop)\b"),
    (SELF_HARM, r"\b(?:cut|cuts|cutting|scratch(?:es|ed|ing)?|burn(?:s|ing)?|slit|slice)" + _NEAR + r" (?:my|her|his) (?:arms?|wrists?|thighs?|legs?|skin|veins)\b|\b(?:cuts|cutting) (?:herself|himself)"),
    (SELF_HARM, r"\bburn(?:s|ed|ing)? (?:myself|herself|himself)(?! on (?:the|a))|\btill? (?:it|they|i) bleeds?|\buntil (?:it|they|i) bleeds?"),
    (SELF_HARM, r"\b(?:goodbye|suicide) (?:note|letter)s? to (?:my (?!teacher)|every)|\bmy last (?:night|day)\b(?! (?:at|of|in|on|before))"),
    (SELF_HARM, r"\b(?:bunch|bottle|handful|lot|all) of (?:my |the |her )?pills|\b(?:i|me|my|she|he|her|him|friend|sister|brother|mom|dad)\b.{0,40}\bover ?dos(?:e|ed|ing)\b|\bover ?dos(?:e|ed|ing)\b.{0,30}\b(?:i|me|my|on purpose)\b"),
    (SELF_HARM, r"\b(?:jump(?:ing)?|step(?:ping)?) (?:off|in front)(?! (?:the )?(?:diving|board|bus|swing|couch|bed))\b"),
    (SELF_HARM, r"\b(?:only way out|dying is|death is)\b|\bwhen i'?m (?:gone|dead) (?:give|tell|take|you)|\bgave away (?:all )?my (?:stuff|things)"),
    (SELF_HARM, r"\b(?:rope|noose|blades?|razors?)\b.{0,50}\b(?:garage|stood|neck|hides?|under (?:her|my|his)|looking at it)"),
    (SELF_HARM, r"\b(?:hate|hating) (?:myself|my life)\b.{0,40}\b(?:die|dead|disappear|gone|exist|forever)"),
    # --- abuse and neglect
    (ABUSE, _WHO + _NEAR + " " + _BLOWS + _NEAR + " " + _US + r"(?! (?:in|at|with) (?:chess|a race|the race|a snowball|golf|cards|checkers|tag))"),
    (ABUSE, r"\bbeat(?:s|en)? me\b.{0,20}\b(?:belt|cord|stick|again|up|until)|\b(?:hits?|beats?) (?:me|us) (?:when|with (?:a|the|his|her) (?:belt|cord|stick|ext))"),
    (ABUSE, r"\btouch(?:es|ed|ing)? (?:me|my (?:body|chest|butt|privates?|thighs?|breasts?))\b|\bstop touching|\btouched in a way|\bhand in (?:my|her) (?:pants|shirt)"),
    (ABUSE, r"\b(?:rap(?:e|ed|ing)|molest\w*|groom(?:ed|ing) me)\b(?! (?:in|of) the)|\bsexual(?:ly)?\b.{0,30}\b(?:me|my)\b|\bprivate parts?\b|\bnudes?\b"),
    (ABUSE, r"\b(?:comes?|came|sneaks?|gets?) in(?:to)? (?:my (?:room|bed)) (?:at|every|when|in the) (?:night|dark)?"),
    (ABUSE, r"\b(?:scared|afraid|terrified)\b.{0,20}\b(?:go(?:ing)? home|be(?:ing)? home|of (?:my|what) (?:dad|stepdad|mom|father|uncle|he|she|mom'?s))|\bwhat (?:he|she) will do to me"),
    (ABUSE, r"\b(?:lock(?:s|ed)?) (?:me|us) (?:in|out(?: of the house)?)\b(?! of the (?:group|chat|game))|\bthrew (?:me|my (?:mom|brother|sister)) (?:down|against|into|across|on)\b|\b(?:kicked|threw) me out\b"),
    (ABUSE, r"\bbruises?\b.{0,30}\b(?:under|sleeves|explain|hide|cover)|\b(?:hide|cover)\b.{0,20}\bbruises?\b"),
    (ABUSE, r"\b(?:made|makes?|forc(?:es|ed|ing)) me" + _FAR + r" (?:clothes|undress|shirt off|naked|things i (?:don'?t|didn'?t)|touch|kiss)"),
    (ABUSE, r"\bour (?:little )?secret\b|\bnot to tell\b.{0,40}\b(?:what|he|she|touch|hurt)|\bif i tell (?:anyone|someone|my mom|my dad|the)\b.{0,40}\b(?:hurt|kill|hit|beat|take)"),
    (ABUSE, r"\b(?:don'?t|doesn'?t|do not|won'?t|never) (?:feed (?:me|us)|let (?:me|us) eat)|\bno food (?:at home|in the house)|\bnobody comes (?:back|home)"),
    (ABUSE, r"\b(?:beat|beats|hits?|chokes?|hurts?) my (?:mom|mother|mum|sister|brother)\b|\b(?:someone|somebody)\b" + _FAR + r" (?:is )?hurting me|\bhurting me at home"),
    # --- violence and weapons
    (VIOLENCE, _I + r"(?: want to| wanna| going to| gonna| gon|'?ma| swear(?: i'?ll| ill)?| could| might| should)*(?: just)? (?:kill|murder|stab|shoot|strangle)(?:ing)? (?:him|her|them|you|every(?!thing)|all|any(?!thing)|my (?!time|vibe|plants?)|the (?:school|teacher|class)|up|someone|people|that)"),
    (VIOLENCE, r"\b(?:ill|i'll) (?:kill|murder|stab|shoot) (?:him|her|them|you|every\w*|any\w*)|\bthinking about (?:killing|hurting|stabbing|shooting)"),
    (VIOLENCE, r"\bshoot(?:ing)? up\b|\b(?:shoot|stab|kill|murder) (?:everyone|everybody|you all|them all|kids)\b"),
    (VIOLENCE, r"\b(?:bring(?:ing|s)?|brought|carry(?:ing)?|have|has|got|keep|kept|hid(?:e|es|ing)?|show(?:ed|s) me) (?:\S+ ){0,3}?(?:guns?|pistol|rifle|knife|knives|blade|weapons?|bomb)\b(?! (?:control|was|were|carv))"),
    (VIOLENCE, r"\b(?:gun|pistol|knife|weapon)s?\b.{0,30}\b(?:to school|at school|locker|backpack|for (?:him|her|them|jake|[a-z]+$))"),
    (VIOLENCE, r"\b(?:make|build|made|built|making) (?:a |the )?(?:pipe ?)?bombs?\b(?! (?:out of|for the volcano))"),
    (VIOLENCE, r"\b(?:will|gonna|going to) (?:all )?(?:pay|regret|be sorry)\b.{0,30}\b(?:on|when|friday|monday|tomorrow|soon|for)"),
    (VIOLENCE, r"\b(?:do not|don'?t) come to school\b|\blist of (?:people|kids|names|everyone).{0,20}\b(?:deserve to die|kill|hate|hurt)|\bdeserves? to (?:die|suffer|be hurt)"),
    (VIOLENCE, r"\bwant(?:s|ed)? to hurt (?:him|her|them|someone|people|every)|\bhurt (?:him|her|them) the way|\bbeat (?:him|her|them)\b.{0,20}\buntil\b|\bstops? breathing"),
    (VIOLENCE, r"\b(?:burn|burns|fire|blow)\b.{0,25}\b(?:school|house)\b.{0,25}\b(?:inside|everyone|with|down)|\bschool\b.{0,15}\b(?:burn|burns|blow up|on fire)\b"),
    (VIOLENCE, r"\b(?:threat(?:en)?(?:ed|s|ening)?|said|says|going|would|will)\b" + _FAR + r" (?:kill|stab|shoot|murder|jump|beat up|hurt) (?:me|my (?:mom|family|brother|sister|little \w+))\b"),
    (VIOLENCE, r"\bjumped me\b|\bgang\b.{0,40}\b(?:me|makes?|join|carry|sell)\b.{0,20}\b(?:drugs?|sell|carry|initiat\w+)|\bmakes me (?:carry|sell) "),
    (VIOLENCE, r"\b(?:not|n't) (?:joking|kidding)\b.{0,20}\b(?:kill|hurt|stab|shoot)"),
    # --- running away, homeless, meeting strangers
    (RUNAWAY, _I + r" (?:\S+ ){0,3}?(?:run|running|ran) away(?! (?:from (?:the|a) (?!house|home)|laughing))"),
    (RUNAWAY, r"\b(?:run|running|ran) away from (?:home|my|the house|here)|\bleav(?:e|ing) home (?:with|forever|for good|and (?:never|not))|\bleft home\b.{0,20}\b(?:never|not|for good)"),
    (RUNAWAY, r"\b(?:not|never|n'?t) (?:going|coming|go|come|goin) (?:back )?home\b|\bnot going back home|\bcoming home ever again"),
    (RUNAWAY, r"\b(?:sleep(?:ing)?|slept|liv(?:e|ing)) (?:at|in|on|under) (?:the |a )?(?:park|streets?|bridge|bus stop|car since|park bench|shelter|tent behind)|\bsleep in the car (?:as|because|since)"),
    (RUNAWAY, r"\b(?:nobody|no one) (?:can|will|could) (?:ever )?find me|\b(?:met|meet(?:ing)?) (?:\S+ ){0,2}?online\b|\b(?:man|guy|boyfriend|someone) (?:i met )?online\b|\bhe is (?:1[89]|[2-6]\d)\b"),
)  # fmt: skip
