"""Is who sees what always what the history of a machine says, whatever happened in which order?"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from services.kit.testing import Database, House
from tests.services.registry.arrangement import START, commission, day, site, tenure

DAYS = 12
Change = tuple[str, Any]

_customers = st.sampled_from(["acme", "bolt"])
_regions = st.sampled_from(["north", "south"])
_places = st.one_of(st.none(), _regions)
_days = st.integers(0, DAYS)
_tenures = st.tuples(st.sampled_from(["owned", "rented"]), _customers, _places, _days, st.one_of(st.none(), _days))
_changes = st.one_of(
    st.tuples(st.just("open"), _tenures),
    st.tuples(st.just("correct"), st.tuples(st.integers(0, 9), _tenures)),
    st.tuples(st.just("delete"), st.integers(0, 9)),
    st.tuples(st.just("customer"), st.tuples(_customers, _regions)),
    st.tuples(st.just("site"), st.tuples(_customers, _regions, _regions)),
)
# Sold on day 5, and rented out around it, so that there is something to change.
STORY = (
    tenure("acme", day(1), site="acme-north"),
    tenure("bolt", day(5), site="bolt-south"),
    tenure("bolt", day(3), day(4), basis="rented"),
    tenure("acme", day(7), day(9), basis="rented", site="acme-south"),
)


@dataclass(frozen=True)
class Held:
    """A tenure, in whole days from the start."""

    basis: str
    customer: str
    region: str
    from_: int
    to: int


def expected(held: list[Held], at: int) -> set[str]:
    """Return who sees a machine's data of one day: the reference that the registry's computation is compared with."""
    now = [one for one in held if one.from_ <= at < one.to]
    holder = next((one for one in now if one.basis == "rented"), next(iter(now), None))
    return {"all"} | ({f"customer:{holder.customer}", f"region:{holder.region}"} if holder else set())


def _body(wanted: tuple[str, str, str | None, int, int | None]) -> dict[str, Any]:
    basis, customer, place, from_, to = wanted
    at = f"{customer}-{place}" if place else None
    return tenure(customer, day(from_), None if to is None else day(to), basis=basis, site=at)


async def _apply(api: httpx.AsyncClient, machine: str, change: Change) -> None:
    """Make a change as an administrator would; what contradicts the history is refused, and changes nothing."""
    path = f"/v1/machines/{machine}/tenures"
    # Beyond the last one there is none, which is refused.
    ids = [*(one["id"] for one in (await api.get(path)).json()["items"]), 2**40]
    match change:
        case ("open", wanted):
            answer = await api.post(path, json=_body(wanted))
        case ("correct", (which, wanted)):
            answer = await api.put(f"{path}/{ids[which % len(ids)]}", json=_body(wanted))
        case ("delete", which):
            answer = await api.delete(f"{path}/{ids[which % len(ids)]}")
        case ("customer", (customer, region)):
            answer = await api.put(f"/v1/customers/{customer}", json={"name": customer, "region": region})
        case (_, (customer, place, region)):
            answer = await api.put(f"/v1/sites/{customer}-{place}", json=site(customer, region))
    assert answer.status_code in (200, 201, 204, 404, 409, 422), answer.text


def _history(database: Database) -> dict[str, list[Held]]:
    query = (
        "select t.machine, t.basis, t.customer, coalesce(s.region, c.region), t.from_time, least(t.to_time, %s)"
        " from registry.tenure t join registry.customer c on c.id = t.customer"
        " left join registry.site s on s.id = t.site"
    )
    with database.admin() as connection:
        rows = connection.execute(query, [START + timedelta(days=99)]).fetchall()
    found: dict[str, list[Held]] = {}
    for machine, basis, customer, region, from_, to in rows:
        held = Held(basis, customer, region, (from_ - START).days, (to - START).days)
        found.setdefault(machine, []).append(held)
    return found


def _seen(database: Database) -> dict[str, list[tuple[str, int, int]]]:
    query = "select machine, viewer, greatest(from_time, %s), least(to_time, %s) from access.visibility"
    with database.admin() as connection:
        rows = connection.execute(query, [START - timedelta(days=9), START + timedelta(days=99)]).fetchall()
    found: dict[str, list[tuple[str, int, int]]] = {}
    for machine, viewer, from_, to in rows:
        found.setdefault(machine, []).append((viewer, (from_ - START).days, (to - START).days))
    return found


# Not shrunk: an example takes a third of a second, and is short as it is.
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(changes=st.lists(_changes, min_size=2, max_size=8))
async def test_everybody_sees_exactly_their_periods_after_any_changes(
    house: House, admin: httpx.AsyncClient, changes: list[Change]
) -> None:
    machine = (await commission(admin, *STORY))["machine"]["id"]
    for change in changes:
        await _apply(admin, machine, change)
    held = _history(house.database)
    # The machines of earlier examples too: what happens to a site or customer must reach every machine.
    for one, periods in _seen(house.database).items():
        for at in range(-1, DAYS + 2):
            viewers = [viewer for viewer, from_, to in periods if from_ <= at < to]
            assert sorted(viewers) == sorted(expected(held.get(one, []), at)), (one, at, held.get(one))
