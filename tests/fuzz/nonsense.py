"""What may be typed, sent or handed in by mistake or by malice, as Hypothesis strategies."""

import random
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

from tests.assessments import test_telemetry_reading as logs
from tests.assessments.test_transcript_fuzz import mutilated
from tests.assessments.zips import damaged, locked, with_link, zip_of
from tests.fuzz.learning import Form
from tests.students.roster.test_fuzz import UPLOADS, mangled

ODD = (
    *("", " ", "0", "1", "-1", "9" * 20, "9" * 5_000, "-" + "9" * 40, "1e400", "nan", "٣", "²", "0x10", "1_000"),
    *("\x00", "a\x00b", "\x1b[31m", "\ud83d", "\udcff", "\u202e", "\ufeff", "\u2028"),
    *("é" * 300, "🙂" * 300, "x" * 30_000, "[" * 2_000, '{"a": {"b": []}}', "[]", "{}", "null", "None", "true"),
    *("on", "yes", "no", "../../etc/passwd", "//x.y", "https://example.org/", "javascript:x", "a:b"),
    *("2026-11-02", "0000-00-00", "9999-12-31", "2026-13-45", "2026-02-30", "10000-01-01", "11/12/2026"),
    *("=cmd|' /C calc'!A0", "<script>x</script>", "{{ 7*7 }}", "%s%n", "'; drop table students_student; --"),
    *("00000000-0000-0000-0000-000000000000", "a@b", "a@example.org", "a" * 255 + "@b.cd"),
)  # fmt: skip
TEXT = st.text(st.characters(), max_size=60)  # lone surrogates, control characters and NUL among them
BYTES = st.one_of(
    st.sampled_from(ODD).map(lambda text: text.encode("utf-8", "surrogatepass")),
    TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(max_size=40),
    st.integers().map(lambda number: str(number).encode()),
    st.uuids().map(lambda one: str(one).encode()),
    st.dates().map(lambda day: day.isoformat().encode()),
)
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
ODD_TYPES = (PARTS, f"{PARTS}; boundary=", f"{PARTS}; boundary=é", f"{FORM}; charset=utf-16", f"{FORM}; charset=zz",
             "text/plain", "application/json", "", "x" * 300)  # fmt: skip
BOUNDARY = b"a-line-between-two-parts"


@dataclass(frozen=True)
class Sent:
    """The body of one request, or its query."""

    data: bytes
    content_type: str = FORM

    def __repr__(self):
        """Short: a failure tells it, and a file has thousands of bytes."""
        return f"{self.content_type[:80]}: {self.data[:600]!r}"


def values_of(offered: Iterable[str]) -> st.SearchStrategy[list[bytes]]:
    """What stands in one field: often what is offered, missing now and then, or there twice."""
    good = st.sampled_from([value.encode("utf-8", "surrogatepass") for value in offered] or [b"1"])
    return st.lists(st.one_of(good, good, BYTES), min_size=0, max_size=3).map(lambda found: found[:2] or found)


def pairs_of(form: Form) -> st.SearchStrategy[list[tuple[bytes, bytes]]]:
    fields = {name.encode(): values_of(offered) for name, offered in sorted(form.fields.items())}
    known = st.fixed_dictionaries(fields).map(lambda sent: [(name, one) for name in sent for one in sent[name]])
    return st.tuples(known, st.lists(st.tuples(BYTES, BYTES), max_size=2)).map(lambda both: both[0] + both[1])


def queries_of(form: Form) -> st.SearchStrategy[str]:
    return pairs_of(form).map(lambda pairs: urlencoded(pairs).decode())


def bodies_of(form: Form) -> st.SearchStrategy[Sent]:
    plain = pairs_of(form).map(lambda pairs: Sent(urlencoded(pairs)))
    odd = st.builds(Sent, st.one_of(BYTES, pairs_of(form).map(urlencoded)), st.sampled_from(ODD_TYPES))
    parts = with_files(form)
    # A body that is no form at all is of interest now and then; a form with something handed in most of the time.
    return st.one_of(*([parts] * 6 if form.files else [plain] * 6 + [parts]), plain, odd)


def with_files(form: Form) -> st.SearchStrategy[Sent]:
    files = st.lists(st.tuples(st.sampled_from(sorted(form.files) or ["file"]), FILE_NAMES, FILES), max_size=2)
    return st.tuples(pairs_of(form), files, st.binary(max_size=3)).map(lambda drawn: multipart(*drawn))


def urlencoded(pairs: Iterable[tuple[bytes, bytes]]) -> bytes:
    return "&".join(f"{quote_from_bytes(name)}={quote_from_bytes(value)}" for name, value in pairs).encode()


def multipart(pairs, files, garbage: bytes) -> Sent:
    """As browsers write it, except for the names that were drawn and what stands before the end."""
    lines = []
    for name, value in pairs:
        lines += [b'--%b\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b' % (BOUNDARY, _line(name), value)]
    for name, called, content in files:
        head = b'Content-Disposition: form-data; name="%b"; filename="%b"' % (name.encode(), _line(called))
        lines += [b"--%b\r\n%b\r\nContent-Type: application/octet-stream\r\n\r\n%b" % (BOUNDARY, head, content)]
    end = b"--%b--\r\n" % BOUNDARY if len(garbage) < 2 else garbage  # cut off now and then
    return Sent(b"\r\n".join([*lines, end]), f"{PARTS}; boundary={BOUNDARY.decode()}")


def _line(name: bytes) -> bytes:
    return name.replace(b"\r", b"").replace(b"\n", b"")[:2_000]


# --- files: the mangled ones of each parser's own fuzz, and zips of them ----------------------------


def _a_file(seed: int) -> bytes:
    chance = random.Random(seed)
    kind = chance.choice(("transcript", "responses", "log", "roster", "zip", "odd"))
    if kind == "transcript":
        return mutilated(chance)
    if kind == "log":
        return chance.choice(list(logs.PARSERS.values()))(chance)
    if kind == "roster":
        return dict(mangled(seed, chance.choice(list(UPLOADS.values())))).popitem()[1]
    if kind == "zip":
        return zip_of({f"{number}.csv": _a_file(seed + number + 1) for number in range(chance.randint(0, 3))})
    if kind == "odd":
        return chance.choice((damaged, locked, with_link))()
    return b"student,date,prompt,text\n" + b"\n".join(chance.choice(_ROWS) for _ in range(chance.randint(0, 6)))


_ROWS = (
    b"Zqfirstown Zqlastown,2026-11-02,What went wrong?,I took a breath and asked what she needed",
    b"Zqfirstown Zqlastown,31/11/2025,,I took a breath and asked what she needed, twice",
    b'"Zqfirstown,,,\x00',
    b",,,",
    b"nobody,2026-11-02,,=1+1",
    "Zqfirstown Zqlastown,2026-11-02,,\ufeff\u202e 🙂 ".encode(),
    b"\xff\xfe\xed\xa0\x80",
)
FILES = st.one_of(st.integers(0, 2**32).map(_a_file), st.integers(0, 2**32).map(_a_file), st.binary(max_size=300))
FILE_NAMES = st.one_of(st.sampled_from((b"a.csv", b"a.zip", b"talk.vtt", b"log.jsonl", b"orgs.csv", b"")), BYTES)

# --- addresses ------------------------------------------------------------------------------------

IDS = st.one_of(st.uuids().map(str), st.just(str(uuid.UUID(int=0))))
PIECES = st.one_of(IDS, BYTES.map(lambda raw: quote_from_bytes(raw, safe="")[:2_000]))
