"""Which machines are judged by what was said of their site, so that no price rests on few owners?"""

from collections import defaultdict
from dataclasses import replace

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
    known = {what: _common(market, what) | {UNTOLD} for what in ("ground", "site_kind")}
    told = [
        replace(one, **{what: UNTOLD for what, names in known.items() if getattr(one, what) not in names})
        for one in market.units
    ]
    plain = Market(told, market.told)
    common = _common(plain, "ground")
    return plain.where([one.ground in common for one in told])


def _common(market: Market, what: str) -> set[str]:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for one in market.units:
        owners[getattr(one, what)].add(one.owner)
    return {name for name, of in owners.items() if len(of) >= ENOUGH}
