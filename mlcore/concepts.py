"""Words that stand for one idea, so that what is learned from one word holds for its kin.

Written from the codebook and general knowledge, not from the corpus. A word has one concept at most; words
that carry grammar ("because", "if", "didn't") stay themselves, and all others become one blank, so that the
patterns learned on top ("OTHER be FEEL because") know no topic.
"""

from collections.abc import Sequence

from mlcore.tokens import NUMBER, PERSON, stem

BLANK = "_"

# concept: words, as stems or in full; stemmed when read
_WORDS: dict[str, str] = {
    "I": "i me my myself mine",
    "WE": "we us our ours ourselves everybody everyone both together team group class",
    "OTHER": "he she him her his hers they them their theirs himself herself themselves someone somebody person people "
    "friend friends kid kids partner classmate teammate brother sister cousin neighbor girl boy guy dude buddy bro "
    "student students teammates players player others other bully newcomer roommate",
    "ADULT": "mom dad mother father mama papa parent parents grandma grandpa grandmother grandfather aunt uncle teacher "
    "coach counselor principal tutor boss librarian nurse",
    "YOU": "you your yourself",
    "FEELBAD": "sad upset hurt mad angry angry scared afraid nervous anxious worried embarrassed ashamed humiliated "
    "lonely alone disappointed frustrated jealous guilty miserable heartbroken stressed overwhelmed left unwanted "
    "awkward uncomfortable insecure betrayed ignored invisible helpless homesick devastated crushed furious annoyed "
    "irritated panicky tense terrified grief grieving shame fear anger sadness pain hopeless discouraged defeated",
    "FEELGOOD": "happy glad proud excited calm relieved comfortable safe confident grateful thankful relaxed hopeful "
    "welcome included loved better okay ok fine",
    "FEEL": "feel feels feeling felt feelings emotion emotions mood",
    "SHOW": "cry crying cried tears sigh sighed silent quiet shaky shaking shook voice face eyes shoulders jaw hands "
    "stomach chest heart fists teeth breath trembling blush red hot tight sweating sweaty fidget whispered frowned "
    "frozen froze smile smiled",
    "THINK": "think thinks thinking thought believe believed wonder wondered figure figured guess guessed assume "
    "assumed imagine imagined suppose",
    "KNOW": "know knows knew understand understood realize realized notice noticed see saw recognize recognized aware "
    "remember remembered tell",
    "WANT": "want wants wanted need needs needed wish wished hope hoped hoping prefer like liked",
    "SAY": "say says said told tell tells talk talked explain explained ask asked asks answer answered mention mentioned "
    "admit admitted suggest suggested text texted wrote message",
    "LISTEN": "listen listened hear heard listening",
    "SORRY": "sorry apologize apologized apology forgive forgave thank thanked",
    "HELP": "help helps helped helping support supported comfort comforted cheer cheered encourage encouraged share "
    "shared invite invited include included offer offered protect protected hug hugged teach taught show showed tutor",
    "DISMISS": "whatever whine whining whiny baby crybaby dramatic drama attention weak weird stupid dumb lame loser idiot "
    "annoying crazy sensitive pathetic boring deserve deserved joke hilarious laugh laughed laughing lol lmao haha ugly "
    "wimp soft snitch overreacting overreact cringe",
    "BLAME": "fault blame blamed blaming unfair hate hates hated cheat cheated cheating rigged trash garbage sucks sucked",
    "CAUSE": "reason reasons cause caused root source why broken broke loose bent bug error mistake mistakes wrong issue "
    "problem problems trouble",
    "OPTION": "option options choice choices choose chose chosen either instead versus vs alternative alternatives "
    "another different differently rather compare compared comparing decide decided pick picked tradeoff",
    "COST": "cost costs cheaper cheap expensive price worth risk risks risky downside benefit pros cons advantage "
    "disadvantage faster slower quicker longer heavier lighter trade backup",
    "CHECK": "check checked checking test tested testing measure measured count counted track tracked compare record "
    "recorded verify examined inspect inspected looked look review reviewed proof result results worked works sample",
    "STEP": "first second third next then finally step steps part parts split divide divided list listed order sort "
    "sorted organize organized break piece pieces schedule chart",
    "PLAN": "plan plans planned planning prepare prepared ahead beforehand before advance early expect expected "
    "predict predicted foresee ready case rule rules goal goals",
    "FIX": "fix fixed fixing repair repaired solve solved solution solutions adjust adjusted change changed changing "
    "switch switched swap swapped replace replaced move moved add added improve improved rebuild rebuilt redo redid",
    "TRY": "try tries tried trying attempt attempted attempts effort practice practiced practicing practise train "
    "trained training worked working study studied keep kept continue continued",
    "AGAIN": "again retry back another more still until every daily each",
    "QUIT": "quit quits quitting gave give giving stop stopped stopping drop dropped leave left avoid avoided skip "
    "skipped refuse refused ran done anymore pointless never walked",
    "FAIL": "fail failed failing failure lose lost losing loss fell fall missed rejected cut bombed flunked messed "
    "struggle struggled setback hard difficult tough impossible stuck worst bad behind",
    "FIXED": "born always never cant forever hopeless talented smart genius natural luck lucky unlucky point",
    "LEARN": "learn learned learning learnt lesson lessons taught grow grew growth experience found discovered improve "
    "stronger wiser better progress",
    "CARRY": "now since later nowadays whenever anytime elsewhere also too apply applied use used using",
    "CALM": "calm calmed breathe breathed breathing breaths breath count counted counting relax relaxed pause paused "
    "settle settled cool cooled steady slow slowed slowly deep walk walked stretch squeeze squeezed water music "
    "headphones earbuds doodle drew draw journal notebook stress ball",
    "TOOL": "timer alarm list planner calendar reminder note sticky notes phone app bag drawer seat chair desk room "
    "door checklist folder schedule block blocked mute muted",
    "FOCUS": "focus focused focusing concentrate concentrated attention distracted distract distraction distractions "
    "bored boredom daydream procrastinate procrastinated scroll scrolling scrolled homework",
    "IMPULSE": "yell yelled yelling scream screamed screaming shout shouted hit punch punched push pushed shove shoved "
    "throw threw slam slammed kick kicked grab grabbed snap snapped blurt blurted explode exploded rip ripped smash "
    "smashed tore stormed interrupt interrupted swear swore lost temper rage instantly immediately",
    "RESIST": "control controlled hold held resist resisted ignore ignored myself patience patient wait waited waiting "
    "bite temper urge tempted temptation impulse",
    "TIME": "minute minutes hour hours day days week weeks month months year years night morning time times today "
    "tomorrow yesterday season semester summer winter spring fall weekend tonight while",
    "MAYBE": "maybe probably might could perhaps possibly would",
    "MUST": "should must have supposed gotta has need",
}
_GRAMMAR = frozenset(
    [
        "because",
        "so",
        "if",
        "when",
        "but",
        "and",
        "or",
        "not",
        "n't",
        "no",
        "until",
        "after",
        "that",
        "than",
        "as",
        "though",
        "although",
        "unless",
        "while",
        "since",
        "to",
        "for",
        "with",
        "without",
        "instead",
        "of",
        "from",
        "at",
        "on",
        "in",
        "by",
        "about",
        "into",
        "out",
        "up",
        "down",
        "over",
        "be",
        "is",
        "was",
        "are",
        "were",
        "am",
        "been",
        "do",
        "did",
        "does",
        "had",
        "has",
        "will",
        "would",
        "can",
        "could",
        "'s",
        "'m",
        "'re",
        "'ve",
        "'d",
        "'ll",
        "what",
        "how",
        "why",
        "who",
        "which",
        "where",
        "this",
        "it",
        "its",
        "the",
        "a",
        "an",
        "there",
        "here",
        "just",
        "only",
        "even",
        "really",
        "very",
        "too",
        "also",
        "then",
        ".",
        ",",
        "!",
        "?",
        ";",
        ":",
        "[x]",
    ]
)
_ORDER = tuple(_WORDS)


def _table() -> dict[str, str]:
    """Symbol to concept; the first concept that claims a word keeps it, in full before by stem."""
    claimed: dict[str, str] = {PERSON: "OTHER", NUMBER: NUMBER} | {word: word for word in _GRAMMAR}
    for concept, words in _WORDS.items():
        for word in words.split():
            claimed.setdefault(word, concept)
    stems = {stem(word): concept for word, concept in reversed(claimed.items()) if concept in _WORDS}
    return stems | claimed


_TABLE = _table()


def concepts(symbols: Sequence[str]) -> list[str]:
    """Each symbol's concept, itself if it carries grammar, or the blank."""
    return [_TABLE.get(symbol) or _TABLE.get(stem(symbol)) or BLANK for symbol in symbols]
