"""Contacts, addresses and numbers that identify, found by shape.

Every expression is bounded: it starts at an edge and repeats at most a stated number of times, so the time
grows with the length of the text and never with its square. A cheap test (``needs``) spares most of them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from privacy.deidentify import lexicon, phones
from privacy.deidentify.extent import is_known_english
from privacy.deidentify.spans import Span

_STREET_SURE = r"street|avenue|ave|road|rd|boulevard|blvd|lane|parkway|pkwy|highway|hwy|terrace|turnpike|crescent"
_STREET_SHORT = r"st|dr|drive|ln|ct|court|pl|place|way|circle|cir|trail|trl|square|sq|loop|row|alley|plaza|walk|run"
_UNIT = r"(?:,?\s{0,2}(?i:apt|apartment|unit|suite|ste|bldg|room|floor|#)\.?\s?#?\s?\w{1,6})?"
_TOWN = r"(?:,?\s{1,3}[A-Z][\w.'-]{1,20}(?:\s[A-Z][\w.'-]{1,20}){0,2})?"
_STATE = (
    r"(?:,?\s{1,3}(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]"
    r"|UT|V[AT]|W[AIVY])\b(?:,?\s{1,3}\d{5}(?:-\d{4})?(?!\d))?)?"
)
_COUNTED = (
    "points?|point|views?|subs|subscribers?|followers?|likes|coins?|robux|v-?bucks|dollars?|bucks|people|years?|times"
    "|steps|words|miles|feet|meters|metres|pounds|kg|km|cm|degrees|percent|xp|gold|gems|kills|runs|cents|euros|pesos|won"
)
_NOT_COUNTED = rf"(?!\s?(?:{_COUNTED}|%)\b)"

_EMAIL = r"(?<![\w.+%-])[\w.+%'-]{1,64}@(?:[\w-]{1,63}\.){1,6}[A-Za-z]{2,24}\b"
_EMAIL_SPACED = (
    r"(?<![\w.+-])[\w.+-]{1,64}\s{0,2}(?:@|\(at\)|\[at\]|\bat\b)\s{0,2}[\w-]{1,40}\s{0,2}(?:\.|\(dot\)|\[dot\]|\bdot\b)"
    r"\s{0,2}(?:com|org|net|edu|gov|us|io)\b"
)
_LINK = r"(?<![\w@])(?:https?://|www\.)[^\s<>\"\[\]]{1,2000}(?<![.,;:!?)'])"
_TOP_DOMAINS = "com|org|net|edu|gov|io|info|biz|gg|us|uk|ca|de|fr|es|co"
_DOMAIN = (
    r"(?<![\w@.-])(?:[A-Za-z0-9][\w-]{0,62}\.){1,4}"
    rf"(?:{_TOP_DOMAINS})\b(?:/[^\s<>\"\[\]]{{0,500}}(?<![.,;:!?)']))?"
)
_NO_STREET = (
    r"(?!(?:the|a|an|in|on|at|to|of|off|down|up|and|or|from|for|with|by|per|more|other|my|his|her|our|this|that|was|is|were"
    r"|days?|weeks?|hours?|hrs?|minutes?|mins?|years?|months?|miles?|points?|times?|people|kids)\b)"
)
_STREET = (
    rf"(?i)(?<![\w.-])\d{{1,6}}[A-Za-z]?\s(?:(?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\.?\s)?"
    rf"(?:{_NO_STREET}[\w.'-]{{1,25}}\s){{1,4}}?(?:{_STREET_SURE})\b\.?(?-i:{_UNIT}{_TOWN}{_STATE})"
)
_STREET_CAPITAL = (
    rf"(?<![\w.-])\d{{1,6}}[A-Za-z]?\s(?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\.?\s)?"
    rf"(?:(?:[A-Z][\w'-]{{1,25}}|\d{{1,3}}(?:st|nd|rd|th))\s){{1,3}}(?i:{_STREET_SHORT})\b\.?{_UNIT}{_TOWN}{_STATE}"
)
_STREET_LIVED = (
    rf"(?i)\b(?:live[sd]?|living|address(?:\sis)?|house(?:\sis)?|stay(?:s|ed|ing)?|moved|apartment)"
    rf"(?:\s(?:at|on|to|in|is)){{0,2}}[:,]?\s"
    rf"(\d{{1,6}}[A-Za-z]?\s(?:{_NO_STREET}[\w'-]{{1,25}}\s){{1,3}}?(?:{_STREET_SHORT})\b\.?(?-i:{_UNIT}{_TOWN}{_STATE}))"
)
_STREET_ALONE = (  # "on Kenilworth Ave", "near East Tenth Street"
    r"\b(?:[Oo]n|[Aa]t|[Nn]ear|[Oo]ff|[Dd]own|[Aa]long|of|and|to)\s((?!Wall|Sesame|Main|Elm|Easy|Fleet|Bourbon|Silk|Mango|Fear|Jump|Cannery|Revolutionary|Abbey)"
    r"(?:(?:N|S|E|W|North|South|East|West)\.?\s)?(?:(?:[A-Z][\w'-]{1,25}|\d{1,3}(?:st|nd|rd|th))\s){1,3}"
    r"(?:(?:Street|Avenue|Road|Boulevard|Lane|Parkway|Terrace)\b(?!\s[A-Z])"
    r"|(?:St|Ave|Rd|Blvd|Ln|Drive|Dr|Pkwy|Court|Ct|Circle|Cir)\b(?!\.?\s[A-Z])))"
)
_STREET_ABROAD = (
    r"(?<![\w.-])\d{1,6}\s(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)"
    r"[A-Z][\w.'-]{1,30}(?:\s[\w.'-]{1,30}){0,3}\s(?!(?:19|20)\d\d\b)\d{1,5}[A-Za-z]?"
    r"(?=\s{0,3}(?:\n|,|Apt|Suite|Unit))"
    + _UNIT
    + r"(?:\s{0,3}\n\s{0,3}(?:[^\n.?!]|\.(?=\s?\d)){1,40}(?=[\n.?!]|$)){0,4}"
)
_STREET_NUMBERED = (  # "2210 County Road 14", "4512 Highway 9 South", "live off Farm Road 2222"
    r"(?i)(?:\b(?:live[sd]?|living|house(?:\sis)?|address(?:\sis)?)\s(?:(?:on|off|at|is)\s)?|(?<![\w.-])(?=\d))"
    r"((?:\d{1,6}\s)?(?:(?:n|s|e|w|north|south|east|west|old)\.?\s)?(?:county\s(?:road|rd|highway)|state\s(?:road|route|highway)|farm\s(?:road|rd)|fm|cr|rr|rural\sroute"
    r"|us\shighway|highway|hwy|route|rte)\.?\s\d{1,5}[a-z]?\b(?:\s(?:n|s|e|w|north|south|east|west)\b)?(?-i:"
    + _UNIT
    + _TOWN
    + _STATE
    + "))"
)
_STREET_SPANISH = (  # "1420 Calle Sol", "312 Camino del Rey"
    r"(?<![\w.-])\d{1,6}\s(?:Calle|Avenida|Camino|Paseo|Via|Vía|Rue|Callejon|Callejón|Carretera|Boulevard|Blvd|Plaza|Avenue)"
    r"(?:\s(?:de|del|la|las|los|el|du|des)){0,2}(?:\s[A-Z][\w'-]{1,25}){1,3}" + _UNIT + _TOWN + _STATE
)
_STREET_LOWER = (  # "i live on juniper street", "off maple ave"
    rf"(?i)\b(?:live[sd]?|living|house\sis|stay(?:s|ed|ing)?|moved)\s(?:on|at|off|to|over\son|down\son|near)\s"
    rf"((?:(?:n|s|e|w|north|south|east|west)\.?\s)?(?!(?:the|a|my|our|this|that|same|her|his|main|wall)\b)[\w'-]{{2,20}}\s(?:{_STREET_SURE}|st|drive|dr|court|ct|circle|cir|way|ln|blvd)\b)"
)
_STREET_SAID = (  # "I live at 418 Maplewood", "our address is 77 Birch Hollow"
    r"(?i:\b(?:live[sd]?\sat|living\sat|address\sis|house\sis\sat|address:))\s(\d{1,6}[A-Za-z]?\s(?:(?:N|S|E|W|North|South|East|West)\.?\s)?"
    r"(?:[A-Z][\w'-]{2,25}|\d{1,3}(?:st|nd|rd|th))(?:\s[A-Z][\w'-]{2,25})?" + _UNIT + _TOWN + _STATE + ")"
)
_BOX = (
    r"(?i)\b(?:p\.?\s?o\.?\s?box\s\d{1,6}|(?:psc|cmr|unit)\s\d{3,5},?\s{0,2}box\s\d{1,5})"
    r"(?-i:(?:,?\s{1,3}(?:APO|FPO|DPO)\s[A-Z]{2}\s\d{5})?" + _TOWN + _STATE + ")"
)
_UNIT_ALONE = r"(?i)\b(?:apt|apartment|suite|ste)\b\.?\s?#?\s?(?:\d{1,5}[a-z]?|[a-z]\d{1,4})\b"
_ZIP = r"(?i:\bzip(?:\s?code)?(?:\s(?:is|of|for))?\s?[:#]?\s{0,2})(\d{3,8}(?:[ -]\d{2,4}|\s?[A-Z]{2})?)(?!\w)"
_STATE_ZIP = _STATE.replace("(?:,?\\s{1,3}(?:A[KLRZ]", "\\b(?:(?:A[KLRZ]", 1).removesuffix("?)?") + ")"
_HANDLE = r"(?<![\w@.+/-])@(?!(?:everyone|here|all|home|school|lunch|night|least|the|my|a)\b)[A-Za-z_][\w.]{1,38}\w"
_HANDLE_SAID = (
    r"(?i)\b(?:snap(?:chat)?|insta(?:gram)?|ig|tik\s?tok|tt|discord|twitter|roblox|xbox|psn|gamer\s?tag|user\s?name|user"
    r"|handle|screen\s?name|steam|twitch|epic)(?:\s(?:name|user|username|account|handle|tag|id))?"
    r"(?:\s?[:=]\s?|\s(?:is|was)\s(?:called\s)?)@?"
    r"((?=[\w.#-]{0,30}[\d_#]|\w+\.\w)[A-Za-z_][\w.#-]{2,30}\w)"
)
_PLATFORM = (
    r"(?:snap(?:chat)?|insta(?:gram)?|ig|tik\s?tok|tt|discord|twitter|roblox|xbox|psn|gamer\s?tag|user\s?name|handle"
    r"|screen\s?name|steam|twitch|epic|kik|minecraft|fortnite|youtube|channel|soundcloud|venmo|cash\s?app)"
)
_HANDLE_DOTTED = (  # "follow me on insta kay.la.rose", "my ig its jay_boi", "add me zoe.k on snap"
    rf"(?i)\b{_PLATFORM}\b(?:\s?[:=]|\s(?:is|its|it's|at|as|me|under|user|username|name|handle|account|acc|page|called|tag|id|was)){{0,3}}"
    r"[\s:=@]{1,2}@?((?=[a-z0-9_.]{4,30}(?![\w@]))(?:[a-z0-9]{1,20}[._]){1,4}[a-z0-9_]{1,20}"
    r"(?<!\.com)(?<!\.org)(?<!\.net)(?<!\.edu))(?!\w|[@.]\w)"
)
_HANDLE_CAPITALS = (  # "my gamertag is BlazeKnight", "username: MiaDrawsCats"
    rf"\b(?i:{_PLATFORM})(?i:\s(?:name|user|username|account|handle|tag|id))?(?:\s?[:=]\s?|\s(?i:is|was)\s(?i:called\s)?)@?"
    r"((?!(?:YouTube|TikTok|LinkedIn|GitHub|WhatsApp|SnapChat|PayPal)\b)[A-Z]?[a-z0-9]{2,15}(?:[A-Z][a-z0-9]{1,15}){1,3})(?!\w)"
)
_HANDLE_WORD = (  # "my snap is kaylabug", where the word is no English
    rf"(?i)\b(?:my|his|her|their)\s{_PLATFORM}(?:\s(?:name|user|username|account|handle|tag|id))?"
    r"(?:\s?[:=]\s?|\s(?:is|was|its|it's)\s(?:called\s)?)@?([a-z][a-z0-9]{5,24})(?![\w'@])"
)
_HANDLE_SHAPE = (
    r"(?<![\w@./#-])(?:xX?_?[A-Za-z]\w{2,25}_?Xx?|[A-Za-z]\w{1,20}#\d{4}|[a-z]{2,20}_(?!(?:name|school|city|place)\b)[a-z_]{2,20}\d{0,6}"
    r"|[A-Za-z]{3,20}_?\d{3,6}(?<!covid19)|[A-Za-z]{2,15}_(?!(?i:name|school|city|state|address|number|place|date|teacher|student)\b)[A-Za-z0-9]{1,15})(?![\w@-])"
)
_CARD = (
    r"(?<![\w-])(?:\d{13,19}|\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,4}(?:[ -]\d{1,3})?|3\d{3}[ -]\d{6}[ -]\d{4,5})(?![\w-])"
    + _NOT_COUNTED
)
_SSN = r"(?<![\w-])\d{3}[- ]\d{2}[- ]\d{4}(?![\w-]| \d)"
_ID_SAID = (
    r"(?i)\b(?:id|i\.d\.|student\s(?:id|number|no)|lunch\s(?:number|pin|code)|locker\scombo|pin|ssn|social|passport"
    r"|license|licence|account|acct|badge|badge\snumber|case|policy|member|medicaid|insurance|card|passcode|password)"
    r"(?:\s(?:number|no\.?|id|num|code|is|was|card)){0,2}\s?[:#=(]?\s{0,2}#?([A-Za-z]{0,3}-?\d[\dA-Za-z-]{3,24})(?!\w)"
)
_ID_LONG = r"(?<![\w.,$-])(?:[A-Z]{1,3}-?)?\d{7,20}(?!\w|[.,-]\d)" + _NOT_COUNTED
_IBAN = r"\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b"
_IP = r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)"
_IPV6 = r"(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){4,7}[0-9A-Fa-f]{1,4}(?![\w:])"


class Signs:
    """What is cheap to know of a text and tells which expressions can find nothing in it."""

    def __init__(self, text: str) -> None:
        self.text, self.lower = text, text.lower()
        numbers = list(_NUMBER.finditer(text))
        self.digits = sum(match.end() - match.start() for match in numbers)
        self.longest = max((match.end() - match.start() for match in numbers), default=0)  # digits in a row
        self._platform: bool | None = None
        self.tied = any(not text[match.start() - 1].isspace() for match in numbers if match.start())  # "jay22", "$5"

    @property
    def platform(self) -> bool:
        """Whether a place for handles is named: "insta", "gamertag"."""
        if self._platform is None:
            self._platform = _PLATFORM_NAME.search(self.lower) is not None
        return self._platform


@dataclass(frozen=True)
class Pattern:
    kind: str
    expression: re.Pattern[str]
    needs: Callable[[Signs], bool]


def _has(*signs: str) -> Callable[[Signs], bool]:
    return lambda of: any(sign in of.text for sign in signs)


def _digits(in_a_row: int = 1) -> Callable[[Signs], bool]:
    return lambda of: of.longest >= in_a_row


def _number_and(*words: str) -> Callable[[Signs], bool]:
    """A digit, and one of the words in any case."""
    return lambda of: of.digits > 0 and any(word in of.lower for word in words)


def _number_in(expression: str) -> Callable[[Signs], bool]:
    """A digit, and a match of an expression that is cheaper than the pattern."""
    search = re.compile(expression).search
    return lambda of: of.digits > 0 and search(of.text) is not None


def _has_top_domain(of: Signs) -> bool:
    return _TOP_DOMAIN.search(of.text) is not None


def _has_handle(of: Signs) -> bool:
    return of.tied or "_" in of.text or "#" in of.text or (of.digits > 0 and "X" in of.text)


def _has_said_handle(of: Signs) -> bool:
    return of.digits > 0 and (_has_handle(of) or _INNER_DOT.search(of.text) is not None)


def _has_platform(of: Signs) -> bool:
    return of.platform


def _has_platform_and_tie(of: Signs) -> bool:
    return ("_" in of.text or _INNER_DOT.search(of.text) is not None) and _has_platform(of)


_PLATFORM_NAME = re.compile(rf"\b{_PLATFORM}\b")
_NUMBER = re.compile(r"\d+")
_TOP_DOMAIN = re.compile(rf"\.(?:{_TOP_DOMAINS})\b")
_INNER_DOT = re.compile(r"\.\w")
_has_street = _has("St", "Av", "Road", "Rd", "Bou", "Bl", "Lane", "Ln", "Dr", "Pa", "Pk", "Ter", "Co", "Ct", "Cir")


def _patterns(*rows: tuple[str, str, Callable[[Signs], bool]]) -> tuple[Pattern, ...]:
    return tuple(Pattern(kind, re.compile(expression), needs) for kind, expression, needs in rows)


# In order: the first to claim a stretch keeps it.
BEFORE_PHONES = _patterns(
    ("email", _EMAIL, _has("@")),
    ("email", _EMAIL_SPACED, _has("@", "dot", "DOT", "Dot")),
    ("link", _LINK, _has("://", "www.")),
    ("link", _DOMAIN, _has_top_domain),
    ("address", _STREET_NUMBERED, _number_in(r"\d")),
    ("address", _STREET, _digits()),
    ("address", _STREET_LIVED, _number_and("liv", "address", "house", "stay", "moved", "apartment")),
    ("address", _STREET_CAPITAL, _digits()),
    ("address", _STREET_ABROAD, _digits()),
    ("address", _STREET_ALONE, _has_street),
    ("address", _STREET_SPANISH, _digits()),
    ("address", _STREET_SAID, _number_and("live", "living", "address", "house")),
    ("address", _STREET_LOWER, _has("live", "living", "house is", "stay", "moved", "Live")),
    ("address", _BOX, _has("ox", "OX")),
    ("address", _UNIT_ALONE, _number_and("apt", "apartment", "suite", "ste")),
    ("address", _ZIP, _has("ip", "IP")),
    ("address", _STATE_ZIP, _digits(5)),
    ("id", _SSN, _digits(4)),
    ("id", _CARD, _digits(4)),
    ("id", _IP, _number_in(r"\d\.\d")),
    ("id", _IPV6, _has(":")),
    ("id", _IBAN, _number_in(r"\d\d[A-Z0-9]{11}")),
)
AFTER_PHONES = _patterns(
    ("id", _ID_SAID, _number_in(r"\d[\dA-Za-z-]{3}")),
    ("id", _ID_LONG, _digits(7)),
    ("handle", _HANDLE, _has("@")),
    ("handle", _HANDLE_SAID, _has_said_handle),
    ("handle", _HANDLE_SHAPE, _has_handle),
    ("handle", _HANDLE_DOTTED, _has_platform_and_tie),
    ("handle", _HANDLE_CAPITALS, _has_platform),
    ("handle", _HANDLE_WORD, _has_platform),
)


def find(text: str) -> Iterator[Span]:
    """Contacts and numbers in ``text``. Where an expression captures a group, the group alone is the span."""
    signs = Signs(text)
    yield from _matches(signs, BEFORE_PHONES)
    if signs.digits >= phones.FEWEST_DIGITS:
        yield from phones.find(text)
    yield from _matches(signs, AFTER_PHONES)


def _is_name_of_account(word: str) -> bool:
    """Not "etc.and", "tiktok.They", where a full stop lacks its space."""
    parts = re.split(r"[._]", word)
    if "_" not in word and any(part[:1].isupper() for part in parts[1:]):
        return False
    return any(not part or any(map(str.isdigit, part)) or not _is_word(part.lower()) for part in parts)


def _is_word(part: str) -> bool:
    return is_known_english(part) or part in ("etc", "i", "e", "a", "com") or part in lexicon.KEPT_WORDS


JUDGED = (_HANDLE_WORD, _HANDLE_DOTTED)


def _matches(of: Signs, among: tuple[Pattern, ...]) -> Iterator[Span]:
    for pattern in among:
        if pattern.needs(of):
            for match in pattern.expression.finditer(of.text):
                if pattern.expression.pattern in JUDGED and not _is_name_of_account(match[1]):
                    continue
                yield Span(*match.span(match.lastindex or 0), pattern.kind)
