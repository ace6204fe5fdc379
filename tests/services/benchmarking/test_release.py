"""Is each owner told where their machines stand, of nobody else anything, and only while they agree to it?"""

from typing import Any

import psycopg
import pytest

from models.benchmarking.answer import CHANCE, INDEX, RANK
from services.benchmarking.release.worker import release_due
from services.kit.testing import House, see
from tests.services.benchmarking.conftest import NOW, QUARTER, Ask, Compared

TRUCK = "skb-ht-01"
JARRAHS = {"skb-ht-04", "yar-ht-01", "yar-ht-02"}


async def _told(ask: Ask, viewer: str, machine: str = TRUCK) -> dict[str, Any]:
    answer = await (await ask(viewer)).get(f"/v1/machines/{machine}/benchmark", params={"weeks": 60})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_owners_are_told_of_their_trucks_and_engineers_of_regions(
    house: House, ask: Ask, compared: Compared
) -> None:
    assert await compared() == QUARTER.name
    told = await _told(ask, "customer:granvik")
    standing = told["standing"]
    assert (told["state"], told["remedy"], told["missing_cycles"]) == ("told", None, 0)
    assert standing["low"] <= standing["index"] <= standing["high"]
    steps = {"index": INDEX, "low": INDEX, "high": INDEX, "rank_low": RANK, "rank_high": RANK, "worst_tenth": CHANCE}
    for name, step in steps.items():
        assert standing[name] / step == pytest.approx(round(standing[name] / step)), name
    assert told["group"] == {"region": "nordics", "model": None}
    assert {one["source"] for one in told["weeks"]} == {"simulated"}
    assert len(told["weeks"]) == len(QUARTER.mondays)
    assert {one["name"]: one["unit"] for one in told["total"]}["fuel_l_per_t"] == "L/t"
    assert all(one["own"] > one["typical"] for one in told["reasons"])
    assert told["funnel"]["points"] == [{"machine": TRUCK, "cycles": standing["cycles"], "index": standing["index"]}]
    assert told["release"]["simulated_owners"] == 8
    assert any("simulated peers" in one for one in told["notes"])
    assert any("Rain" in one for one in told["notes"])
    await _nobody_is_told_of_anybody_elses_machines(ask)
    await _of_too_few_cycles_it_is_told_how_many_are_missing(house, ask)
    await _engineers_are_told_what_differs_between_regions(ask)


async def _nobody_is_told_of_anybody_elses_machines(ask: Ask) -> None:
    jarrah = await ask("customer:jarrah")
    assert (await jarrah.get(f"/v1/machines/{TRUCK}/benchmark")).status_code == 404
    answer = (await jarrah.get("/v1/benchmark")).json()
    assert {one["machine"] for one in answer["machines"]} == JARRAHS
    assert {one["machine"] for one in answer["funnel"]["points"]} == JARRAHS
    # What a unit tells that is too old for height and air is not compared, and it is said why.
    [legacy] = answer["untold"]
    assert (legacy["state"], legacy["count"], legacy["machines"][0]["machine"]) == ("waiting", 1, "yar-ht-03")
    assert "height" in legacy["remedy"]
    refused = await jarrah.get("/v1/regions")
    assert (refused.status_code, refused.json()["code"]) == (403, "not-permitted")


async def _of_too_few_cycles_it_is_told_how_many_are_missing(house: House, ask: Ask) -> None:
    with house.database.admin() as connection:
        connection.execute(
            "update benchmarking.standing set missing_cycles = 42, cycles = 100, index = null, low = null, high = null,"
            " rank_low = null, rank_high = null, worst_tenth = null where machine = %s",
            [TRUCK],
        )
    told = await _told(ask, "customer:granvik")
    assert (told["state"], told["missing_cycles"], told["standing"]) == ("too_few_cycles", 42, None)
    assert "42 more cycles than the 100" in told["sentence"]
    assert told["weeks"]
    untold = (await (await ask("customer:granvik")).get("/v1/benchmark")).json()["untold"]
    [few] = (one for one in untold if one["state"] == "too_few_cycles")
    assert [(one["machine"], one["missing_cycles"]) for one in few["machines"]] == [(TRUCK, 42)]


