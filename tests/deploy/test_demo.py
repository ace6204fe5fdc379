"""What of the demo's past is missing at a start, and who signs in?"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.compose.preparation import DEMO
from deploy.demo.cast import cast
from deploy.demo.crew import Keyring, demo_fleet
from deploy.demo.diary import Diary, Past, Span, missing
from deploy.demo.registration import host
from deploy.secret import Vault
from deploy.state import PROJECT
from services.kit.auth import Role

_NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
_WEEK = Past(_NOW - timedelta(days=7), _NOW)
_DETAILED = Past(_NOW - timedelta(days=7), _NOW, timedelta(hours=4))
_PARTS = [Span(_NOW - timedelta(days=7), _NOW - timedelta(days=3)), Span(_NOW - timedelta(days=3), _NOW)]


def _ago(hours: float) -> datetime:
    return _NOW - timedelta(hours=hours)


@pytest.mark.parametrize(
    ("unfinished", "newest", "expected"),
    [
        ([], None, _PARTS),
        ([], _ago(5), [Span(_ago(5), _NOW)]),
        ([], _ago(0.01), []),
        ([], _ago(1000), _PARTS),
        ([Span(_ago(200), _ago(30))], _ago(29), [Span(_ago(200), _ago(30)), Span(_ago(30), _NOW)]),
    ],
)
def test_what_was_begun_is_completed_and_the_time_since_is_filled(
    unfinished: list[Span], newest: datetime | None, expected: list[Span]
) -> None:
    assert missing(_WEEK, unfinished, newest) == expected


@pytest.mark.parametrize(
    ("newest", "expected"),
    [
        (None, [_PARTS[0], Span(_ago(72), _ago(4)), Span(_ago(4), _NOW, 1.0)]),
        (_ago(5), [Span(_ago(5), _ago(4)), Span(_ago(4), _NOW, 1.0)]),
        (_ago(4), [Span(_ago(4), _NOW, 1.0)]),
        (_ago(3), [Span(_ago(3), _NOW, 1.0)]),
        (_ago(0.01), []),
    ],
)
def test_the_last_hours_are_told_second_by_second_and_nothing_is_told_twice(
    newest: datetime | None, expected: list[Span]
) -> None:
    assert missing(_DETAILED, [], newest) == expected


def test_what_was_begun_in_seconds_is_completed_in_seconds(tmp_path: Path) -> None:
    spans = Diary(tmp_path).missing(_DETAILED, _ago(5))
    later = Past(_DETAILED.begin, _NOW + timedelta(hours=1), timedelta(hours=4))
    completed = [*spans, Span(_NOW, later.end, 1.0)]
    assert Diary(tmp_path).missing(later, _ago(5)) == completed
    words = Diary(tmp_path).telling(spans[-1], Diary(tmp_path).story(later))
    assert words[words.index("--step") + 1] == "1"


def test_the_story_begins_at_the_same_moment_at_every_start_until_it_is_too_long(tmp_path: Path) -> None:
    first = Diary(tmp_path).story(_WEEK)
    later = Past(_NOW, _NOW + timedelta(days=7))
    assert first.since == _WEEK.begin
    assert Diary(tmp_path).story(later) == first
    much_later = Past(_NOW + timedelta(days=20), _NOW + timedelta(days=27))
    assert Diary(tmp_path).story(much_later).since == much_later.begin


def test_what_was_begun_is_told_again_in_the_same_words(tmp_path: Path) -> None:
    begun = Diary(tmp_path)
    span, *_ = begun.missing(_WEEK, None)
    words = begun.telling(span, begun.story(_WEEK))
    assert words[0] == "history"
    assert {"--since", "--checkpoint", "--fleet", "--out"} < set(words)
    begun.files(span).mkdir()
    later = Past(_NOW - timedelta(days=6), _NOW + timedelta(hours=1))
    again = Diary(tmp_path)
    spans = again.missing(later, _ago(1))
    assert spans == [*_PARTS, Span(_NOW, later.end)]
    assert again.telling(spans[0], again.story(later)) == words
    assert not again.files(span).exists()


def test_what_is_told_is_noted(tmp_path: Path) -> None:
    diary = Diary(tmp_path)
    stored, left = diary.missing(_WEEK, None)
    for part in (stored, left):
        diary.files(part).mkdir()
    diary.told([left])
    assert diary.missing(_WEEK, left.begin) == [left]
    assert [diary.files(part).exists() for part in (stored, left)] == [False, True]
    diary.told([])
    assert diary.missing(_WEEK, _NOW) == []
    assert not diary.files(left).exists()


def test_in_containers_the_live_machines_go_on_with_the_same_story() -> None:
    compose = (PROJECT / "deploy/compose.yaml").read_text()
    assert f"--checkpoint {Diary(DEMO).story_file}" in compose


def test_the_cast_is_an_engineer_of_every_region_and_somebody_of_each_customer(tmp_path: Path) -> None:
    fleet = demo_fleet()
    engineer, *customers = cast(fleet, Vault(tmp_path))
    assert set(engineer.details.regions) == {region.id for region in fleet.regions}
    assert {person.details.customer for person in customers} == {customer.id for customer in fleet.customers}
    assert {person.details.role for person in customers} == {Role.CUSTOMER}
    assert len({engineer.password, *(person.password for person in customers)}) == 1 + len(customers)


def test_each_site_of_the_demo_belongs_to_another_customer() -> None:
    fleet = demo_fleet()
    assert len({host(fleet, site.id) for site in fleet.sites}) == len(fleet.sites) == 3
    assert len(fleet.machines) >= 24


def test_machines_keep_the_passwords_they_were_told(tmp_path: Path) -> None:
    Keyring(Vault(tmp_path)).keep({"m-1": "secret"})
    assert Keyring(Vault(tmp_path)).known() == {"m-1": "secret"}
