"""Which skills a prompt asks about: a prompt about a broken machine is answered with how it was mended.

One cue per skill, 0 to 2: how many of the skill's words stand in the prompt. P(observed) learns what a cue is
worth. It never touches a score. The words were written from the codebook, with the twenty training prompts and
how often each shows a skill in sight, so on these prompts their worth is slightly flattered.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mlcore.schema import SKILLS, Skill

MOST = 2
WORDS: dict[Skill, str] = {
    Skill.EMPATHY: "classmate classmates friend friends someone somebody student teammate team member sibling brother "
    "sister grandparent neighbor others people player left lonely quiet rumor argument group heard whose parent adult "
    "family look after help teased bullied crying",
    Skill.PROBLEM_SOLVING: "plan project problem experiment game bridge build built explain prepare chose choose "
    "decide items result due fix broken wrong solve design work working member budget machine lost",
    Skill.SELF_REGULATION: "angry upset phone buzzing wait handle prepare tests argument temper nervous tempted "
    "stressed distracted focus mad annoyed patience worried calm home frustrated concentrate",
    Skill.RESILIENCE: "hard lower lost lose losing collapsed failed fail quit change mistake difficult again times "
    "setback expected dealt learn rejected struggle bad not worst disappointed cut",
}
_SETS = {skill: frozenset(words.split()) for skill, words in WORDS.items()}
_WORD = re.compile(r"[a-z]+")


def cues(prompts: Sequence[str]) -> NDArray[np.float64]:
    """(n, 4) in schema order; NaN where there is no prompt."""
    return np.array([_cues(prompt) for prompt in prompts], dtype=float).reshape(len(prompts), len(SKILLS))


def _cues(prompt: str) -> list[float]:
    said = frozenset(_WORD.findall(prompt.lower()))
    return [float(min(len(_SETS[skill] & said), MOST)) if said else np.nan for skill in SKILLS]
