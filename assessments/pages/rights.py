"""What each role sees and may do, in words for the person who holds it: one table, complete by test."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from students.models import Role

OPERATOR = "operator"


@dataclass(frozen=True)
class Link:
    label: str
    name: str  # of a URL; left out where the page is switched off

    @property
    def url(self) -> str:
        try:
            return reverse(self.name)
        except NoReverseMatch:
            return ""


@dataclass(frozen=True)
class Rights:
    role: str
    title: str
    lead: str
    may: tuple[str, ...]
    may_not: tuple[str, ...]
    coming: tuple[str, ...]
    links: tuple[Link, ...] = ()


def part(role: str) -> Rights:
    return RIGHTS[role]


_ROSTER = Link(_("Import a roster"), "roster_import")
_WEIGHTS = Link(_("Fusion weights"), "admin:fusion_weightsversion_changelist")
_PEOPLE = Link(_("People and roles"), "people")
_FAMILIES = Link(_("Families"), "families")
_LOOKED = Link(_("Who looked"), "compliance")
_METHOD = Link(_("How scores are made"), "method")
_MODELS = Link(_("Model versions"), "model_versions")

RIGHTS: Mapping[str, Rights] = {
    Role.TEACHER: Rights(
        Role.TEACHER,
        _("Your classes"),
        _("You see the students of your own classes while you teach them."),
        (
            _("Add responses, and read scores, evidence and feedback of your students"),
            _("Open a response as it was written; each time is recorded"),
            _("Take the scores of a class as a file; each time is recorded"),
            _("Share feedback with a student's family, after seeing what they will read; take it back"),
        ),
        (_("Students of other classes, also of your own school"),),
        (_("Your review of an assessment"),),
    ),
    Role.SCHOOL_ADMIN: Rights(
        Role.SCHOOL_ADMIN,
        _("Your school"),
        _("You see how groups stand and look after people, places and weights. No student can be picked out here."),
        (
            _("How levels are spread in a grade, in steps of 10%, where at least 10 students have a score"),
            _("Import the roster: classes, teachers, students, families; undo it for 30 days; export it"),
            _("Give and end roles at the school, name the safeguarding lead, invite colleagues"),
            _("Set how much each source counts, as a new version with a reason"),
            _("See who looked at which student, when, and on what ground"),
            _("Say which adults belong to a student, invite them, and keep one away when a court orders it"),
            _("Which model version reads the responses, what was measured of each, and why it was chosen"),
        ),
        (
            _("The words, scores, evidence or feedback of a single student"),
            _("Counts, or groups smaller than 10 students"),
        ),
        (_("A class given to a teacher by hand: it comes with the roster"), _("Switching an account off")),
        (Link(_("How your school stands"), "school"), _PEOPLE, _ROSTER, _FAMILIES, _LOOKED, _WEIGHTS, _MODELS, _METHOD),
    ),
    Role.DISTRICT_ADMIN: Rights(
        Role.DISTRICT_ADMIN,
        _("Your district"),
        _("You see how groups stand in the district's schools. No student can be picked out here."),
        (
            _("How levels are spread in a grade of each school, where at least 10 students have a score"),
            _("Import the roster of each school, or of all at once; undo it for 30 days; export it"),
            _("Give and end roles at each school and over the whole district, invite colleagues"),
            _("Set how much each source counts, for the district or for one school"),
            _("Choose how long words, logs and scores are kept, having seen what would go"),
            _("Which model version reads the responses, what was measured of each, and why it was chosen"),
        ),
        (
            _("The words, scores, evidence or feedback of a single student"),
            _("Schools, teachers or grades in the order of their scores"),
        ),
        (_("A class given to a teacher by hand: it comes with the roster"), _("Switching an account off")),
        (
            Link(_("How the schools stand"), "school"),
            _PEOPLE,
            _ROSTER,
            _FAMILIES,
            _LOOKED,
            _WEIGHTS,
            Link(_("How long what is kept"), "retention_periods"),
            _MODELS,
            _METHOD,
        ),
    ),
    Role.RECORDS_OFFICER: Rights(
        Role.RECORDS_OFFICER,
        _("Families' requests"),
        _("You answer what families ask about their records: who asked, for what, and until when."),
        (
            _("Each request to see, correct or delete a record, from its arrival to its answer, with its date"),
            _("Which adults belong to a student; invite them"),
        ),
        (_("Scores, evidence, feedback and words: a request is answered without reading them"),),
        (_("Letters on paper: the answer is read in Sightline, and a mail without content says that it is there"),),
        (Link(_("Families' requests"), "case_list"), _FAMILIES, _METHOD),
    ),
    Role.SAFEGUARDING_LEAD: Rights(
        Role.SAFEGUARDING_LEAD,
        _("Safeguarding"),
        _("You are told when a student's words speak of danger, and of nothing else."),
        (
            _("Responses that point to danger, before anybody else reads them; each look is recorded"),
            _("Release one to be assessed, or keep it apart"),
        ),
        (_("Scores, evidence and feedback"), _("Responses that raise no alert")),
        (_("Other languages than English; and of English about half is missed, so keep your usual ways open"),),
        (Link(_("Alerts"), "alert_list"), _METHOD),
    ),
    Role.GUARDIAN: Rights(
        Role.GUARDIAN,
        _("Your family"),
        _("You see what the school shares with you about your own children."),
        (
            _("Levels in words, your child's own sentences, and one next step, once a teacher has released them"),
            _("Who looked at the record"),
            _("Ask for a correction, a copy of everything, or deletion, and change what you agreed to"),
        ),
        (_("Other children, or comparisons with a class"),),
        (_("These pages in Spanish"),),
        (Link(_("Your children"), "family"), _METHOD),
    ),
    OPERATOR: Rights(
        OPERATOR,
        _("Platform operator"),
        _("You keep the house running. You do not read what is in it."),
        (
            _("Districts, schools and the first administrator of each, by commands"),
            _("The versions of weights, and who set them"),
        ),
        (_("A student's record: it is not registered in the administration"),),
        (_("Opening one record in an emergency, with a reason, seen by the school"), _("Health of workers and queues")),
        (Link(_("Administration"), "admin:index"), _METHOD),
    ),
}
