"""Transcripts as they come out of a meeting, a caption editor or a study, in small; and how a browser hands them in."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

LONG = "When the motor stalled I took a breath and checked the wiring before I asked for help."
OTHER = "She looked worried about the demo, so I said we could test one part at a time together."

ZOOM = f"""WEBVTT

1
00:00:01.000 --> 00:00:04.500
Ms. Person: What did you do when it went wrong?

2
00:00:05.000 --> 00:00:09.000
Mateo Quintanilla: {LONG}

3
00:00:09.200 --> 00:00:09.900
Priyanka Deshmukh: Okay.

4
00:00:10.000 --> 00:00:12.000
Mateo Quintanilla: And then it worked again.

5
00:00:12.500 --> 00:00:18.000
Priyanka Deshmukh: {OTHER}

6
00:00:18.500 --> 00:00:19.000
Mateo Quintanilla: Yes, that is right.
"""
TEAMS = f"""WEBVTT

9f1c2a60-0000-4000-8000-1b2c3d4e5f60/13-0
00:00:05.000 --> 00:00:09.000
<v Deshmukh, Priyanka>{OTHER}</v>

9f1c2a60-0000-4000-8000-1b2c3d4e5f60/12-0
00:00:01.000 --> 00:00:04.500
<v Quintanilla, Mateo>When the motor stalled I took a breath and
checked the wiring before I asked for help.</v>
"""
SRT = f"""1
00:00:01,000 --> 00:00:04,500
<i>Mateo: {LONG}</i>

2
00:00:05,000 --> 00:00:09,000
Priyanka: {OTHER}
"""
TEAMS_DOCUMENT = f"""0:0:1.0 --> 0:0:4.500
Mateo Quintanilla
{LONG}
0:0:5.0 --> 0:0:9.0
Priyanka Deshmukh
{OTHER}
"""
HEADED = f"""Mateo Quintanilla   0:01
{LONG}

Priyanka Deshmukh   0:05
{OTHER}
"""
NAMED = f"""[00:00:01] Mateo: {LONG}
[00:00:05] Priyanka: {OTHER}
"""
# The shape of JUSThink: tabs, a team, single letters for the speakers, commas set apart, "..." for what was left out.
TEAM_TABLE = """team_no\tutterance_no\tstart\tend\tinterlocutor\tutterance
7\t0\t40.000\t42.141\tI\tthat is to record your voice
7\t1\t42.525\t43.004\tA\tokay .
7\t2\t47.732\t48.615\tA\ti think we go from mount bern to mount zurich , because it is cheaper than the other one .
7\t3\t50.372\t51.540\tR\ti see .
7\t4\t52.079\t54.326\tB\twhere do you want to go next , maybe from mount davos to mount luzern because it is cheap ?
7\t5\t55.779\t56.737\tR\t...
8\t0\t41.033\t45.988\tB\tso , are we trying to make this the shortest one of all , or the one with the least money ?
"""
IN_EVERY_FORMAT = {
    "zoom": ZOOM,
    "teams": TEAMS,
    "srt": SRT,
    "teams_document": TEAMS_DOCUMENT,
    "headed": HEADED,
    "named": NAMED,
}


def hand_in(client, classroom, text: str | bytes, name: str = "meeting.vtt", way: str = "transcript"):
    """Upload a transcript as the browser does; the answer is the page it leads to."""
    data = text.encode() if isinstance(text, str) else text
    sent = {"way": way, "file": SimpleUploadedFile(name, data)}
    return client.post(reverse("collect_class", args=[classroom.pk]), sent, follow=True)


def settle(client, upload, **given):
    """Answer how it is read, what was discussed and when; the answer is the page with the lines."""
    plan = upload.mapping["plan"]
    sent = {"format": plan["format"], "prompt": "What went wrong?", "held_on": "2026-11-12", **plan["columns"], **given}
    return client.post(reverse("transcript_reading", args=[upload.pk]), sent, follow=True)


def choose(client, upload, **speakers):
    """``choose(client, upload, **{"0": student.pk})``: who is who, by the order of speaking."""
    sent = {f"speaker-{place}": str(who) for place, who in speakers.items()}
    return client.post(reverse("transcript_speakers", args=[upload.pk]), sent, follow=True)


def confirm(client, upload):
    return client.post(reverse("transcript_confirm", args=[upload.pk]))
