"""``make bench``: the figures of docs/reference/figures.md, measured on this machine, medians of several runs.

Texts are the sample classes' responses, so lengths are like a class's; those that would wait for a safeguarding lead
are left out, because they are not scored. Everything runs on SQLite in a folder of its own; the HTTP figure goes
through gunicorn on loopback.
"""

import http.client
import json
import os
import platform
import statistics
import subprocess
import tempfile
import time
from datetime import date
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

from tests.installation import ROOT, Installation

OUT = ROOT / "docs" / "reference" / "figures.md"

SETUP = """
import json, time, statistics, itertools, os
from django.conf import settings
from assessments import intake, pipeline
from assessments.models import Assessment, AssessmentJob
from assessments.models_in_use import models_in_use
from privacy import keys
from privacy.distress import signs_in
from tests import factories

texts = [json.loads(line) for line in (settings.ARTIFACTS / "corpus" / "demo_responses.jsonl").open()]
texts = [row for row in texts if not signs_in(row["text"])]
texts = [(row["text"], row["prompt"]) for row in texts]
models_in_use()
intake.wake = lambda ids: None  # the bench runs the jobs itself

def a_class(size):
    school = factories.SchoolFactory()
    students = factories.StudentFactory.create_batch(size, school=school)
    rows = [intake.NewResponse(s, f"{text} ({n})", prompt) for n, (s, (text, prompt)) in enumerate(zip(students, itertools.cycle(texts)))]
    jobs = intake.accept_many(rows, school=school, by="system:bench").jobs
    return [job.pk for job in jobs]

def timed(size, chunk=100):
    ids = a_class(size)
    wall, cpu = time.perf_counter(), time.process_time()
    for start in range(0, size, chunk):
        with keys.keyring():
            pipeline.run(ids[start:start + chunk])
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    done = AssessmentJob.objects.filter(pk__in=ids, state="done").count()
    assert done == size, f"{done} of {size} done"
    return wall, cpu
"""

BATCHES = (
    SETUP
    + """
timed(10)
out = {}
for size, runs in ((1, 15), (100, 7), (1000, 3), (10000, 1)):
    results = [timed(size) for _ in range(runs)]
    out[size] = [statistics.median(column) for column in zip(*results)]
print(json.dumps(out))
"""
)

KEY = (
    SETUP
    + """
from students.models import ApiKey
school = factories.SchoolFactory()
students = factories.StudentFactory.create_batch(200, school=school)
key, secret = ApiKey.objects.create_key(name="bench", district=school.district, school=school, scopes=["infer", "read"])
print(json.dumps([secret, [(str(s.pk), *words) for s, words in zip(students, itertools.cycle(texts))]]))
"""
)

READING = """
import json, time, statistics
from assessments.models_in_use import models_in_use
from django.conf import settings
from mlcore.features import extract_batch
from mlcore.read import read
from mlcore.results import Item
from privacy.deidentify import mask
rows = [json.loads(line) for line in (settings.ARTIFACTS / "corpus" / "demo_responses.jsonl").open()]
items = [Item(key=str(n), text=mask(r["text"]).text, prompt=r["prompt"], grade=r["grade"]) for n, r in enumerate(rows)]
models = models_in_use()
def cpu(work, runs):
    work(); took = []
    for _ in range(runs):
        begin = time.process_time(); work(); took.append(time.process_time() - begin)
    return statistics.median(took)
print(json.dumps({
    "features": len(items) / cpu(lambda: extract_batch(items), 7),
    "reading": 1000 * cpu(lambda: read(items[:1], models), 15),
    "deidentify": len(rows) / cpu(lambda: [mask(r["text"]) for r in rows], 5),
}))
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        own = Installation(Path(folder), DATABASE_URL=f"sqlite:///{folder}/sightline.sqlite3", REDIS_URL="")
        try:
            own.manage("prepare_database")
            science = json.loads(own.python(READING).splitlines()[-1])
            batches = {int(k): v for k, v in json.loads(own.python(BATCHES).splitlines()[-1]).items()}
            over_http = _over_http(own)
        finally:
            own.close()
    table = _table(science, batches, over_http)
    print(table)
    OUT.write_text(_page(table))
    print(f"written to {OUT.relative_to(ROOT)}")


def _over_http(own: Installation) -> list[float]:
    secret, responses = json.loads(own.python(KEY).splitlines()[-1])
    own.start_web()
    _wait_for(own.port)
    line = http.client.HTTPConnection("127.0.0.1", own.port)
    took = []
    for student, text, prompt in responses:
        body = json.dumps({"text": text, "prompt": prompt})
        begin = time.perf_counter()
        line.request(
            "POST",
            f"/api/v1/infer/{student}",
            body,
            {"Authorization": f"Api-Key {secret}", "Content-Type": "application/json"},
        )
        answer = line.getresponse()
        content = answer.read()
        assert answer.status == 201, (answer.status, content[:300])
        took.append(1000 * (time.perf_counter() - begin))
    return took[10:]  # the first ones load the models


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            line.request("GET", "/api/v1/health")
            line.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)


def _table(science: dict, batches: dict, over_http: list[float]) -> str:
    percentile = statistics.quantiles(over_http, n=20)
    rows = [
        ("100 students, de-identification to saved rows", f"{batches[100][0]:.2f} s wall, {batches[100][1]:.2f} s CPU", "1 s, 0.5 s CPU"),
        ("1,000 students", f"{batches[1000][0]:.1f} s wall, {batches[1000][1]:.1f} s CPU", "10 s"),
        ("10,000 students", f"{batches[10000][0]:.1f} s wall, {batches[10000][1]:.1f} s CPU", "no cap"),
        ("cost per student at 100 / 1,000 / 10,000", " / ".join(f"{1000 * batches[n][1] / n:.1f}" for n in (100, 1000, 10000)) + " ms CPU", "flat"),
        ("one student in process", f"{1000 * batches[1][1]:.1f} ms CPU", "25 ms"),
        ("one assessment over HTTP, median / 95th percentile", f"{percentile[9]:.0f} / {percentile[18]:.0f} ms", "50 ms at the 95th"),
        ("features", f"{science['features']:,.0f} responses/s of one core", "5,000"),
        ("one reading with exact contributions, four skills", f"{science['reading']:.1f} ms CPU", "10 ms"),
        ("de-identification without a roster", f"{science['deidentify']:,.0f} responses/s of one core", ""),
    ]  # fmt: skip
    lines = ["| what | measured | aim |", "|---|---|---|", *(f"| {a} | {b} | {c} |" for a, b, c in rows)]
    return "\n".join(lines)


def _page(table: str) -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT, check=False
    ).stdout.strip()
    cpu = next(
        (r.split(":")[1].strip() for r in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in r), ""
    )
    return (
        "# Figures\n\nMade by `make bench`; medians, one process, SQLite. "
        f"{date.today():%Y-%m-%d}, commit {commit}, {cpu or platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}.\n\n{table}\n"
    )


if __name__ == "__main__":
    main()
