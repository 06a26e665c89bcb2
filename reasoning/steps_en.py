"""Next steps in English: small, doable things, each an infinitive after "could" or "ask ... to".

By feature where one feature is what comes next, and by skill and level, drawn from the codebook's description of
the level they lead to.
"""

from collections.abc import Mapping

STEPS: Mapping[str, tuple[str, ...]] = {
    # what is not seen yet
    "perspective_taking": (
        "write one sentence as the other person would tell it",
        "say what the other person may have wanted at that moment",
        "guess what the other person was thinking, and what gave it away",
        "tell the same moment from the other person's seat",
    ),
    "feeling_named": (
        "find one word for what the other person felt",
        "say how the feeling showed on the other person's face or voice",
        "name the feeling another person may have had",
        "pause at the other person and put that feeling into a word",
    ),
    "feeling_reason": (
        "add one sentence with “because” after naming someone's feeling",
        "say what happened just before the other person felt that way",
        "give the reason the other person may have had for that feeling",
        "think of two reasons for the other person's feeling and choose the likelier one",
    ),
    "fitting_response": (
        "say one thing that would have helped the other person just then",
        "ask the other person what would help before doing it",
        "tell what a friend could say or do that fits this person",
        "describe one small act for the other person and why it fits",
    ),
    "cause_found": (
        "say what caused the problem before saying what to do",
        "ask “why” twice and write both answers down",
        "name one thing that could have brought the problem on and how to find out",
        "point to the moment when it began to go wrong",
    ),
    "options_weighed": (
        "write down a second way and what it would cost",
        "compare two ways and say why one was chosen",
        "name the option that was not taken and the reason",
        "list two choices with one good and one hard side each",
    ),
    "steps_checked": (
        "name the first step and how to see whether it worked",
        "split the task in three and test the first part",
        "say what to look at afterward to know that it worked",
        "write the steps in order and mark where to check",
    ),
    "state_noticed": (
        "say what was going on inside right then",
        "name the first sign in the body when it gets hard",
        "put one word to the feeling before telling what happened next",
        "notice where attention went, and when",
    ),
    "strategy_used": (
        "choose one concrete thing for such a moment, like a slow breath or a short walk",
        "try one way to steady the moment and say what it did",
        "say what helps, such as a timer, a list or another seat, and use it once",
        "pick one sentence to say silently when it gets hard",
    ),
    "planned_ahead": (
        "say which moment will be hard next time and what will be ready for it",
        "make a plan that begins with “when it gets hard, first”",
        "decide beforehand what to do if the first way does not help",
        "set up one thing ahead of the hard moment",
    ),
    "tried_again": (
        "try it once more with one thing changed",
        "name one person to ask for help and the question to ask",
        "tell what a second try could look like",
        "choose one small part to go back to this week",
    ),
    "lesson_carried": (
        "say what this setback taught and where else it could help",
        "finish the sentence “next time I will know that”",
        "tell someone younger what helped after this setback",
        "name one other place where the same lesson would fit",
    ),
    # what stands in the way for now
    "dismissal": (
        "tell how the other person would describe it",
        "ask the other person one question about that moment",
        "find one thing the other person may have been right about",
        "say what the other person may have felt just then",
    ),
    "no_plan": (
        "name one thing to do first, however small",
        "say what made it hard and one step that is possible without help",
        "choose one part of the problem and say what to try",
        "decide who does what, and by when",
    ),
    "impulse": (
        "count to five before the next move",
        "name the first sign of the impulse and one thing to do at it",
        "choose what to do with the hands or the phone in that first second",
        "tell what the moment before felt like and where a pause would fit",
    ),
    "gave_up": (
        "go back to the smallest part that was left",
        "say what would make one more try possible",
        "name one person who could help with the hardest bit",
        "find out which part did work and start from there",
    ),
    # play
    "attempts_per_task": ("give one task another attempt", "stay with one task for one more attempt"),
    "success_share": ("look at one solved task and use the same way again", "begin with a task that is near to done"),
    "retry_share": ("make one more try after one that does not work", "change one thing and try the same task again"),
    "recovery_seconds": ("decide before playing what to do after a try that does not work",),
    "recovered_share": ("come back to one task that did not work at first", "return to an open task before the end"),
    "rushed_share": (
        "take one breath before the next try",
        "say aloud what to change before trying again",
    ),
    "idle_share": ("choose one task and finish it before a break", "plan one break, and the task to come back to"),
    "hints_per_task": (
        "try one idea before asking for a hint",
        "say what a hint should help with before asking for it",
    ),
    "help_given_rate": ("help one other player with one task", "ask another player what would help"),
    # by the codebook, skill and the level it leads to
    "empathy.developing": (
        "say what one other person in the story felt",
        "name one feeling that was not the own one",
        "look at one other person in the story and say how they were",
    ),
    "empathy.proficient": (
        "say why the other person felt that way and what would fit",
        "explain what someone else felt, with the reason",
        "tell what the other person needed and one way to meet it",
    ),
    "empathy.advanced": (
        "tell the same event as two different people lived it",
        "say how an own act may land on the other person before doing it",
        "look under the surface: what may the other person not be saying",
    ),
    "problem_solving.developing": (
        "name one action that would help and try it",
        "say one thing to do first",
        "choose one action and give a reason for it",
    ),
    "problem_solving.proficient": (
        "find the cause, choose a step for a reason, and check the result",
        "split the problem in parts and say how to check the first",
        "say why a step should work before taking it",
    ),
    "problem_solving.advanced": (
        "compare two options with their costs",
        "say what could get in the way and what to do then",
        "draw one rule from this for next time",
    ),
    "self_regulation.developing": (
        "say what the feeling or the impulse was at that moment",
        "notice the moment when it gets hard and say so",
        "name one wish about how to handle such a moment",
    ),
    "self_regulation.proficient": (
        "pick one concrete strategy, such as a pause or a list, and say what it did",
        "use one strategy in the next hard moment and tell how it went",
        "turn “calm down” into one thing to do",
    ),
    "self_regulation.advanced": (
        "plan for the hard moment and have a second way ready",
        "watch what a strategy does and change it when it does not help",
        "say beforehand how the hard moment will begin and what comes first then",
    ),
    "resilience.developing": (
        "carry on with one small part of it",
        "say one thing that could still be done",
        "find one reason to go on with it",
    ),
    "resilience.proficient": (
        "try again in a different way, or ask for the help that fits",
        "say what will be different the next time",
        "name what is passing about this setback",
    ),
    "resilience.advanced": (
        "say what the setback taught and use it somewhere else",
        "keep at it over some weeks and note what changes",
        "help someone else with what was learned here",
    ),
}

# After the last level: the skill is used for others or in a new place.
STRETCHES: Mapping[str, tuple[str, ...]] = {
    "empathy": (
        "help the class hear a side that has not been heard",
        "look after a newcomer for a week and tell what was needed",
        "tell one event through three people's eyes",
    ),
    "problem_solving": (
        "show a classmate how to compare two ways",
        "take on a problem of the school and test one idea",
        "write down the rule behind a good solution for others to use",
    ),
    "self_regulation": (
        "teach one strategy to someone who asks",
        "plan a hard week ahead and look back at it",
        "try the same plan in a new kind of hard moment",
    ),
    "resilience": (
        "tell someone younger about a setback and what came of it",
        "stand by someone who is in the middle of a setback",
        "carry the same staying power to something new",
    ),
}
