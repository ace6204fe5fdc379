"""Is a sign-in counted for the address that it comes from, whatever anybody says of themselves?"""

from collections.abc import Sequence
from typing import Any

import httpx
import pytest

from services.kit.client import FORWARDED
from services.kit.testing import House
from services.registry.address import UNKNOWN, Neighbourhood
from tests.services.registry.arrangement import PASSWORD, make_user

DOOR, DASHBOARD, BROWSER, LIAR = "10.0.0.2", "10.0.0.3", "203.0.113.7", "198.51.100.66"
LIMIT = 2


@pytest.fixture
def house_settings() -> dict[str, Any]:
    """Two attempts from an address, and two neighbours."""
    return {"sign_in_attempts_per_address": LIMIT, "trusted_neighbours": (DOOR, "10.0.0.3/32")}


@pytest.mark.parametrize(
    ("peer", "forwarded", "origin"),
    [
        (BROWSER, [], BROWSER),
        (DOOR, [BROWSER], BROWSER),
        (DASHBOARD, [f"{BROWSER}, {DOOR}"], BROWSER),
        (DASHBOARD, [BROWSER, DOOR], BROWSER),
        # What somebody writes of themselves stands before what the first neighbour saw.
        (LIAR, [BROWSER], LIAR),
        (LIAR, [DOOR], LIAR),
        (DOOR, [f"{BROWSER}, {LIAR}"], LIAR),
        (DASHBOARD, [f"{BROWSER}, {DOOR}, {LIAR}, {DOOR}"], LIAR),
        (DASHBOARD, [f"{DOOR}, {LIAR}"], LIAR),
        (DOOR, ["howdah"], DOOR),
        (DOOR, [f"{BROWSER}, <script>"], DOOR),
        (DOOR, [""], DOOR),
        (DOOR, [DASHBOARD], DASHBOARD),
        (f"::ffff:{DOOR}", [f"::ffff:{BROWSER}"], BROWSER),
        ("2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::/64"),
        (DOOR, ["2001:db8:1:2:ffff::1"], "2001:db8:1:2::/64"),
        ("unix socket", [BROWSER], UNKNOWN),
        (None, [BROWSER], UNKNOWN),
    ],
)
async def test_the_last_address_that_is_no_neighbours_is_believed(
    peer: str | None, forwarded: Sequence[str], origin: str
) -> None:
    assert await Neighbourhood([DOOR, DASHBOARD]).origin(peer, forwarded) == origin


async def test_a_neighbour_may_be_named_and_may_be_away() -> None:
    around = Neighbourhood(["localhost", "no-such-host.invalid"])
    assert await around.origin("127.0.0.1", [BROWSER]) == BROWSER
    assert await around.origin("127.0.0.2", [BROWSER]) == "127.0.0.2"


async def test_who_was_told_of_no_neighbours_believes_nobody() -> None:
    assert await Neighbourhood([]).origin("127.0.0.1", [BROWSER]) == "127.0.0.1"


async def guess(house: House, peer: str, *forwarded: str, user: str = "nobody", secret: str = "guess") -> int:
    """Return how the registry answers somebody who signs in from an address."""
    transport = httpx.ASGITransport(await house.open("registry"), client=(peer, 4000))
    headers = [(FORWARDED, one) for one in forwarded]
    async with httpx.AsyncClient(transport=transport, base_url="http://registry", headers=headers) as client:
        return (await client.post("/v1/tokens", json={"user": user, "password": secret})).status_code


async def test_each_browser_behind_the_door_has_its_own_attempts(house: House) -> None:
    assert [await guess(house, DOOR, BROWSER) for _ in range(LIMIT + 1)] == [401] * LIMIT + [429]
    assert await guess(house, DASHBOARD, f"{BROWSER}, {DOOR}") == 429
    assert await guess(house, DOOR, "203.0.113.8") == 401


async def test_nobody_gets_more_attempts_by_naming_other_addresses(house: House) -> None:
    told = [f"192.0.2.{number}" for number in range(LIMIT + 1)]
    assert [await guess(house, LIAR, address) for address in told] == [401] * LIMIT + [429]
    assert [await guess(house, DOOR, f"{address}, {BROWSER}") for address in told] == [401] * LIMIT + [429]


async def test_nobody_is_locked_out_by_somebody_who_names_their_address(house: House, admin: httpx.AsyncClient) -> None:
    await make_user(admin)
    for _ in range(LIMIT + 1):
        await guess(house, LIAR, BROWSER)
    assert await guess(house, DOOR, BROWSER, user="eva", secret=PASSWORD) == 201
