"""The texts the line is learned from and measured on, and whose they are.

A *hand* is one writer who did not know the rules. Of the blind set only the even lines, which have been read; the odd
ones are a test and never come in here. The sample district is never trained on.
"""

import json
import zlib
from dataclasses import dataclass
from pathlib import Path

from config import env

DATA = Path(__file__).parent / "data"
CORPUS = env.ROOT / "ml_artifacts" / "corpus" / "train.jsonl"
HANDS = ("hand1", "hand2", "hand3", "hand5", "hand6")  # the fourth and the seventh are tests
OWN, EVEN, CLASSROOM = "own", "even", "classroom"
PLAIN = ("ord", "sel_", "plain")  # kinds of innocent texts that are about an ordinary school day and no near miss

# What the hands called the dangers they wrote of, in fewer words; what is in none is "other".
DANGERS = {
    "suicide or self-harm": "self_harm suicide self_suicide overdose past_attempt eating_disorder ideation hopeless eating suicidal",
    "a friend at risk": "friend_suicide friend_risk suicide_friend",
    "beaten, or violence at home": "physical_abuse domestic_violence dating_violence abuse_physical emotional_abuse_threats partner home_violence witness_violence home_cruelty partner_violence",
    "sexual harm": "sexual_abuse sexual_assault sexual_coercion sextortion grooming trafficking abuse_sexual sexual_harm",
    "nobody looks after": "neglect parent_drugs runaway thrown_out medical_neglect parent_risk drug_use",
    "threatened or forced": "threatened extortion threatened_extorted being_threatened forced forced_marriage gang stalking threat_received coercion blackmail forced_work",
    "violence to others, weapons": "threat_others threat_to_others threat_person threat_school threat weapon weapons_plan revenge extremist plan_harm_others",
}
THREATENED = {("hand6", "threat")}  # its word for being threatened; hands 2 and 3 wrote so of threats to others
DANGER_OF = {kind: name for name, kinds in DANGERS.items() for kind in kinds.split()}


@dataclass(frozen=True)
class Text:
    hand: str
    text: str
    danger: bool
    kind: str
    part: int = -1  # of classroom responses, by prompt: each is left out with one hand

    @property
    def group(self) -> str:
        if (self.hand, self.kind) in THREATENED:
            return "threatened or forced"
        return DANGER_OF.get(self.kind, "other")

    @property
    def is_near_miss(self) -> bool:
        return self.hand in HANDS and not self.danger and not self.kind.startswith(PLAIN)

    @property
    def is_ordinary(self) -> bool:
        return self.hand == CLASSROOM or (self.hand in HANDS and not self.danger and self.kind.startswith(PLAIN))


def texts() -> list[Text]:
    return [*(one for hand in HANDS for one in of_hand(hand)), *_own(), *_even(), *_classroom()]


def of_hand(hand: str) -> list[Text]:
    return [Text(hand, row["text"], row["label"] == "danger", row["kind"]) for row in _rows(DATA / f"{hand}.jsonl")]


def _own() -> list[Text]:
    danger = [line.split("\t") for line in _lines("danger.txt")]
    return [
        *(Text(OWN, text, True, kind) for kind, text in danger),
        *(Text(OWN, text, False, OWN) for text in _lines("innocent.txt")),
    ]


def _even() -> list[Text]:
    rows = [row for number, row in enumerate(_rows(DATA / "blind.jsonl"), 1) if number % 2 == 0]
    return [Text(EVEN, row["text"], row["label"] == "danger", row["kind"]) for row in rows]


def _classroom() -> list[Text]:
    return [
        Text(CLASSROOM, row["text"], False, CLASSROOM, zlib.crc32(row["prompt_id"].encode()) % len(HANDS))
        for row in _rows(CORPUS)
    ]


def _rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _lines(name: str) -> list[str]:
    return [line for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line]
