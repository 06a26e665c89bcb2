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
    "stairwell yard garage car truck tree woods park gym track back seat couch counselor window sink fountain closet "
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

# After these a person is the subject of a new clause.
OPENERS = _set(
    "and but so then because that if when while though although until after before unless or where why how since "
    "think thought thinks guess guessed bet figured figure know knew knows saw see seen notice noticed believe believed "
    "feel felt understand understood understand realize realized hope hoped imagine imagined like say said tell told "
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
    "NOT": frozenset("not never no hardly barely without".split()),
    "BE": frozenset("is are was were be been being am got gets get getting".split()),
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
