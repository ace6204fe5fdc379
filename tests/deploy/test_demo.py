"""What of the demo's past is missing at a start, and who signs in?"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.demo.cast import cast
from deploy.demo.crew import Keyring, demo_fleet
from deploy.demo.history import Span, missing
from deploy.demo.registration import host
from deploy.secret import Vault
from services.kit.auth import Role

_NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
_WEEK = Span(_NOW - timedelta(days=7), _NOW)


def _ago(hours: float) -> datetime:
    return _NOW - timedelta(hours=hours)


@pytest.mark.parametrize(
    ("unfinished", "newest", "expected"),
    [
        ([], None, [_WEEK]),
        ([], _ago(5), [Span(_ago(5), _NOW)]),
        ([], _ago(0.01), []),
        ([], _ago(1000), [_WEEK]),
        ([Span(_ago(200), _ago(30))], _ago(29), [Span(_ago(200), _ago(30)), Span(_ago(30), _NOW)]),
    ],
)
def test_what_was_begun_is_completed_and_the_time_since_is_filled(
    unfinished: list[Span], newest: datetime | None, expected: list[Span]
) -> None:
    assert missing(_WEEK, unfinished, newest) == expected


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
