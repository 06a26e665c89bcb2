"""What is used nowhere in the product, read from the source: code out of text, shells, weak digests, old parsers."""

import ast
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from tests.test_architecture import OURS, imports, name_of, tree_of

BANNED_IMPORTS = {
    "pickle", "cPickle", "marshal", "shelve", "dill", "xml", "lxml", "yaml", "ctypes", "cffi", "random", "jinja2",
    "mako", "ldap", "ldap3", "pymemcache", "memcache", "ftplib", "telnetlib",
}  # fmt: skip
MAY_IMPORT = {
    "mlcore/synthesis.py": {"random"},  # a seeded order of made-up writers, no secret
    "config/proving.py": {"xml"},  # reads the report that our own test run wrote
}
BANNED_CALLS = {"eval", "exec", "__import__", "os.system", "os.popen", "tempfile.mktemp", "Template"}
WEAK = {"md5", "sha1", "ECB", "CBC", "TripleDES", "ARC4", "PKCS1v15"}
MAY_MARK_SAFE = {"assessments/marks.py"}  # each piece is escaped beside it: tests/assessments/test_marks.py
STARTS_PROCESSES = {"config/processes.py", "config/testing.py", "config/proving.py"}  # of our own, never with a shell
WRITES_SQL = {
    "privacy/storage.py", "privacy/wall/raising.py", "privacy/wall/standing.py", "privacy/wall/checking.py",
    "privacy/wall/tracing.py", "privacy/update_each.py", "assessments/api.py",
}  # fmt: skip


@cache
def tree(path: Path) -> ast.AST:
    return tree_of(path)


@cache
def calls(path: Path) -> list[ast.Call]:
    return calls_in(tree(path))


def calls_in(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def called(found: Iterable[ast.Call]) -> set[str]:
    return {ast.unparse(call.func) for call in found}


@cache
def used(path: Path) -> set[str]:
    attributes = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    return attributes | {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}


def offenders(found: Callable[[Path], set], *, but: Iterable[str] = ()) -> dict[str, set]:
    return {name_of(path): seen for path in OURS if name_of(path) not in but and (seen := found(path))}


def test_nothing_that_runs_text_or_reads_objects_out_of_it():
    def banned(path):
        taken = {one for one in imports(path) if one.partition(".")[0] in BANNED_IMPORTS}
        return {one for one in taken if one.partition(".")[0] not in MAY_IMPORT.get(name_of(path), ())}

    assert offenders(banned) == {}
    assert offenders(lambda path: called(calls(path)) & BANNED_CALLS) == {}


def test_no_shell_and_no_process_but_our_own():
    assert offenders(lambda path: imports(path) & {"subprocess"}, but=STARTS_PROCESSES) == {}
    assert offenders(lambda path: {k.arg for call in calls(path) for k in call.keywords} & {"shell"}) == {}


def test_no_digest_and_no_cipher_that_is_broken():
    assert offenders(lambda path: used(path) & WEAK) == {}


def test_html_is_called_safe_in_one_place_and_no_form_goes_without_its_token():
    assert offenders(lambda path: used(path) & {"mark_safe", "SafeText", "csrf_exempt"}, but=MAY_MARK_SAFE) == {}


def test_sql_is_written_in_few_places_and_never_out_of_what_somebody_sent():
    raw = (".raw", ".extra", "RawSQL")
    assert offenders(lambda path: {one for one in called(calls(path)) if one.endswith(raw)}) == {}
    assert offenders(lambda path: used(path) & {"cursor"}, but=WRITES_SQL) == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [("eval(x)", {"eval"}), ("os.system(x)", {"os.system"}), ("f(x)", set()), ("Template(x)", {"Template"})],
)
def test_what_is_banned_is_seen(text, found):
    assert called(calls_in(ast.parse(text))) & BANNED_CALLS == found
