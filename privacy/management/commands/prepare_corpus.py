"""``manage.py prepare_corpus [--check]``: the de-identified training corpus beside the raw one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from privacy.deidentify import corpus


class Command(BaseCommand):
    help = "Write ml_artifacts/corpus/train.deidentified.jsonl and its meta file from train.jsonl."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if the committed files differ")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if not check:
            about = corpus.prepare()
            self.stdout.write(f"{about['rows']} rows by de-identifier {about['deidentifier_version']}")
            return
        if problems := corpus.differences():
            raise CommandError("\n".join(problems))
        self.stdout.write("The de-identified corpus is what this version makes.")
