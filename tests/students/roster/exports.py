"""Exports of student information systems as our own small fixtures, in the shapes of the real ones.

``oneroster()`` is a complete OneRoster 1.1 export of one school: two classes, three students, a teacher, a mother.
A test says what differs: ``oneroster(users=[...], modes={"enrollments": "delta"})``.
"""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence

HEADERS = {
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
    "academicSessions": "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
    "classes": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
    "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
    "users": "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password",
    "enrollments": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,"
    "beginDate,endDate",
    "roles": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,"
    "userProfileSourcedId",
    "demographics": "sourcedId,status,dateLastModified,birthDate,sex",
}
USERS_12 = (
    "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,"
    "sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,"
    "preferredFamilyName,primaryOrgSourcedId,pronouns"
)
SCHOOL = {"sourcedId": "org-1", "name": "Cedar Hollow Middle School", "type": "school", "parentSourcedId": "org-0"}
DISTRICT = {"sourcedId": "org-0", "name": "Pine Valley", "type": "district"}
TERM = {"sourcedId": "t-1", "title": "Year", "type": "schoolYear", "startDate": "2026-08-24", "endDate": "2027-06-11"}


def klass(key: str, title: str, **said) -> dict:
    return {"sourcedId": key, "title": title, "schoolSourcedId": "org-1", "termSourcedIds": "t-1", **said}


def user(key: str, given: str, family: str, role: str = "student", **said) -> dict:
    names = {"sourcedId": key, "givenName": given, "familyName": family, "role": role, "orgSourcedIds": "org-1"}
    return {**names, "enabledUser": "true", "username": f"{given}.{family}".lower(), **said}


def seat(class_key: str, user_key: str, role: str = "student", **said) -> dict:
    ids = {"sourcedId": f"{class_key}-{user_key}", "classSourcedId": class_key, "userSourcedId": user_key}
    return {**ids, "schoolSourcedId": "org-1", "role": role, **said}


ALGEBRA, BIOLOGY = klass("c-1", "Algebra"), klass("c-2", "Biology")
LEILA = user("u-1", "Leila", "Haddad", identifier="1001", grades="07", agentSourcedIds="g-1", password="hunter2")
TOMAS = user("u-2", "Tomás", "Vela", identifier="1002", grades="08")
WREN = user("u-3", "Wren", "Abara", identifier="1003", grades="KG")
TEACHER = user("t-9", "Ruth", "Calder", "teacher", email="ruth.calder@pine.example")
MOTHER = user("g-1", "Samira", "Haddad", "parent", agentSourcedIds="u-1", username="", email="samira@home.example")
TABLES = {
    "orgs": [DISTRICT, SCHOOL],
    "academicSessions": [TERM],
    "classes": [ALGEBRA, BIOLOGY],
    "users": [LEILA, TOMAS, WREN, TEACHER, MOTHER],
    "enrollments": [
        seat("c-1", "u-1"),
        seat("c-2", "u-1"),
        seat("c-1", "u-2"),
        seat("c-2", "u-3"),
        seat("c-1", "t-9", "teacher", primary="true"),
    ],
}