async def _engineers_are_told_what_differs_between_regions(ask: Ask) -> None:
    told = (await (await ask("region:nordics")).get("/v1/regions")).json()
    assert [one["region"] for one in told["regions"]] == ["asia-pacific", "nordics", "north-america"]
    for region in told["regions"]:
        parts = {one["reason"]: one for one in region["parts"]}
        assert set(parts) == {"all", "usage", "load", "air", "habit"}
        assert all(one["low"] <= one["percent"] <= one["high"] for one in parts.values())


async def test_a_release_is_made_once_and_left_by_who_withdraws(house: House, ask: Ask, compared: Compared) -> None:
    await compared()
    before = await _told(ask, "customer:granvik")
    resources = house.apps["benchmarking"].state.resources
    assert await release_due(resources, NOW) is None
    assert (await _told(ask, "customer:granvik"))["standing"] == before["standing"]
    _secrets_are_told_to_nobody(house)
    with house.database.admin() as connection:
        connection.execute("delete from access.visibility where holder = 'granvik'")
    told = await _told(ask, "customer:granvik")
    assert (told["state"], told["standing"], told["reasons"]) == ("no_consent", None, [])
    assert "benchmarking" in told["remedy"]
    assert told["weeks"]
    await release_due(house.apps["benchmarking"].state.resources, NOW)
    with house.database.admin() as connection:
        left = connection.execute("select machine from benchmarking.standing order by 1").fetchall()
    assert {machine for (machine,) in left} == {*("dry-ht-01", "dry-ht-03", "yar-ht-05"), *JARRAHS}


def _secrets_are_told_to_nobody(house: House) -> None:
    with psycopg.connect(house.database.url("svc_benchmarking")) as connection:
        for viewer in ("customer:granvik", "region:nordics", "purpose:benchmarking"):
            connection.execute("select set_config('howdah.viewers', %s, true)", [viewer])
            assert connection.execute("select * from benchmarking.release_secret").fetchall() == []
            assert connection.execute("select * from benchmarking.release_group").fetchall() == []
        connection.execute("select set_config('howdah.viewers', 'all,worker', true)")
        ((seed,),) = connection.execute("select seed from benchmarking.release_secret").fetchall()
    assert int(seed).bit_length() > 64


async def test_too_few_owners_are_told_of_nobody(ask: Ask, compared: Compared) -> None:
    assert await compared(peers=2) == QUARTER.name
    told = await _told(ask, "customer:granvik")
    assert (told["state"], told["standing"], told["funnel"]) == ("too_few_owners", None, None)
    assert "at least 6" in told["remedy"]
    regions = (await (await ask("region:nordics")).get("/v1/regions")).json()
    assert (regions["regions"], regions["remedy"] is None) == ([], False)


async def test_who_did_not_consent_is_in_no_release_and_is_told_how_to_be(
    house: House, ask: Ask, compared: Compared
) -> None:
    # Before anybody worked no release is made, which would be kept.
    await ask("customer:mesa")
    assert await release_due(house.apps["benchmarking"].state.resources, NOW) is None
    await compared(agree=("granvik", "jarrah"))
    assert (await _told(ask, "customer:mesa", "dry-ht-01"))["state"] == "no_consent"
    with house.database.admin() as connection:
        (owners,) = connection.execute(
            "select owners from benchmarking.release_group where region = '' and model = ''"
        ).fetchone() or ([],)
        assert "granvik" in owners
        assert "mesa" not in owners
    # A consent that comes later waits for the next quarter.
    see(house.database, "dry-ht-01", "purpose:benchmarking", holder="mesa")
    assert (await _told(ask, "customer:mesa", "dry-ht-01"))["state"] == "waiting"
