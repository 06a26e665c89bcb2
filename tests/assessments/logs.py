"""Logs a game might hand out, and how a browser hands them in."""

import json
from datetime import UTC, datetime, timedelta
from zlib import crc32

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

START = datetime(2026, 11, 12, 17, 30, tzinfo=UTC)


def event(kind, at=0.0, *, student="S-1", session="run-7", task="bridge 2", **more) -> dict:
    when = (START + timedelta(seconds=at)).isoformat()
    row = {"student_id": student, "session_id": session, "at": when, "kind": kind, "task": task, **more}
    return {name: value for name, value in row.items() if value is not None}


def a_log(student="S-1", session="run-7", failures=3, **more) -> list[dict]:
    """A run with ``failures`` failures, each tried again after 12 seconds, and a success in the end."""
    said = [("session_start", 0), ("attempt", 20)]
    for number in range(failures):
        said += [("failure", 30 + 60 * number), ("retry", 42 + 60 * number)]
    said += [("success", 30 + 60 * failures), ("session_end", 60 + 60 * failures)]
    return [event(kind, at, student=student, session=session, **more) for kind, at in said]


def lines_of(events: list) -> bytes:
    return "".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in events).encode()


def csv_of(events: list[dict], columns=("student_id", "session_id", "at", "kind", "task"), header=None) -> bytes:
    rows = [",".join(f'"{one.get(column, "")}"' for column in columns) for one in events]
    return "\n".join([",".join(header or columns), *rows, ""]).encode()


def statement(verb: str, at: float = 0.0, *, actor: str = "S-1", success: bool | None = None, **more) -> dict:
    """An xAPI 1.0.3 statement in the shape of those that real courses send."""
    made = {
        "id": f"00000000-0000-4000-8000-{crc32(f'{verb} {at} {actor}'.encode()):012}",
        "actor": {"objectType": "Agent", "account": {"name": actor, "homePage": "http://school.example"}},
        "verb": {"id": verb, "display": {"en-US": verb.rsplit("/", maxsplit=1)[-1]}},
        "object": {"id": "uuid://bridge-2", "definition": {"name": {"en-US": "Bridge 2"}}, "objectType": "Activity"},
        "context": {"extensions": {"https://w3id.org/xapi/video/extensions/session-id": "run-7"}},
        "timestamp": (START + timedelta(seconds=at)).isoformat(),
    }
    return {**made, **({"result": {"success": success}} if success is not None else {}), **more}


JUSTHINK = """team_no\tattempt_no\tturn_no\tevent_no\ttime\tsubject\tverb\tobject
7\t1\t1\t1\t0.315\tR\tsays\tare you ready?
7\t1\t1\t2\t47.931\tA\tadds\tNorth-South (5-6)
7\t1\t2\t3\t60.004\tA\tpresses\tsubmit (disabled)
7\t1\t2\t4\t70.000\tB\tpresses\thelp (enabled)
7\t1\t2\t5\t80.500\tT\tsubmits\tcost=64 (opt_cost=22)
7\t2\t3\t6\t91.368\tB\tremoves\tNorth-South (5-6)
7\t2\t3\t7\t140.878\tT\tsubmits\tcost=31 (opt_cost=22)
7\t3\t4\t8\t190.100\tT\tsubmits\tcost=30 (opt_cost=22)
7\t4\t4\t9\t250.000\tT\tsubmits\tcost=22 (opt_cost=22)
"""


def hand_in(client, classroom, data: bytes, name: str = "log.jsonl"):
    """Upload a log as the browser does; the answer is the page it leads to."""
    file = SimpleUploadedFile(name, data, content_type="text/plain")
    return client.post(reverse("telemetry_class", args=[classroom.pk]), {"file": file}, follow=True)
