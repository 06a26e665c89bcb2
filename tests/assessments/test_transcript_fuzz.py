"""Whatever the bytes, a transcript is lines or a sentence, quickly; and the pages answer without falling over."""

import random
import time

import pytest
from django.urls import reverse

from assessments.models import Response, Upload
from assessments.transcripts import formats, tabular
from assessments.transcripts.turns import turns_of
from assessments.uploading.decoding import decode
from assessments.uploading.table import FileRefused
from tests.assessments.discussion_files import IN_EVERY_FORMAT, TEAM_TABLE, confirm, hand_in, settle

SEEDS = [*IN_EVERY_FORMAT.values(), TEAM_TABLE, "WEBVTT\n\n", "speaker,text\n", '{"speaker": "A", "text": "b"}\n']
SCRAPS = (
    *("WEBVTT", "NOTE", "STYLE", "-->", "00:00:01.000 --> 00:00:02.000", "99:99:99.999 --> 1:1.1", "0 --> 0", "<v "),
    *("<v Mateo>", "</v>", "<", ">", "&amp;", "&#x110000;", "&#0;", "&", "{\\an8}", "Mateo: ", "Mateo", ":", "：", "["),
    *("]", "(", ")", "0:03", "[00:01:02]", "12:30 PM", "\t", ",", ";", "|", '"', '""', "'", "\n", "\n\n", "\r", "\r\n"),
    *("\x0b", "\x0c", "\x85", "\u2028", "\u200f", "\u202e", "\ufeff", "\ufffd", "🙂", "👩‍👩‍👧", "é", "e\u0301"),
    *("עברית", "العربية", "\x00", "\ud83d", "...", "*", "_", "okay", "I see.", "1", "2", "9" * 30, "-1", "1e400"),
    *("nan", "{", "}", "[{", "\\u0000", "=cmd|x", " " * 40),
)
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "utf-8-sig")
SLOWEST = 2.0  # seconds of a processor, sniffing and reading twice included


def mutilated(chance: random.Random) -> bytes:
    """A file of ours that something happened to: cut, doubled, mixed with another, sprinkled with scraps, garbled."""
    text = chance.choice(SEEDS)
    for _ in range(chance.randint(0, 12)):
        at, upto = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
        text = chance.choice(
            (
                text[:at] + chance.choice(SCRAPS) * chance.randint(1, 4) + text[at:],
                text[:at] + text[upto:],
                text[:upto] + text[at:],
                text[:at] + chance.choice(SEEDS)[: upto - at] + text[at:],
                text[:at] + chance.choice(SCRAPS) * chance.choice((1, 1, 500)) + text[upto:],
            )
        )
    data = text.encode(chance.choice(ENCODINGS), chance.choice(("ignore", "replace")))
    if chance.random() < 0.2 and data:
        spot = chance.randrange(len(data))
        data = data[:spot] + chance.randbytes(chance.randint(1, 8)) + data[spot + chance.randint(0, 4) :]
    return data


def is_lines_or_a_sentence(data: bytes, *, also=()) -> None:
    """As it was sniffed, and read ``also`` in other ways, because a person may choose any of them."""
    try:
        text = decode(data).text
        chosen = formats.sniff(text)
    except FileRefused as refused:
        assert str(refused)
        return
    table = formats.table_of(text)
    for one in {chosen, *also}:
        try:
            lines = formats.read(text, one.name, tabular.guess(table) if table else {})
        except FileRefused as refused:
            assert str(refused)
            continue
        found = turns_of(lines)
        assert len(found.of_line) == len(lines)
        assert [turn.position for turn in found.turns] == list(range(1, len(found.turns) + 1))
        for line in lines:
            "".join((line.label, line.text, line.clock)).encode()  # nothing that could not be shown


def round_of(seed: int) -> None:
    chance = random.Random(seed)
    data = mutilated(chance)
    began = time.process_time()
    is_lines_or_a_sentence(data, also=[chance.choice(formats.FORMATS)])
    took = time.process_time() - began
    assert took < SLOWEST, f"seed {seed}: {len(data)} bytes took {took:.1f} s"


def test_any_bytes_are_lines_or_a_sentence():
    for seed in range(300):
        round_of(seed)


@pytest.mark.proof
def test_ten_thousand_files_are_lines_or_a_sentence():
    for seed in range(300, 10_300):
        round_of(seed)


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v " * 100_000,
        "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v A>" * 80_000,
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>" + "&amp;" * 80_000,
        "WEBVTT\n\n" + "00:01.000 --> 00:02.000\n" * 40_000,
        "WEBVTT\n\n00:01.000 --> 00:02.000\nMateo: " + "([*" * 100_000,
        "Mateo: hello\n" * 2 + "x" * 400_000,
        "Mateo: hello\n" * 2 + "a b c d " * 60_000,
        "Mateo: " + ":" * 200_000 + "\nMateo: x\n",
        " " * 400_000 + "Mateo: a\nMateo: b\n",
        "Mateo  " * 100_000 + "0:03\nhi\n",
        "[" * 200_000 + "0:03]\n",
        "speaker,text\nA," + "(" * 300_000 + "\n",
        "A" * 59 + "'" * 200_000 + ": b\n",
    ],
    ids=range(13),
)
def test_a_file_made_to_take_long_does_not(text):
    for also in (formats.BY_NAME[name] for name in ("teams", "headed", "named")):
        began = time.process_time()
        is_lines_or_a_sentence(text.encode(), also=[also])
        assert time.process_time() - began < SLOWEST, also.name


def through_the_pages(client, cast, data: bytes) -> None:
    before = Response.objects.count()
    answer = hand_in(client, cast.homeroom_7b, data)
    assert answer.status_code in (200, 422)
    for upload in Upload.objects.all():
        settled = settle(client, upload)
        assert settled.status_code in (200, 422)
        for show in ("look", "kept", "all"):
            assert client.get(reverse("transcript_preview", args=[upload.pk]), {"show": show}).status_code in (200, 302)
        assert Response.objects.count() == before
        assert confirm(client, upload).status_code == 302
        client.post(reverse("upload_cancel", args=[upload.pk]))
    for response in Response.objects.filter(mode="spoken"):
        assert response.original.strip()
        assert response.turn.answered
    Response.objects.filter(mode="spoken").delete()


@pytest.mark.django_db
def test_any_transcript_gets_an_answer_and_leaves_whole_rows_or_none(client, cast):
    client.force_login(cast.teacher)
    for seed in range(12):
        through_the_pages(client, cast, mutilated(random.Random(20_000 + seed)))


@pytest.mark.proof
@pytest.mark.django_db
def test_a_thousand_transcripts_get_an_answer(client, cast):
    client.force_login(cast.teacher)
    for seed in range(1_000):
        through_the_pages(client, cast, mutilated(random.Random(30_000 + seed)))
