"""Which writer is at work, and what no writer needs."""

import subprocess
import sys

from reasoning.offline import OfflineWriter
from reasoning.writers import current_writer


def test_without_a_provider_the_offline_writer_writes_and_says_so():
    assert isinstance(current_writer(), OfflineWriter)
    assert current_writer().name == "offline-1"


def test_words_are_written_without_django_database_or_network():
    """``manage.py assess`` and the science's own tests write feedback in a bare process."""
    bare = (
        "import sys, reasoning.writers, reasoning.render, reasoning.guard; "
        "sys.exit(any(m in sys.modules for m in ('django.db', 'fusion', 'assessments', 'students')))"
    )
    assert subprocess.run([sys.executable, "-c", bare], check=False).returncode == 0
