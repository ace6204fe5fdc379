"""Is the time that is covered, lost and to come told exactly?"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.coverage import Hole, Span, cover

BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return BEGIN + timedelta(minutes=minutes)


def span(first: float, last: float) -> Span:
    return at(first), at(last)


def hole(first: float, last: float, share: float = 1.0, *, declared: bool = True) -> Hole:
    return Hole(at(first), at(last), share, declared)


def minutes(asked: list[Span], spans: list[Span], holes: list[Hole]) -> list[float]:
    found = cover(asked, spans, holes)
    return [
        round(part / timedelta(minutes=1), 6) for part in (found.known, found.covered, found.lost, found.not_arrived)
    ]


def test_where_nothing_is_known_no_share_is_told() -> None:
    found = cover([span(0, 60)], [], [])
    assert (found.asked, found.known, found.share) == (timedelta(hours=1), timedelta(0), None)


def test_an_hour_with_losses_is_told_part_by_part() -> None:
    holes = [hole(10, 22), hole(40, 43, declared=False)]
    assert minutes([span(0, 60)], [span(0, 60)], holes) == [60, 45, 12, 3]
    assert cover([span(0, 60)], [span(0, 60)], holes).share == pytest.approx(0.75)


def test_what_lies_outside_the_asked_time_does_not_count() -> None:
    assert minutes([span(10, 20), span(30, 40)], [span(0, 35)], [hole(5, 12), hole(25, 32)]) == [15, 11, 4, 0]


def test_overlapping_starts_and_holes_count_once() -> None:
    assert minutes([span(0, 60)], [span(0, 40), span(30, 50)], [hole(5, 10), hole(8, 12)]) == [50, 43, 7, 0]


def test_a_hole_at_the_end_is_known_time() -> None:
    assert minutes([span(0, 60)], [span(0, 30)], [hole(30, 45)]) == [45, 30, 15, 0]


def test_of_a_hole_of_which_a_part_came_that_part_is_covered() -> None:
    assert minutes([span(0, 60)], [span(0, 60)], [hole(0, 20, 0.25)]) == [60, 55, 5, 0]


def test_what_is_declared_lost_is_not_waited_for() -> None:
    holes = [hole(0, 20, 0.75), hole(0, 20, 0.75, declared=False)]
    assert minutes([span(0, 60)], [span(0, 60)], holes) == [60, 40, 15, 5]


spans = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(lambda ends: span(*sorted(ends)))
holes = st.builds(lambda ends, share, kind: Hole(ends[0], ends[1], share, kind), spans, st.floats(0, 1), st.booleans())


@given(spans, st.lists(spans, max_size=6), st.lists(holes, max_size=6))
def test_the_parts_never_exceed_the_whole(asked: Span, known: list[Span], missing: list[Hole]) -> None:
    found = cover([asked], known, missing)
    assert timedelta(0) <= found.known <= found.asked
    assert found.lost + found.not_arrived <= found.known + timedelta(microseconds=20)
    assert min(found.lost, found.not_arrived) >= timedelta(0)
