"""Prompts that usually show a skill: three for each, offered where there is not enough evidence yet.

Chosen by measurement: of the training corpus' prompts, those whose 41 responses were most often rated on the
skill at all (the share beside each; a test counts again). No prompt is offered for two skills.
"""

from collections.abc import Mapping

from mlcore.schema import Skill


def _(text: str) -> str:
    """Marks a text for makemessages; the page translates it when it is shown."""
    return text


PROMPTS_THAT_SHOW: Mapping[Skill, tuple[str, str, str]] = {
    Skill.EMPATHY: (
        _("A friend is suddenly quiet and eats lunch alone. What do you notice and what do you do?"),  # .93
        _("Tell about someone you look after or help (a brother, a grandparent, a pet, a neighbor)."),  # .93
        _("Tell about a time when a classmate was left out. What happened, and what did you do?"),  # .93
    ),
    Skill.PROBLEM_SOLVING: (
        _("Your group project is due in two days and one member has done nothing. What do you do?"),  # .98
        _("Explain how you prepare for a week with three tests and a game."),  # .95
        _("The science experiment gave a result that makes no sense. What do you do next?"),  # .90
    ),
    Skill.SELF_REGULATION: (
        _("Tell about a time you were really angry or upset at school."),  # .95
        _("You are working at home and your phone keeps buzzing. Explain how you handle it."),  # .90
        _("Tell about an argument with a friend or sibling. How did it go and how did it end?"),  # .83
    ),
    Skill.RESILIENCE: (
        _("Describe a plan of yours that did not work. What did you do about it?"),  # .98
        _("Describe something you tried to learn that was really hard for you."),  # .95
        _("Describe a moment when you wanted to quit."),  # .95
    ),
}


def prompt_of(place: str) -> str:
    """The prompt that ``"empathy.2"`` names (numbered from 1); raises ``KeyError`` or ``ValueError`` for another."""
    skill, _, number = place.partition(".")
    prompts = PROMPTS_THAT_SHOW[Skill(skill)]
    if not number.isdecimal() or not 1 <= int(number) <= len(prompts):
        raise KeyError(place)
    return prompts[int(number) - 1]
