"""Uploaded files are students' words: they stay in memory and are refused early when they are too big."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

LIMIT_BYTES = 10 * 1024 * 1024


class TooLarge(RequestDataTooBig):
    pass


class BoundedMemoryUploadHandler(MemoryFileUploadHandler):
    """Django would write large files to /tmp in the clear; this handler refuses them instead."""

    def handle_raw_input(self, input_data, meta, content_length, boundary, encoding=None):
        if content_length > LIMIT_BYTES + 64 * 1024:
            raise TooLarge(
                f"This file is larger than {LIMIT_BYTES // 1024 // 1024} MB. Split it by class and upload the parts."
            )
        self.activated = True
        self.received = 0

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > LIMIT_BYTES:
            raise TooLarge("This file is larger than it said. Split it by class and upload the parts.")
        self.file.write(raw_data)
