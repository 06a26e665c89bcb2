"""What the pages of Django's administration declare: they come with a package, so it is said here, by address.

A model that is registered anew needs its lines here, too; students' records are not registered at all
(tests/test_architecture.py).
"""

from fusion.weights import WeightsVersion
from students.access import Right
from students.routes import NOTHING, SIGNED_IN, STAFF, declaration, one, unaudited

_NOBODY = unaudited("holds nothing about a student")
_WEIGHTS = "admin/fusion/weightsversion/"


def _staff(**audits):
    return declaration(STAFF, **(audits or {"GET": _NOBODY}))


def _weights(loads=NOTHING, **audits):
    return declaration(Right.WEIGHTS, loads=loads, GET=_NOBODY, **audits)


ADMIN = {
    "admin/": _staff(),
    "admin/logout/": declaration(SIGNED_IN, POST="sign_out"),
    "admin/password_change/done/": _staff(),
    "admin/autocomplete/": _staff(),
    "admin/jsi18n/": _staff(),
    "admin/r/<path:content_type_id>/<path:object_id>/": _staff(),
    f"{_WEIGHTS}add/": _weights(POST="weights.version"),
    f"{_WEIGHTS}<path:object_id>/*": _weights(one(WeightsVersion), POST=_NOBODY),
    _WEIGHTS: _weights(POST=_NOBODY),
    "admin/*(?P<app_label>*": _staff(),  # the page of one app
    "admin/(?P<url>*": _staff(),  # whatever else: a 404, or a slash that was forgotten
}
