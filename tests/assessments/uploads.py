"""Files a teacher might hand in, and how a browser hands them in."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.models import Response, Upload

WORDS = "When the motor stalled I took a breath and checked the wiring before I asked for help."
OTHER_WORDS = "She looked worried about the demo, so I said we could test one part at a time together."


def csv_of(*rows: tuple[str, ...], header: str = "student,date,prompt,text") -> bytes:
    lines = [header, *(",".join(f'"{cell}"' for cell in row) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def one_row(student: str = "Mateo Quintanilla", day: str = "2026-11-12", text: str = WORDS) -> bytes:
    return csv_of((student, day, "What went wrong?", text))


def hand_in(client, classroom, data: bytes, name: str = "responses.csv"):
    """Upload a file as the browser does; the answer is the page it leads to."""
    file = SimpleUploadedFile(name, data, content_type="text/csv")
    return client.post(reverse("collect_class", args=[classroom.pk]), {"way": "file", "file": file}, follow=True)


def upload_of(answer) -> Upload:
    """The waiting file an answer leads to."""
    return Upload.objects.get(pk=answer.resolver_match.kwargs["pk"])


def confirm(client, upload: Upload):
    return client.post(reverse("upload_confirm", args=[upload.pk]))


def added():
    """Responses that came in after the cast was made."""
    return Response.objects.exclude(added_by="system:tests")
