"""The forms of an English verb, so that the phrase tables name each verb once (``count+``)."""

_IRREGULAR = """
be am is are was were been being
begin begins began begun beginning
bend bends bent bending
bet bets betting
bite bites bit bitten biting
blow blows blew blown blowing
break breaks broke broken breaking brake
bring brings brought bringing brung
build builds built building
burst bursts bursting
buy buys bought buying
catch catches caught catching
choose chooses chose chosen choosing choosed
come comes came coming
cost costs costing
cry cries cried crying cryed
cut cuts cutting
deal deals dealt dealing
do does did done doing
draw draws drew drawn drawing
drink drinks drank drunk drinking
drive drives drove driven driving
eat eats ate eaten eating
fall falls fell fallen falling
feel feels felt feeling
fight fights fought fighting
find finds found finding
fling flings flung flinging
forget forgets forgot forgotten forgetting
get gets got gotten getting
give gives gave given giving
go goes went gone going
grow grows grew grown growing
have has had having
hear hears heard hearing
hide hides hid hidden hiding
hit hits hitting
hold holds held holding
hurt hurts hurting
keep keeps kept keeping keeped
know knows knew known knowing
lead leads led leading
leave leaves left leaving leaved
let lets letting
lie lies lied lay lain lying
light lights lit lighting
lose loses lost losing
make makes made making
mean means meant meaning
meet meets met meeting
pay pays paid paying
put puts putting putted
quit quits quitting quitted
read reads reading readed
redo redoes redid redone redoing
rewrite rewrites rewrote rewritten rewriting
rebuild rebuilds rebuilt rebuilding
retake retakes retook retaken retaking
ride rides rode ridden riding
rip rips ripped ripping
run runs ran running
say says said saying
see sees saw seen seeing
sell sells sold selling
send sends sent sending
set sets setting
shake shakes shook shaken shaking
shut shuts shutting
sing sings sang sung singing
sit sits sat sitting
sleep sleeps slept sleeping
slide slides slid sliding
speak speaks spoke spoken speaking
spend spends spent spending
split splits splitting
squeeze squeezes squeezed squeezing
stand stands stood standing
stick sticks stuck sticking
sweep sweeps swept sweeping
swim swims swam swum swimming
swing swings swung swinging
take takes took taken taking
teach teaches taught teaching
tear tears tore torn tearing
tell tells told telling
think thinks thought thinking
throw throws threw thrown throwing
understand understands understood understanding
wear wears wore worn wearing
write writes wrote written writing
"""

IRREGULAR = {forms.split()[0]: tuple(forms.split()) for forms in _IRREGULAR.strip().splitlines()}
_VOWELS = "aeiou"


def forms_of(verb: str) -> frozenset[str]:
    """Every form of ``verb``, the learner's regular one (``runned``) left to the spelling table."""
    if verb in IRREGULAR:
        return frozenset(IRREGULAR[verb])
    if verb.endswith("e"):
        return frozenset({verb, verb + "s", verb + "d", verb[:-1] + "ing"})
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return frozenset({verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"})
    plural = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    forms = {verb, plural, verb + "ed", verb + "ing"}
    if len(verb) < 7 and verb[-1] not in "wxy" + _VOWELS and verb[-2] in _VOWELS and verb[-3] not in _VOWELS:
        forms |= {verb + verb[-1] + "ed", verb + verb[-1] + "ing"}
    return frozenset(forms)