def as_csv(header: Sequence[str], rows: Sequence[Mapping]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([row.get(column, "") for column in header] for row in rows)
    return out.getvalue().encode()


def manifest(modes: Mapping[str, str], version: str = "1.1") -> bytes:
    said = {"manifest.version": "1.0", "oneroster.version": version}
    said |= {f"file.{name}": mode for name, mode in modes.items()}
    return as_csv(["propertyName", "value"], [{"propertyName": k, "value": v} for k, v in said.items()])


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


def files(*, modes: Mapping[str, str] | None = None, version: str = "1.1", **tables) -> dict[str, bytes]:
    said = {**TABLES, **tables}
    headers = {**HEADERS, "users": USERS_12} if version == "1.2" else HEADERS
    made = {f"{name}.csv": as_csv(headers[name].split(","), rows) for name, rows in said.items() if rows is not None}
    announced = {**dict.fromkeys((name for name, rows in said.items() if rows is not None), "bulk"), **(modes or {})}
    return {"manifest.csv": manifest(announced, version), **made}


def oneroster(**said) -> list[tuple[str, bytes]]:
    """An upload: one zip."""
    return [("export.zip", zipped(files(**said)))]


def delta(**tables) -> list[tuple[str, bytes]]:
    """An upload of changes alone: tables that are not named are absent."""
    said = dict.fromkeys(TABLES) | tables
    return oneroster(modes=dict.fromkeys(tables, "delta"), **said)


def oneroster_12(**said) -> list[tuple[str, bytes]]:
    """The same school as version 1.2 writes it: roles and preferred names in places of their own."""
    people = said.pop("users", TABLES["users"])
    moved = [{**one, "primaryOrgSourcedId": one["orgSourcedIds"]} for one in people]
    roles = [
        {"sourcedId": f"r-{one['sourcedId']}", "userSourcedId": one["sourcedId"], "roleType": "primary"}
        | {"role": one["role"], "orgSourcedId": one["orgSourcedIds"]}
        for one in people
    ]
    return oneroster(version="1.2", users=moved, roles=roles, **said)


def sds_1(**changed: str) -> list[tuple[str, bytes]]:
    """School Data Sync 1: files named after people, terms beside the class, dates as Americans write them."""
    said = {
        "School": "SIS ID,Name,Zone\n10,Cedar Hollow Middle School,1\n",
        "Section": "SIS ID,School SIS ID,Section Name,Term SIS ID,Term Name,Term StartDate,Term EndDate,Status\n"
        "501,10,Math - Algebra,12,SY2627,8/24/2026,6/11/2027,Active\n"
        "502,10,Science,12,SY2627,8/24/2026,6/11/2027,Active\n",
        "Student": "SIS ID,School SIS ID,First Name,Last Name,Username,Password,Student Number,Grade,Status,Birthdate\n"
        "71,10,Leila,Haddad,lhaddad,P@ss,1001,7,Active,4/2/2014\n72,10,Tomás,Vela,tvela,P@ss,1002,8,Active,1/2/2013\n",
        "Teacher": "SIS ID,School SIS ID,First Name,Last Name,Username,Status\n91,10,Ruth,Calder,rcalder,Active\n",
        "StudentEnrollment": "Section SIS ID,SIS ID\n501,71\n502,71\n501,72\n",
        "TeacherRoster": "Section SIS ID,SIS ID\n501,91\n",
    }
    return [(f"{name}.csv", text.encode()) for name, text in {**said, **changed}.items()]


def sds_2(**changed: str) -> list[tuple[str, bytes]]:
    said = {
        "orgs": "sourcedId,name,type,parentSourcedId\n9,Ministry,ministryofeducation,\n"
        "10,Cedar Hollow Middle School,school,9\n",
        "classes": "sourcedId,orgSourcedId,title\n501,10,Algebra\n",
        "users": "sourcedId,orgSourcedIds,givenName,familyName,username,password,role,grade\n"
        "71,10,Leila,Haddad,lhaddad@x.example,P@ss,Student,7\n91,10,Ruth,Calder,rcalder@x.example,P@ss,faculty,7\n",
        "enrollments": "classSourcedId,userSourcedId,role\n501,71,Student\n501,91,Teacher\n",
    }
    return [(f"{name}.csv", text.encode()) for name, text in {**said, **changed}.items()]


def sds_21(**changed: str) -> list[tuple[str, bytes]]:
    said = {
        "orgs": "sourcedId,name,type,parentSourcedId\n10,Cedar Hollow Middle School,school,\n",
        "academicSessions": "sourcedId,title,type,schoolYear,startDate,endDate\n"
        "SY,2026 School Year,schoolYear,2026,2026-08-24,2027-06-11\n",
        "classes": "sourcedId,orgSourcedId,title,sessionSourcedIds,courseSourcedId\n501,10,Biology,SY,C1\n",
        "users": "sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms\n"
        "71,lhaddad,Leila,Haddad,P@ss,,,,\n91,rcalder,Ruth,Calder,P@ss,,,,\n81,samira,Samira,Haddad,P@ss,,,+1123,\n",
        "roles": "userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary,roleStartDate,roleEndDate\n"
        "71,10,student,SY,10,TRUE,2026-08-24,2027-06-11\n91,10,teacher,SY,10,TRUE,2026-08-24,2027-06-11\n",
        "enrollments": "classSourcedId,userSourcedId,role\n501,71,student\n501,91,teacher\n",
        "relationships": "userSourcedId,relationshipUserSourcedId,relationshipRole\n71,81,guardian\n",
        "demographics": "userSourcedId,sex,birthDate\n71,female,2010-07-02\n",
        "userFlags": "userSourcedId,flag\n71,iep\n",
    }
    return [(f"{name}.csv", text.encode()) for name, text in {**said, **changed}.items()]
