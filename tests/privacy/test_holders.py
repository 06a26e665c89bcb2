"""Every field of every model about a student is declared: as personal, with its retention, or as plain."""

import pytest
from django.apps import apps
from django.db import models

from privacy.fields import EncryptedTextField
from privacy.holders import all_holdings, all_traces
from privacy.retention import RULES
from students.models import Student

CLASSES = {"words", "name", "contact", "demographic", "score", "telemetry", "identifier"}
# Sealed under a key of their own, about many students at once; an unconfirmed one is gone within a day, the report
# of an import within a month (assessments/housekeeping.py).
# A row that does not say whose it is: its author is a keyed digest (privacy/training_store.py).
SEALED_APART = {"privacy.TrainingExample"}
WAITING_FILES = {"students.RosterImport", "assessments.Upload", "assessments.FileJob"}


def label(model) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def points_at_a_student(model) -> bool:
    return model is Student or any(
        field.related_model is Student for field in model._meta.concrete_fields if field.is_relation
    )


def holds_something_sealed(model) -> bool:
    return any(isinstance(field, EncryptedTextField) for field in model._meta.concrete_fields)


OURS = [model for model in apps.get_models() if not model._meta.auto_created]
ABOUT_STUDENTS = [
    m for m in OURS if (points_at_a_student(m) or holds_something_sealed(m)) and label(m) not in SEALED_APART
]


@pytest.mark.parametrize("model", ABOUT_STUDENTS, ids=label)
def test_a_model_about_students_is_declared(model):
    assert label(model) in all_holdings() or label(model) in WAITING_FILES


@pytest.mark.parametrize("model", [m for m in ABOUT_STUDENTS if label(m) not in WAITING_FILES], ids=label)
def test_every_field_is_declared_once_and_none_is_invented(model):
    holding = all_holdings()[label(model)]
    fields = {field.name for field in model._meta.concrete_fields}
    assert fields == set(holding.personal) | holding.plain
    assert not set(holding.personal) & holding.plain


@pytest.mark.parametrize("model", [m for m in ABOUT_STUDENTS if label(m) not in WAITING_FILES], ids=label)
def test_whatever_is_sealed_is_personal(model):
    sealed = {f.name for f in model._meta.concrete_fields if isinstance(f, EncryptedTextField)}
    assert sealed <= set(all_holdings()[label(model)].personal)


@pytest.mark.parametrize("name", sorted(all_holdings()))
def test_a_declared_path_leads_to_a_student(name):
    holding = all_holdings()[name]
    model = apps.get_model(name)
    for step in filter(None, holding.path.split("__")):
        model = model._meta.get_field(step).related_model
    assert model is Student


@pytest.mark.parametrize("name", sorted(WAITING_FILES - {"assessments.FileJob"} | SEALED_APART))
def test_what_is_sealed_without_pointing_at_a_student_is_found_by_an_erasure(name):
    assert name in all_traces()


@pytest.mark.parametrize("name", sorted(all_holdings()))
def test_every_personal_field_follows_a_rule_of_retention(name):
    assert {personal.retention for personal in all_holdings()[name].personal.values()} <= RULES.keys()


@pytest.mark.parametrize("name", sorted(all_holdings()))
def test_every_personal_field_has_a_known_class(name):
    assert {personal.what for personal in all_holdings()[name].personal.values()} <= CLASSES


def test_the_guard_sees_the_models_it_is_for():
    assert {"students.Student", "assessments.Response", "assessments.Assessment"} <= {label(m) for m in ABOUT_STUDENTS}
    assert {label(m) for m in ABOUT_STUDENTS} >= WAITING_FILES


def test_a_waiting_file_can_be_found_by_its_age():
    for name in WAITING_FILES:
        assert isinstance(apps.get_model(name)._meta.get_field("created_at"), models.DateTimeField)
