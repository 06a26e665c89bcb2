# ruff: noqa: E501 (rows of data)
"""Word classes that the phrase tables name in capitals. A word may stand in several."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


PERSON_NOUNS = _set(
    "friend friends classmate classmates partner partners teammate teammates buddy buddies kid kids boy boys girl girls "
    "guy guys dude dudes lady man men woman women person people student students child children baby mom mommy mother "
    "mama mum dad daddy father papa parents brother brothers bro sister sisters sis twin twins cousin cousins uncle "
    "aunt auntie tia tio grandma grandmother grandpa grandfather nana abuela abuelo granny nephew niece stepdad stepmom "
    "stepbrother stepsister family teacher teachers coach principal counselor librarian custodian janitor nurse driver "
    "boss manager captain goalie goalkeeper player players team group crew neighbor neighbour sub substitute aide "
    "director tutor leader leaders freshman newcomer bully everyone everybody someone somebody anybody anyone nobody "
    "others mr mrs ms miss dr boyfriend girlfriend roommate lunchlady homie homies bestie crush opponent ref referee "
    "pastor doctor lawyer officer class classes members member girlie folks fam gang squad boo kiddo toddler "
    "therapist psychologist mentor advisor supervisor coworker customer customers client cashier owner host guest "
    "brotha sista auntie ma pa pops hermano hermana primo prima amigo amiga"
)

FEELINGS = _set(
    "sad sadder saddest unhappy miserable gloomy depressed heartbroken devastated crushed gutted down blue low awful "
    "terrible horrible bad worse crappy lousy hurt wounded lonely alone isolated excluded unwanted unloved invisible "
    "ignored forgotten unseen unheard left-out upset mad madder angry angrier furious pissed annoyed irritated livid "
    "heated salty frustrated aggravated bitter resentful betrayed jealous envious scared afraid frightened terrified "
    "nervous anxious worried stressed overwhelmed panicked panicky tense uneasy uncomfortable awkward self-conscious shy "
    "embarrassed humiliated ashamed guilty mortified stupid dumb small worthless useless helpless hopeless powerless "
    "disappointed discouraged defeated let-down homesick lost confused insecure unsure rejected judged bullied "
    "picked-on exhausted tired wiped drained bored proud happy glad excited relieved grateful thankful loved "
    "included welcome welcomed safe understood calm comfortable hopeful confident better shaken sick sore disrespected "
    "dissed unappreciated unimportant weird nasty trashy pressured trapped cornered caught misunderstood dead quiet "
    "bummed bummed-out sulky moody grumpy cranky hangry vulnerable fragile sensitive speechless blindsided offended "
    "insulted belittled mocked unwelcome uninvited outsider outcast foolish silly lame regretful sorry remorseful "
    "worry ashame embarrass embarrassing stress scare frighten shocked stunned hesitant timid humiliating mortifying "
    "melancholy sorrowful dejected despondent forlorn apprehensive distressed agitated indignant resigned perturbed "
    "heartbroke shook pressed tight butthurt triggered crying tearful teary weepy shaky shaking trembling"
)

# Feelings that are plainly inner states when no verb of feeling stands before them ("she was quiet" may not be).
FIRM_FEELINGS = FEELINGS - _set(
    "down blue low bad worse hurt alone small lost sick better safe calm quiet dead caught sore weird nasty tight silly "
    "lame dumb stupid sensitive late tired bored awkward terrible horrible awful nasty crappy lousy shy pressed mad "
    "sorry understood loved trapped confident useless tense cornered shook weird welcome fragile judged"
) | _set("mad shy sorry bored tired bad hurt alone lost awkward")

FEELING_NOUNS = _set(
    "feelings feeling sadness pain hurt fear anger shame embarrassment guilt loneliness pride joy frustration "
    "disappointment jealousy worry anxiety grief stress heartbreak pressure"
)

# What shows on another when something is felt.
SHOWN = _set(
    "cry cried cries crying sobbed sob sobbing tearing weeping wept whimpered sniffled sniffling frowned pouted sulked "
    "blushed trembled trembling flinched winced shrugged sighed slumped"
)

BODY = _set(
    "heart chest stomach face ears ear hands hand fists fist jaw throat head brain mind legs leg knee knees shoulders "
    "shoulder arms arm fingers breathing breath pulse eyes cheeks neck belly tummy teeth voice body skin blood foot feet "
    "knuckles thumb wrists palms lips lip mouth insides nerves temper"
)

BODY_SIGNS = _set(
    "hot warm red burning shaking shaky sweaty sweating tight racing pounding clenched hard fast tingly numb cold blank "
    "hurting heavy twisted tense thumping beating buzzing static boiling steaming dry knotted knots weird cracking "
    "pumping bouncing stiff white wobbly trembling spinning fuzzy foggy burned raced pounded sped shook tightened "
    "clenching rising climbing loud"
)

TASK_THINGS = _set(
    "it bridge project poster essay paper test quiz exam homework assignment code program model design experiment "
    "machine robot app game level problem math recipe song piece play plan schedule slide slides doc website car "
    "tower structure build circuit wire wires engine bike computer wifi battery garden plant"
)

COST_WORDS = _set(
    "cost costs costly expensive cheaper cheap longer slower faster easier harder riskier risky safer risk risks "
    "downside downsides drawback drawbacks upside pro pros con cons tradeoff trade-off benefit benefits advantage "
    "disadvantage points minutes hours dollars money bucks time"
)

STEADYING = _set(
    "breathe breathed breathing inhale exhale inhaled exhaled meditate meditated meditating doodle doodled doodling "
    "hummed humming hum journaled journaling knit knitted stretched stretching paced pacing"
)

FIDGETS = _set(
    "hands hand fists fingers thumb sleeve sleeves eraser pencil pen hoodie hood pocket pockets keys bracelet necklace "
    "ring string putty slime ball stress-ball fidget squishy rock stone coin gum candy mint peppermint straw lip tongue "
    "cheek ice water wrists desk chair seat pillow blanket tie button rubber hair-tie beads rosary marble clay foil"
)

QUIET_PLACES = _set(
    "outside bathroom restroom hall hallway hallways library office nurse corner room bedroom porch roof stairs "
    "stairwell yard garage truck tree woods park gym track back seat couch counselor window sink fountain closet "
    "basement bench locker court door ladder kitchen"
)

PLACES_APART = _set(
    "drawer backpack bag bin box basket locker closet room downstairs upstairs away kitchen car couch bed shelf table "
    "counter cabinet purse other off silent airplane mode vibrate mute charger desk pocket mom mama dad brother sister "
    "grandma bench truck"
)

DISTRACTIONS = _set(
    "phone cell tablet ipad laptop computer notifications snapchat tiktok instagram youtube game xbox ps5 switch console "
    "tv airpods earbuds texts apps app chat group-chat discord roblox fortnite snap insta twitch netflix"
)

SPANS_OF_TIME = _set(
    "day night morning afternoon evening week weekend month year summer winter semester season practice lunch recess"
)

RUBRIC = _set(
    "empathy empathetic empathize empathic resilience resilient grit mindset mindfulness perseverance persevere "
    "self-regulation self-control problem-solving problem-solver sportsmanship teamwork integrity leadership "
    "collaboration emotional-intelligence synergy positivity determination dedication"
)

SELF_SUBJECTS = frozenset({"i", "we"})
OTHER_SUBJECTS = frozenset({"he", "she", "they"})
THING_SUBJECTS = frozenset({"it", "this", "that", "there", "which"})
OTHER_OBJECTS = frozenset({"him", "her", "them"})
OTHER_OWNERS = frozenset({"his", "her", "their", "'s"})
SAY = _set(
    "say says said saying tell tells told telling goes explain explained explains text texted texting wrote write "
    "whisper whispered yell yelled shout shouted reply replied answer answered asked ask remind reminded"
)

# What another says is reported speech after these.
REPORTING = _set("say says said saying tell tells told telling")

# A capitalized word that opens a sentence is a name when one of these follows.
PERSONAL_VERBS = _set(
    "was is felt feels feel said says told thought thinks wanted wants cried hates hated knew knows asked got looked "
    "looks goes needs needed likes liked loves loved went had has did does would never came sat left laughed smiled "
    "seemed seems started kept took missed lost threw dropped and"
)

# After these a person is the subject of a new clause.
OPENERS = _set(
    "and but so then because that if when while though although until after before unless or where why how since "
    "think thought thinks guess guessed bet figured figure know knew knows saw see seen notice noticed believe believed "
    "feel felt understand understood understand realize realized hope hoped imagine imagined say said "
    "heard hear what who whenever once cause as than"
)

CONJUNCTIONS = _set("and but so then because if when while though although until after before unless since or which")

# Words with a capital letter that are not people.
NOT_PEOPLE = _set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december english spanish french math science history chem chemistry bio biology algebra "
    "geometry art music pe gym ela social studies minecraft roblox fortnite valorant google youtube tiktok snapchat "
    "instagram discord zoom chromebook internet ap god christmas thanksgiving halloween easter american america "
    "mexican mexico ok okay tv pc ps5 xbox ii iii odyssey bible army navy walmart target mcdonalds starbucks"
)

CLASSES: dict[str, frozenset[str]] = {
    "PERSON": PERSON_NOUNS,
    "P": PERSON_NOUNS | OTHER_SUBJECTS,
    "HIM": PERSON_NOUNS | OTHER_OBJECTS,
    "HIS": OTHER_OWNERS,
    "I": SELF_SUBJECTS,
    "MY": frozenset({"my", "our"}),
    "ME": frozenset({"me", "myself", "us", "ourselves"}),
    "FEELING": FEELINGS,
    "FIRM": FIRM_FEELINGS,
    "FEELNOUN": FEELING_NOUNS,
    "SHOWN": SHOWN,
    "BODY": BODY,
    "SIGN": BODY_SIGNS,
    "NOT": frozenset(["not", "never", "no", "hardly", "barely", "without"]),
    "BE": frozenset(["is", "are", "was", "were", "be", "been", "being", "am", "got", "gets", "get", "getting"]),
    "SEEM": _set(
        "seem seems seemed look looks looked sound sounds sounded act acted acting acts appear appeared appears"
    ),
    "FEEL": _set("feel feels felt feeling"),
    "THINK": _set(
        "think thinks thought thinking figure figures figured guess guessed suppose supposed believe believed assume assumed"
    ),
    "WANT": _set("want wants wanted wanting need needs needed wish wishes wished hope hopes hoped hoping"),
    "MODAL": _set("will would can could should might may must going"),
    "SAY": SAY,
    "TASK": TASK_THINGS,
    "COST": COST_WORDS,
    "STEADY": STEADYING,
    "FIDGET": FIDGETS,
    "QUIETPLACE": QUIET_PLACES,
    "APART": PLACES_APART,
    "DISTRACTION": DISTRACTIONS,
    "PERIOD": SPANS_OF_TIME,
    "PRON": _set("it that this them him her"),
    "DET": _set("a an the my our his her their this that some these those one its your"),
    "BECAUSE": _set("because since"),
    "NUM": _set(
        "one two three four five six seven eight nine ten eleven twelve 1 2 3 4 5 6 7 8 9 10 11 12 15 20 30 40 50 60 100 hundred twenty thirty fifty couple few several"
    ),
    "VERBING": frozenset(),
}

# How often common words stand in a thousand; what is not here is rare. Only the matcher's speed depends on it.
_COMMON = """
i=65.1 the=48.9 and=40.1 it=29.1 is=21.9 so=17.7 not=16.9 a=16.0 my=15.8 to=15.0 was=13.8 in=13.5 he=10.4
that=9.5 do=8.7 she=8.5 because=7.8 on=7.7 would=7.6 one=7.5 me=7.3 with=6.8 her=6.5 at=6.5 for=6.3 like=6.3
then=6.1 did=5.9 we=5.9 of=5.8 but=5.7 am=5.0 you=4.7 got=4.5 him=4.3 if=4.3 out=4.0 when=3.9 no=3.8 there=3.8
about=3.6 his=3.6 can=3.4 know=3.2 said=3.2 time=3.2 up=3.1 what=3.1 from=3.0 two=2.9 now=2.9 they=2.9 get=2.8
be=2.8 went=2.7 have=2.7 this=2.6 had=2.5 by=2.5 all=2.5 could=2.5 only=2.4 first=2.4 told=2.4 will=2.4
think=2.3 go=2.2 's=2.2 every=2.2 say=2.2 put=2.2 back=2.1 going=2.1 day=2.1 nobody=1.9 again=1.9 before=1.9
next=1.8 bad=1.7 everybody=1.7 mom=1.7 people=1.7 off=1.7 three=1.7 which=1.7 over=1.7 or=1.7 thing=1.6
after=1.6 tell=1.6 more=1.6 okay=1.6 see=1.5 never=1.5 still=1.5 lost=1.4 too=1.4 goes=1.4 them=1.4 has=1.4
whole=1.4 part=1.4 phone=1.4 look=1.3 how=1.3 always=1.3 down=1.3 our=1.3 last=1.3 stuff=1.3 same=1.3
already=1.3 left=1.2 week=1.2 slow=1.2 something=1.2 tried=1.2 way=1.2 does=1.2 took=1.2 sit=1.2 myself=1.2
year=1.2 made=1.2 were=1.2 are=1.2 until=1.2 kept=1.2 felt=1.1 asked=1.1 us=1.1 four=1.1 good=1.1 since=1.1
came=1.1 fell=1.1 feel=1.0 little=1.0 want=1.0 come=1.0 where=1.0 nothing=1.0 keep=1.0 loud=1.0 mad=1.0 who=1.0
read=1.0 class=0.9 make=0.9 mr=0.9 as=0.9 been=0.9 bus=0.9 wrong=0.9 looked=0.9 why=0.9 times=0.9 dad=0.9
sad=0.8
"""
COMMON: dict[str, float] = {word: float(count) for word, count in (pair.split("=") for pair in _COMMON.split())} | {
    "[person]": 20.0
}
