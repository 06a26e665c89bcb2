"""The table of retention as the documentation tells it, made from the rules."""

from django.utils import translation

from privacy import holders, retention


def page() -> str:
    with translation.override("en"):
        rows = "\n".join(map(_row, retention.RULES.values()))
        fields = "\n".join(f"| `{key}` | {names} |" for key, names in sorted(fields_of().items()))
    return f"""# How long what is kept

Made by `manage.py retention_table` from `privacy/retention.py`; the public page is `/privacy/retention/`.

| rule | what | kept for | counted from | a district may choose | what stays |
|---|---|---|---|---|---|
{rows}

Nothing of a record goes while a request to see it is open. The worker lets go hourly; `manage.py retain` does it now.
A district chooses with `manage.py retention_period DISTRICT RULE DAYS --by USERNAME`.

## Which fields follow which rule

| rule | fields |
|---|---|
{fields}
"""


def fields_of() -> dict[str, str]:
    """Rule -> the declared fields that follow it."""
    found: dict[str, list[str]] = {}
    for model, holding in sorted(holders.all_holdings().items()):
        for name, personal in holding.personal.items():
            found.setdefault(personal.retention, []).append(f"{model}.{name}")
    return {rule: ", ".join(names) for rule, names in found.items()}


def _row(rule: retention.Rule) -> str:
    cells = (f"`{rule.key}`", rule.title, rule.period, rule.since, rule.bounds if rule.days else "", rule.stays)
    return f"| {' | '.join(map(str, cells))} |"
