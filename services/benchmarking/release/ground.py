"""Which machines are judged by what was said of their site, so that no price rests on few owners?"""

from collections import defaultdict
from dataclasses import replace
from typing import Literal

from models.benchmarking.cell import OWNERS
from services.benchmarking.release.market import Market

# Who is judged is left out, and as many others have to remain as a group needs.
ENOUGH = OWNERS + 1
UNTOLD = ""


def settled(market: Market) -> Market:
    """Return the part of a market that is judged, with the grounds and kinds of sites that enough owners have.

    Any other counts as one of which nobody said anything. Prices follow from the ground: where too few owners have one
    of which nothing is said, these are not judged.
    """
    grounds, kinds = _common(market, "ground"), _common(market, "site_kind")
    told = [
        replace(
            one,
            ground=one.ground if one.ground in grounds else UNTOLD,
            site_kind=one.site_kind if one.site_kind in kinds else UNTOLD,
        )
        for one in market.units
    ]
    plain = Market(told, market.told)
    common = _common(plain, "ground")
    return plain.where([one.ground in common for one in told])


def _common(market: Market, what: Literal["ground", "site_kind"]) -> set[str]:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for one in market.units:
        owners[getattr(one, what)].add(one.owner)
    return {name for name, of in owners.items() if len(of) >= ENOUGH}
