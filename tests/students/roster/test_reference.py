"""The formats as the documentation tells them are the formats as the code reads them."""

import pytest

from students.management.commands.roster_formats import PATH
from students.roster import reference
from students.roster.columns import plain_header
from students.roster.maps import FIELDS, FORMATS, KIND_OF_ROLE, LISTS

SHEETS = [(form, sheet) for form in FORMATS for sheet in form.sheets]
IDS = [f"{form.name} {sheet.file}" for form, sheet in SHEETS]


def test_the_page_is_fresh():
    assert PATH.read_text(encoding="utf-8") == reference.page(), "run: manage.py roster_formats"


@pytest.mark.parametrize(("form", "sheet"), SHEETS, ids=IDS)
def test_a_map_fills_fields_that_exist(form, sheet):
    assert set(sheet.columns) | set(sheet.needed) | set(sheet.always) <= set(FIELDS[sheet.table])
    assert set(sheet.needed) <= set(sheet.columns)


@pytest.mark.parametrize(("form", "sheet"), SHEETS, ids=IDS)
def test_no_header_means_two_fields_and_each_is_as_it_is_compared(form, sheet):
    headers = [header for one in sheet.columns.values() for header in one.split()]
    assert len(headers) == len(set(headers))
    assert [plain_header(header) for header in headers] == [header.lower() for header in headers]


def test_lists_are_fields():
    assert set(LISTS) <= {field for table in FIELDS.values() for field in table}


def test_every_role_has_one_meaning():
    assert set(KIND_OF_ROLE.values()) == {"student", "teacher", "family"}


@pytest.mark.parametrize(
    "secret", ["password", "birth", "sex", "race", "ethnic", "sms", "phone", "address", "flag", "metadata.iep"]
)
def test_nothing_secret_is_in_any_map(secret):
    headers = [header.lower() for _, sheet in SHEETS for one in sheet.columns.values() for header in one.split()]
    assert not [header for header in headers if secret in header]
