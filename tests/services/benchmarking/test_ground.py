"""Is who works on soft roads, or on another kind of site, compared with what is usual there?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from models.benchmarking.unit import judge_tally
from services.benchmarking.release.ground import ENOUGH, settled
from services.benchmarking.release.market import Market, WorkRow, market_of
from services.benchmarking.release.store import list_work
from services.benchmarking.release.worker import PURPOSE
from services.kit.database import transaction
from services.kit.testing import House
from services.positioning.zone.adoption import adopt
from services.registry.api import Site
from tests.services.benchmarking.conftest import QUARTER, Compared
from tests.services.registry.arrangement import site

DEARER = 1.2
SKB = "skarnberget"


def market(work: Sequence[WorkRow], soft: Sequence[str], **declared: Any) -> Market:
    """Return the market in which work on some sites takes a fifth more, and what is declared of these."""
    found = market_of([replace(one, **declared) if one.site in soft else one for one in work])
    assert found is not None
    dearer = np.array([DEARER if one.site in soft else 1.0 for one in found.units])
    return Market(found.units, replace(found.told, fuel_l=found.told.fuel_l * dearer))


def apart(market: Market, soft: Sequence[str]) -> float:
    """Return by how much the index of trucks on some sites is above that of the others, in logarithms."""
    market = settled(market)
    judged = judge_tally(market.machines, market.told, seed=1)
    index = np.log(judged.measured / judged.expected)
    on_soft = np.isin(market.machines.site, list(soft))
    return float(index[on_soft].mean() - index[~on_soft].mean())


# What roads are made of has prices of its own; a kind of site corrects no more than so many trucks bear.
@pytest.mark.parametrize(("declared", "left"), [({"ground": "clay"}, 0.1), ({"site_kind": "recycling"}, 0.75)])
def test_what_is_declared_of_sites_is_no_fault_of_those_who_work_there(
    work: list[WorkRow], declared: Mapping[str, str], left: float
) -> None:
    # Of every owner the first site, so that neither owners nor models differ by it.
    soft = sorted({min(one.site for one in work if one.owner == owner) for owner in {one.owner for one in work}})
    before = apart(market(work, ()), soft)
    silent, told = apart(market(work, soft), soft) - before, apart(market(work, soft, **declared), soft) - before
    assert silent > 0.8 * np.log(DEARER)
    assert abs(told) < left * silent


def test_no_price_rests_on_few_owners(work: list[WorkRow]) -> None:
    owners = sorted({one.owner for one in work})
    few = sorted({one.site for one in work if one.owner in owners[: ENOUGH - 1]})
    plain, declared = (settled(market(work, few, **said)) for said in ({}, {"ground": "clay", "site_kind": "mine"}))
    assert declared.units == plain.units
    # Of the others everything is said, and so too few are left of whom nothing is.
    said = [one if one.site in few else replace(one, ground="granite") for one in work]
    judged = settled(market(said, few, ground="clay"))
    assert {one.owner for one in judged.units} == {*owners[ENOUGH - 1 :]}
    assert len(owners[ENOUGH - 1 :]) >= ENOUGH
    more = settled(market(work, sorted({one.site for one in work if one.owner in owners[:ENOUGH]}), ground="clay"))
    assert {one.ground for one in more.units} == {"clay"}


async def test_what_the_registry_tells_of_a_site_is_known_of_the_work_there(house: House, compared: Compared) -> None:
    await compared()
    resources = (await house.open("positioning")).state.resources
    pool = house.apps["benchmarking"].state.resources.pool
    for material, kind in ((None, None), ("clay", "quarry"), ("granite", "mine")):
        told = site("granvik", "nordics", kind=kind, material=material)
        await adopt(resources.pool, Site.model_validate(told | {"id": SKB}))
        async with transaction(pool, PURPOSE) as db:
            work = await list_work(db, QUARTER)
        here = {(one.ground, one.site_kind) for one in work if one.site == SKB}
        assert here == {(material or "", kind or "")}
        assert {(one.ground, one.site_kind) for one in work if one.site != SKB} == {("", "")}
