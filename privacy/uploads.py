"""Uploaded files are students' words: they stay in memory, and what is too large is refused in words."""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler

LIMIT_BYTES = 10 * 1024 * 1024


class TooLarge(ValueError):
    """The message says what to do."""


class BoundedMemoryUploadHandler(MemoryFileUploadHandler):
    """Django would write large files to /tmp in the clear. This handler lets go of what passes the limit
    and hands on an empty file that knows its size, so that the page can say so instead of a bare 400. The limit is of
    all files of a request together: they are read before anybody asks who sent them."""

    kept = 0  # bytes of the files that came before

    def handle_raw_input(self, input_data, meta, content_length, boundary, encoding=None):
        self.activated = True

    def new_file(self, *args, **kwargs):
        self.received = 0
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.kept + self.received <= LIMIT_BYTES:
            self.file.write(raw_data)
        elif self.file.tell():
            self.file = BytesIO()

    def file_complete(self, file_size):
        self.kept += self.file.tell()
        self.file.seek(0)
        return InMemoryUploadedFile(
            file=self.file,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


def check_size(file) -> None:
    """Every view that takes a file calls this before it reads. Raises TooLarge."""
    if file.size > LIMIT_BYTES:
        raise TooLarge(
            f"This file is larger than {LIMIT_BYTES // 1024 // 1024} MB. Split it by class and upload the parts."
        )


def check_together(files) -> None:
    """Several files of one form count as one. Raises TooLarge."""
    if sum(file.size for file in files) > LIMIT_BYTES:
        raise TooLarge(
            f"Together these files are larger than {LIMIT_BYTES // 1024 // 1024} MB. Zip them and upload the zip file."
        )
