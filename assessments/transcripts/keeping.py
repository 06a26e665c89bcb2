"""A discussion's turns as rows, in the transaction that adds its responses."""

from collections.abc import Sequence
from datetime import date

from assessments.discussions import Answered, Discussion, Turn
from assessments.intake import token_of
from assessments.models import Prompt, Response
from assessments.transcripts.checking import CheckedTurn, Earlier, Fate
from assessments.transcripts.lines import Line
from privacy import audit
from students.models import Classroom, School


def earlier(lines: Sequence[Line], school: School) -> Earlier | None:
    """The same discussion, if it was added before."""
    token = Discussion.digest(school, lines)
    there = Discussion.objects.filter(school=school, token=token).select_related("prompt").first()
    if there is None:
        return None
    positions = frozenset(there.turns.values_list("position", flat=True))
    return Earlier(there.pk, there.prompt.text if there.prompt else "", there.held_on, positions)


def keep(
    turns: Sequence[CheckedTurn], lines: Sequence[Line], *, school: School, classroom: Classroom | None, by
) -> Discussion | None:
    """Rows for the turns whose responses were added just now. Call it in their transaction."""
    new = {one.turn.position: one for one in turns if one.fate is Fate.READY}
    if not new:
        return None
    responses = _responses_of(new, school)
    if not responses:  # every new turn was set aside for a person to read
        return None
    discussion = _discussion(next(iter(responses.values())), lines, school=school, classroom=classroom, by=by)
    kept_before = dict(discussion.turns.values_list("position", "response"))
    places = {**kept_before, **{position: response.pk for position, response in responses.items()}}
    Turn.objects.bulk_create(
        [
            Turn(
                school=school,
                student=new[position].speaker.student,
                response=response,
                discussion=discussion,
                position=position,
                answered=new[position].answered,
                answers_id=_answered_response(new[position], places),
            )
            for position, response in responses.items()
        ],
        batch_size=200,
        ignore_conflicts=True,  # a rival who confirmed the same transcript this very moment
    )
    return discussion


def _answered_response(checked: CheckedTurn, places: dict):
    points = checked.answered in (Answered.STUDENT, Answered.ONESELF)
    return places.get(checked.turn.answers) if points else None


def _responses_of(new: dict[int, CheckedTurn], school: School) -> dict[int, Response]:
    """The response of each position, found by what makes it the same one."""
    tokens = {token_of(o.new.student, o.new.text, o.new.prompt, o.new.written_on): at for at, o in new.items()}
    students = {one.new.student.pk for one in new.values()}
    rows = Response.objects.filter(school=school, student__in=students, token__in=tokens).select_related("prompt")
    return {tokens[row.token]: row for row in rows.defer("original", "deidentified")}


def _discussion(example: Response, lines, *, school: School, classroom: Classroom | None, by) -> Discussion:
    prompt: Prompt | None = example.prompt
    held_on: date = example.written_on
    discussion, _made = Discussion.objects.get_or_create(
        school=school,
        token=Discussion.digest(school, lines),
        defaults={"prompt": prompt, "held_on": held_on, "classroom": classroom, "added_by": audit.actor(by)},
    )
    return discussion
