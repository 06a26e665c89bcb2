"""The sample school's logins: public, and refused in production (SIGHTLINE_DEMO stops the start there)."""

PASSWORD = "sightline-demo"  # noqa: S105  (public on purpose)

LOGINS = [
    {"username": "okafor", "label": "Ms. Okafor", "note": "Teacher, Homeroom 7B"},
    {"username": "admin", "label": "Dana Whitfield", "note": "School administrator"},
    {"username": "district", "label": "Rosa Delgado", "note": "District administrator"},
    {"username": "records", "label": "Lee Abrams", "note": "Records officer"},
    {"username": "safeguarding", "label": "Nia Cole", "note": "Safeguarding lead"},
    {"username": "family", "label": "The Quintanilla family", "note": "Family"},
    {"username": "operator", "label": "Operator", "note": "Platform operator"},
]
