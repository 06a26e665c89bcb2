"""Words that stand nowhere else, every disguise they could be found in, and where to look for them."""

import base64
import gzip
import html
import json
import sqlite3
import urllib.parse
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path


def disguises(word: str) -> set[bytes]:
    """A canary in the encodings that files, dumps, bodies and logs could hold it in."""
    found: set[bytes] = set()
    for text in {word, word.lower(), word.upper(), word.capitalize()}:
        raw = text.encode()
        wide = (text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("latin-1", "ignore"))
        found |= {raw, *wide, raw.hex().encode(), raw.hex().upper().encode()}
        found |= {urllib.parse.quote(text).encode(), urllib.parse.quote_plus(text).encode()}
        escaped = json.dumps(text)[1:-1]
        found |= {escaped.encode(), json.dumps(escaped)[1:-1].encode(), html.escape(text).encode()}
        found |= {inner for one in (raw, wide[0]) for inner in in_base64(one)}
    return {one for one in found if len(one) >= 8}


def in_base64(raw: bytes) -> Iterator[bytes]:
    """At each of the three places a word can begin in; the letters that its neighbors decide are left away."""
    for offset in range(3):
        inner = base64.b64encode(b"\0" * offset + raw)[4 if offset else 0 :].rstrip(b"=")[:-1]
        yield inner
        yield inner.replace(b"+", b"-").replace(b"/", b"_")


def found_in(haystacks: dict[str, bytes], canaries: Iterable[str]) -> set[tuple[str, str]]:
    """(canary, where) of everything that is found."""
    sought = {word: disguises(word) for word in canaries}
    return {
        (word, where)
        for where, content in haystacks.items()
        for word, forms in sought.items()
        if any(form in content for form in forms)
    }


def bytes_of(installation) -> dict[str, bytes]:
    """Everything this installation keeps: files as they lie on the disk, plain dumps of both databases, Redis."""
    found = {str(path): path.read_bytes() for path in installation.folder.rglob("*") if path.is_file()}
    found |= {f"{name}, unpacked": inner for name, raw in list(found.items()) if (inner := unpacked(raw))}
    if installation.environment["DATABASE_URL"].startswith("postgres"):
        return found | postgres_dumps(installation) | redis_dump(installation)
    for path in installation.folder.glob("*.sqlite3"):
        with closing(sqlite3.connect(path, timeout=20)) as connection:
            found[f"dump of {path.name}"] = "\n".join(connection.iterdump()).encode()
    return found


def postgres_dumps(installation) -> dict[str, bytes]:
    import psycopg

    found = {}
    for name in ("DATABASE_URL", "KEYS_DATABASE_URL"):
        with psycopg.connect(installation.environment[name]) as connection:
            tables = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
            for (table,) in tables:
                with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                    found[f"{name} {table}"] = b"".join(bytes(row) for row in rows)
    return found


def redis_dump(installation) -> dict[str, bytes]:
    import redis

    with redis.Redis.from_url(installation.environment["REDIS_URL"]) as client:
        return {f"redis {key!r}": key + (client.dump(key) or b"") for key in client.scan_iter()}


def unpacked(raw: bytes) -> bytes:
    for unpack in (gzip.decompress, zlib.decompress):
        try:
            return unpack(raw)
        except (OSError, zlib.error, EOFError):
            continue
    return b""


def folder_copied(folder: Path, into: Path, pattern: str) -> None:
    """A backup of the SQLite files: each as one whole file, its log folded in."""
    into.mkdir(exist_ok=True)
    for path in folder.glob(pattern):
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(into / path.name)) as target:
            source.backup(target)
