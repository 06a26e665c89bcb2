"""A made-up language model: it writes what is ordered and rates what it reads, the same way every time.

``Author`` answers requests as they stand on the wire, so that it can sit behind the loopback endpoint or be handed
to the science as a callable.
"""

import json
import random
import zlib

from mlcore.schema import SKILLS

VOCABULARY = (
    "wiring bench locker rain bus poster motor bridge glue tower paint choir ladder sink bottle garden fence kite "
    "bucket string clay lamp radio drum paper boat wheel pump shelf tent rope map drill hammer candle mirror pencil "
    "teacher cousin neighbor partner captain coach friend sister we they I she tried asked waited counted checked "
    "fixed broke dropped found kept moved pulled pushed wrote drew built lost shared saw heard felt wanted because "
    "then so but and after before while again slowly twice near under over with without about into from"
)
WORDS = VOCABULARY.split()


def text_for(order: dict) -> str:
    """Words at random, another mixture for every order and try."""
    chance = random.Random(zlib.crc32(json.dumps(order, sort_keys=True).encode()))
    return " ".join(chance.choice(WORDS) for _ in range(max(12, order["words"])))


def ratings_for(text: str) -> dict:
    """Ratings that depend on the text alone; length has no part in them."""
    return {skill.value: ("NO", 1, 2, 3, 4)[zlib.crc32(f"{skill.value} {text}".encode()) % 5] for skill in SKILLS}


def doubtful(text: str) -> bool:
    """One text in eight is read otherwise the second time."""
    return zlib.crc32(text.encode()) % 8 == 0


def answer(instructions: str, text: str) -> dict:
    asked = json.loads(text)
    if "shows" in asked:
        return {"text": text_for(asked)}
    rated = ratings_for(asked["text"])
    if "skill by skill" in instructions and doubtful(asked["text"]):
        rated["empathy"] = "NO" if rated["empathy"] != "NO" else 1
    return rated
