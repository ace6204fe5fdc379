"""Is what happened told once, and not when it is long ago?"""

from dataclasses import replace
from datetime import timedelta

from services.positioning.haulage.news import news_of
from services.positioning.haulage.store import KeptVisit
from tests.services.positioning.shift import BEGIN

CAME = KeptVisit("ht-1", "acme-north", "face", BEGIN, None)
WENT = replace(CAME, left_at=BEGIN + timedelta(minutes=5))


def _told(before: list[KeptVisit], behind: list[KeptVisit], minutes: float = 6) -> list[str]:
    now = BEGIN + timedelta(minutes=minutes)
    return [kind for kind, _ in news_of((before, behind), ([], [])).recent(now)]


def test_who_comes_and_who_goes_is_told_once() -> None:
    assert _told([], [CAME]) == ["zone-entered"]
    assert _told([CAME], [CAME]) == []
    assert _told([CAME], [WENT]) == ["zone-left"]
    assert _told([WENT], [WENT]) == []
    assert _told([], [WENT]) == ["zone-entered", "zone-left"]


def test_what_is_long_ago_is_not_told() -> None:
    assert _told([], [WENT], minutes=100) == []
