"""What is agreed to, word for word: one text per purpose and version, never edited.

A record of consent names the version it was given under. To say something else, add a version with the day it begins;
a test holds the former ones to the letter. The texts are English on purpose: a translation is another version.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class ConsentText:
    version: str
    title: str
    body: str


_ASSESS = (
    ConsentText(
        "2026-11",
        "Assess what the student writes",
        "Sightline keeps what the student writes or says for school, encrypted, and reads it for signs of empathy, "
        "problem-solving, self-regulation and resilience. The student's teachers see the result and the words behind "
        "it. It is for growth, never for grades, placement, discipline or diagnosis. Without this agreement nothing "
        "the student writes is kept.",
    ),
)
_LLM_FEEDBACK = (
    ConsentText(
        "2026-11",
        "Feedback by a language model",
        "Short passages of what the student wrote, with names and places taken out, may be sent to the language model "
        "your district has chosen, to word feedback for the teacher. Taking names out is measured and good, and never "
        "perfect. Without this agreement Sightline words the feedback itself and nothing is sent.",
    ),
)
_TRANSCRIBE = (
    ConsentText(
        "2026-11",
        "Transcribe recordings",
        "Recordings of the student's voice may be turned into text, which is then treated like writing. The recording "
        "is deleted within 24 hours of that. Nothing is concluded from how a voice sounds. Without this agreement no "
        "recording of the student is taken in.",
    ),
)
_TRAIN = (
    ConsentText(
        "2026-11",
        "Train our models",
        "What the student wrote, with names and places taken out, may be used to improve the models that read "
        "responses. It is kept apart from the student's record. Without this agreement it is never used for that, and "
        "the student's record works the same.",
    ),
)
_RESEARCH = (
    ConsentText(
        "2026-11",
        "Research",
        "Scores and writing with names and places taken out may be part of studies that your district has approved. "
        "Nobody is named in a study. Without this agreement the student is left out.",
    ),
)
_SHARE = (
    ConsentText(
        "2026-11",
        "Share results with other programs",
        "Programs that do not belong to the school may read the student's results. Each time is written down and can "
        "be seen by you. Without this agreement only the school's own programs can.",
    ),
)

TEXTS: dict[str, tuple[ConsentText, ...]] = {
    "assess": _ASSESS,
    "llm_feedback": _LLM_FEEDBACK,
    "transcribe": _TRANSCRIBE,
    "train": _TRAIN,
    "research": _RESEARCH,
    "share": _SHARE,
}


def current(purpose: str) -> ConsentText:
    """The newest text of a purpose, the last of its tuple."""
    return TEXTS[purpose][-1]


def of(purpose: str, version: str) -> ConsentText:
    """What somebody agreed to then. Raises KeyError for a version that never was."""
    return {text.version: text for text in TEXTS[purpose]}[version]
