"""What a download is called: by us, and never by what somebody typed or sent."""

import re

import pytest

FILES = [
    ("/roster/example.csv", "school_admin"),
    ("/who-looked/report.csv", "school_admin"),
    ("/who-looked/report.pdf", "school_admin"),
    ("/roster/export/?format=csv&school={school}", "school_admin"),
    ("/roster/export/?format=oneroster&school={school}", "school_admin"),
    ("/classes/{classroom}/scores/?format=csv", "teacher"),
    ("/classes/{classroom}/scores/?format=oneroster", "teacher"),
    ("/family/{student}/copy.zip", "guardian"),
]
OURS = re.compile(r'attachment; filename="[a-z-]+(\d{4}-\d\d-\d\d)?\.(csv|pdf|zip)"')


@pytest.mark.parametrize(("path", "who"), FILES, ids=[path for path, _ in FILES])
def test_a_download_is_named_by_what_it_is_and_the_day(cast, client, path, who):
    cast.cedar.name = cast.homeroom_7b.name = 'x".html\r\nSet-Cookie: a=b'
    cast.cedar.save()
    cast.homeroom_7b.save()
    client.force_login(getattr(cast, who))
    address = path.format(school=cast.cedar.pk, classroom=cast.homeroom_7b.pk, student=cast.mateo.pk)
    answer = client.get(address + ("&" if "?" in address else "?") + "filename=evil.html")
    assert answer.status_code == 200
    assert OURS.fullmatch(answer["Content-Disposition"]), answer["Content-Disposition"]
