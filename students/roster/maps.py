"""The formats of student information systems, as data: which file and column says what.

Every format fills the same few tables (``FIELDS``); ``sis.py`` joins them and knows no format by name.
Vendors change the case, order and punctuation of column names freely, so only letters and figures are compared.
Whatever is not named here is not read and not kept: passwords, birth dates, addresses, health and lunch flags.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

# The tables of one roster, whatever its format, and what a sentence to the office calls each field.
FIELDS: Mapping[str, Mapping[str, str]] = {
    "org": {"key": "school id", "name": "school name", "kind": "type", "time_zone": "time zone", "status": "status"},
    "term": {
        "key": "term id",
        "name": "term name",
        "starts_on": "start date",
        "ends_on": "end date",
        "status": "status",
    },
    "class": {
        "key": "class id",
        "name": "class name",
        "code": "class code",
        "org": "school id",
        "terms": "terms",
        "term_name": "term name",
        "term_starts_on": "term start date",
        "term_ends_on": "term end date",
        "status": "status",
    },
    "user": {
        "key": "person id",
        "local_id": "student number",
        "username": "username",
        "first_name": "first name",
        "last_name": "last name",
        "preferred_first": "preferred first name",
        "preferred_last": "preferred last name",
        "pronouns": "pronouns",
        "email": "email",
        "role": "role",
        "orgs": "schools",
        "grade": "grade",
        "agents": "agents",
        "enabled": "enabled",
        "status": "status",
    },
    "role": {"user": "person id", "org": "school id", "role": "role", "grade": "grade", "status": "status"},
    "seat": {
        "class": "class id",
        "user": "person id",
        "org": "school id",
        "role": "role",
        "starts_on": "begin date",
        "ends_on": "end date",
        "status": "status",
    },
    "bond": {"student": "student id", "guardian": "person id", "relation": "relation"},
}
LISTS = {"terms", "orgs", "agents", "grade"}  # cells that hold several values

# What a role says, in lower case without punctuation. Other roles get no access from a file.
STUDENT, TEACHER, FAMILY = "student", "teacher", "family"
ROLES = {
    STUDENT: "student learner",
    TEACHER: "teacher faculty professor lecturer instructor adjunct",
    FAMILY: "parent guardian relative",
}
KIND_OF_ROLE = {role: kind for kind, roles in ROLES.items() for role in roles.split()}
RELATIONS = {"parent": "parent", "guardian": "guardian"}  # every other relation is "other"
ENDED = {"tobedeleted", "inactive", "deleted", "withdrawn"}
# Orgs above a school: people belong to them, classes do not.
ABOVE_A_SCHOOL = {"district", "local", "state", "national", "department", "ministryofeducation", "university"}


@dataclass(frozen=True)
class Sheet:
    """One file of a format: the table it fills, and per field the column names it may have."""

    file: str  # without .csv
    table: str
    columns: Mapping[str, str]
    needed: tuple[str, ...] = ()  # fields without which the file says nothing
    always: Mapping[str, str] = field(default_factory=dict)  # what the file says by being that file
    required: bool = False


@dataclass(frozen=True)
class Format:
    name: str
    title: str
    system: str
    sheets: tuple[Sheet, ...]
    not_read: tuple[str, ...] = ()  # files that are known and left alone


_OR_STATUS = {"status": "status"}
_OR_ORGS = Sheet(
    "orgs",
    "org",
    {
        "key": "sourcedId",
        "name": "name",
        "kind": "type",
        "time_zone": "timeZone metadataTimeZone metadataSightlineTimeZone",
        **_OR_STATUS,
    },
    needed=("key", "name"),
)
_OR_TERMS = Sheet(
    "academicsessions",
    "term",
    {"key": "sourcedId", "name": "title", "starts_on": "startDate", "ends_on": "endDate", **_OR_STATUS},
    needed=("key", "name", "starts_on", "ends_on"),
)
_OR_CLASSES = Sheet(
    "classes",
    "class",
    {
        "key": "sourcedId",
        "name": "title",
        "code": "classCode",
        "org": "schoolSourcedId",
        "terms": "termSourcedIds termSourcedId",
        **_OR_STATUS,
    },
    needed=("key", "name", "org"),
)
_OR_SEATS = Sheet(
    "enrollments",
    "seat",
    {
        "class": "classSourcedId",
        "user": "userSourcedId",
        "org": "schoolSourcedId",
        "role": "role",
        "starts_on": "beginDate startDate",
        "ends_on": "endDate",
        **_OR_STATUS,
    },
    needed=("class", "user"),
)
_OR_PERSON = {
    "key": "sourcedId",
    "local_id": "identifier",
    "username": "username",
    "first_name": "givenName",
    "last_name": "familyName",
    "email": "email",
    "grade": "grades grade",
    "agents": "agentSourcedIds agentSourcedId",
    "enabled": "enabledUser",
    **_OR_STATUS,
}
_OR_NOT_READ = (
    "categories",
    "classresources",
    "courses",
    "courseresources",
    "demographics",
    "lineitemlearningobjectiveids",
    "lineitemscorescales",
    "lineitems",
    "resources",
    "resultlearningobjectiveids",
    "resultscorescales",
    "results",
    "scorescales",
    "userprofiles",
    "userresources",
)

ONEROSTER_11 = Format(
    "oneroster-1.1",
    "OneRoster 1.1",
    "oneroster",
    (
        _OR_ORGS,
        _OR_TERMS,
        _OR_CLASSES,
        Sheet(
            "users",
            "user",
            {**_OR_PERSON, "role": "role", "orgs": "orgSourcedIds orgSourcedId"},
            needed=("key", "first_name", "last_name"),
        ),
        _OR_SEATS,
    ),
    not_read=_OR_NOT_READ,
)
ONEROSTER_12 = Format(
    "oneroster-1.2",
    "OneRoster 1.2",
    "oneroster",
    (
        _OR_ORGS,
        _OR_TERMS,
        _OR_CLASSES,
        Sheet(
            "users",
            "user",
            {
                **_OR_PERSON,
                "preferred_first": "preferredGivenName",
                "preferred_last": "preferredFamilyName",
                "pronouns": "pronouns",
                "orgs": "primaryOrgSourcedId orgSourcedIds",
                "role": "role",
            },
            needed=("key", "first_name", "last_name"),
        ),
        Sheet(
            "roles",
            "role",
            {"user": "userSourcedId", "org": "orgSourcedId", "role": "role", **_OR_STATUS},
            needed=("user", "role"),
        ),
        _OR_SEATS,
    ),
    not_read=_OR_NOT_READ,
)

_SDS1_PERSON = {
    "key": "SISID ID",
    "orgs": "SchoolSISID SchoolDfENumber",
    "first_name": "FirstName",
    "last_name": "LastName",
    "username": "Username",
    "status": "Status",
}
_SDS1_SEAT = {"class": "SectionSISID SectionID", "user": "SISID ID"}
SDS_1 = Format(
    "sds-1",
    "School Data Sync, version 1",
    "sds",
    (
        Sheet(
            "school",
            "org",
            {"key": "SISID DfENumber", "name": "Name", "time_zone": "TimeZone"},
            needed=("key", "name"),
            required=True,
        ),
        Sheet(
            "section",
            "class",
            {
                "key": "SISID ID",
                "org": "SchoolSISID SchoolDfENumber",
                "name": "SectionName",
                "code": "SectionNumber",
                "terms": "TermSISID",
                "term_name": "TermName",
                "term_starts_on": "TermStartDate",
                "term_ends_on": "TermEndDate",
                "status": "Status",
            },
            needed=("key", "org", "name"),
            required=True,
        ),
        Sheet(
            "student",
            "user",
            {**_SDS1_PERSON, "local_id": "StudentNumber", "grade": "Grade"},
            needed=("key", "orgs", "first_name", "last_name"),
            always={"role": "student"},
            required=True,
        ),
        Sheet(
            "teacher",
            "user",
            {**_SDS1_PERSON, "email": "SecondaryEmail"},
            needed=("key", "orgs", "first_name", "last_name"),
            always={"role": "teacher"},
        ),
        Sheet("studentenrollment", "seat", _SDS1_SEAT, needed=("class", "user"), always={"role": "student"}),
        Sheet("teacherroster", "seat", _SDS1_SEAT, needed=("class", "user"), always={"role": "teacher"}),
    ),
    not_read=("guardianrelationship",),
)

_SDS2_ORGS = Sheet(
    "orgs",
    "org",
    {"key": "sourcedId", "name": "name", "kind": "type", "time_zone": "timeZone"},
    needed=("key", "name"),
    required=True,
)
_SDS2_CLASS = {"key": "sourcedId", "org": "orgSourcedId", "name": "title", "code": "code"}
_SDS2_SEATS = Sheet(
    "enrollments",
    "seat",
    {"class": "classSourcedId", "user": "userSourcedId", "role": "role"},
    needed=("class", "user"),
    required=True,
)
_SDS2_PERSON = {
    "key": "sourcedId",
    "username": "username",
    "first_name": "givenName",
    "last_name": "familyName",
    "email": "email",
}
SDS_2 = Format(
    "sds-2",
    "School Data Sync, version 2",
    "sds",
    (
        _SDS2_ORGS,
        Sheet("classes", "class", _SDS2_CLASS, needed=("key", "org", "name"), required=True),
        Sheet(
            "users",
            "user",
            {**_SDS2_PERSON, "orgs": "orgSourcedIds orgSourcedId", "role": "role", "grade": "grade"},
            needed=("key", "first_name", "last_name"),
            required=True,
        ),
        _SDS2_SEATS,
    ),
)
SDS_21 = Format(
    "sds-2.1",
    "School Data Sync, version 2.1",
    "sds",
    (
        _SDS2_ORGS,
        Sheet(
            "academicsessions",
            "term",
            {"key": "sourcedId", "name": "title", "starts_on": "startDate", "ends_on": "endDate"},
            needed=("key", "name", "starts_on", "ends_on"),
        ),
        Sheet(
            "classes",
            "class",
            {**_SDS2_CLASS, "terms": "sessionSourcedIds sessionSourcedId"},
            needed=("key", "org", "name"),
            required=True,
        ),
        Sheet("users", "user", _SDS2_PERSON, needed=("key", "first_name", "last_name"), required=True),
        Sheet(
            "roles",
            "role",
            {"user": "userSourcedId", "org": "orgSourcedId", "role": "role", "grade": "grade"},
            needed=("user", "role"),
            required=True,
        ),
        _SDS2_SEATS,
        Sheet(
            "relationships",
            "bond",
            {"student": "userSourcedId", "guardian": "relationshipUserSourcedId", "relation": "relationshipRole"},
            needed=("student", "guardian"),
        ),
    ),
    not_read=("courses", "demographics", "userflags"),
)
FORMATS = (ONEROSTER_11, ONEROSTER_12, SDS_1, SDS_2, SDS_21)
