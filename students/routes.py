"""Deny by default: every address says who may use it, how its object is loaded and what the audit keeps of it.

    @declare(Right.RECORD, loads=one(Student), GET="record.view")
    def student_page(request, pk): ...

The declaration is not a comment. It lets nobody in without signing in unless it says ``EVERYONE`` (or names a right of
programs, who bring a key), refuses every method it does not name, and turns away whoever reaches nothing at all by its
right. Whether *this* row is theirs is decided where the row is fetched (``access.get_or_404``). An address that
declares nothing is not answered (``students.middleware``), and fails ``manage.py check``. tests/matrix walks what is
declared here.
"""

import fnmatch
import functools
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.urls import URLPattern, get_resolver

from privacy.audit import VERBS
from students import access
from students.access import RULES, Right

log = logging.getLogger("sightline.routes")

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class Open(StrEnum):
    """Who may use an address that shows nobody's data, or only what is theirs by another way."""

    EVERYONE = "everyone"
    SIGNED_IN = "signed in"
    STAFF = "staff of the administration"


EVERYONE, SIGNED_IN, STAFF = Open


@dataclass(frozen=True)
class Loads:
    """How the object in the address is loaded: ``one`` by the declared right, ``own`` by whoever made it, ``rows``
    as those visible to whoever asks."""

    how: str = "nothing"
    models: tuple[type[Model], ...] = ()

    def __str__(self):
        names = ", ".join(model.__name__ for model in self.models)
        said = {"one": f"{names} by this right", "own": f"one's own {names}", "rows": f"visible {names} rows"}
        return said.get(self.how, "nothing")


def one(*models: type[Model]) -> Loads:
    return Loads("one", models)


def own(*models: type[Model]) -> Loads:
    return Loads("own", models)


def rows(*models: type[Model]) -> Loads:
    return Loads("rows", models)


NOTHING = Loads()


@dataclass(frozen=True)
class Unaudited:
    """No event, and why none is needed."""

    why: str

    def __str__(self):
        return f"none: {self.why}"


def unaudited(why: str) -> Unaudited:
    return Unaudited(why)


@dataclass(frozen=True)
class Declaration:
    who: Right | Open
    loads: Loads = NOTHING
    audits: Mapping[str, tuple[str, ...] | Unaudited] = field(default_factory=dict)

    @property
    def without_sign_in(self) -> bool:
        """Programs bring a key, not a session: the API decides."""
        return self.who == EVERYONE or (isinstance(self.who, Right) and RULES[self.who].for_programs is not None)

    @property
    def by_right_alone(self) -> bool:
        """No row in the address whose fetch would decide: the right itself must reach something."""
        return isinstance(self.who, Right) and self.loads.how in ("nothing", "rows") and not self.without_sign_in


def declaration(
    who: Right | Open, *, loads: Loads = NOTHING, **audits: str | tuple[str, ...] | Unaudited
) -> Declaration:
    """``GET="record.view"``: a method, and the audit verb (or one of several) that its success leaves."""
    if not audits or set(audits) - METHODS:
        raise TypeError(f"a declaration names each method with its audit verb, such as GET='record.view': {audits}")
    verbs = {method: (said,) if isinstance(said, str) else said for method, said in audits.items()}
    unknown = {verb for said in verbs.values() if not isinstance(said, Unaudited) for verb in said} - VERBS.keys()
    if unknown:
        raise TypeError(f"{', '.join(sorted(unknown))}: not in audit.VERBS")
    return Declaration(who, loads, verbs)


def declare(who: Right | Open, *, loads: Loads = NOTHING, **audits):
    """The outermost decorator of a view."""
    said = declaration(who, loads=loads, **audits)

    def decorate(view):
        @functools.wraps(view)
        def gated(request, *args, **kwargs):
            if said.by_right_alone and not access.can(request.user, said.who):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        gated.declaration = said
        return login_not_required(gated) if said.without_sign_in else gated

    return decorate


# --- addresses whose views are not ours ------------------------------------------------------------

_outside: dict[str, Declaration] = {}


def declare_outside(table: Mapping[str, Declaration]) -> None:
    """For views that come with a package: declared by address, the first pattern that fits (fnmatch)."""
    _outside.update(table)


# --- looking it up ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Route:
    path: str
    name: str
    view: str
    parameters: tuple[str, ...]
    declaration: Declaration | None


def of(view, path: str) -> Declaration | None:
    said = getattr(view, "declaration", None)
    if said is not None:
        return said
    return next((said for pattern, said in _outside.items() if fnmatch.fnmatchcase(path, pattern)), None)


def every_route() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns, path: str, namespace: str) -> Iterator[Route]:
    for pattern in patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            view = pattern.callback
            name = namespace + (pattern.name or "")
            said = of(view, here)
            where = f"{view.__module__}.{view.__qualname__}"
            yield Route(here, name, where, tuple(pattern.pattern.converters), said)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, here, inner)
