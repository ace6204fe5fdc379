"""What do a site's cycles, passes and litres come to in all?"""

from collections.abc import Sequence
from datetime import datetime

from services.site.api import Fuel, Targets, Tonnes, Totals
from services.site.production.asking import Told
from services.site.production.tally import (
    Dug,
    Haul,
    hauled_t,
    per,
    queue_share,
    sd_t,
    tonne_km,
    tonnes,
    truck_sd_t,
)
from services.weighing.api.moved import TruckCarried


def end_of(told: Told) -> datetime:
    """Return up to when a period has passed and is known."""
    question = told.question
    until = [one.known_until for one in told.machines if one.known_until]
    return max(min(question.during.to, question.now, max(until, default=question.now)), question.during.from_)


def totals(told: Told, hauls: Sequence[Haul], dug: Sequence[Dug]) -> Totals:
    """Return what a site produced."""
    hours = (end_of(told) - told.question.during.from_).total_seconds() / 3600
    hauled, moved, burnt = _hauled(told, hauls), _dug(told, dug), fuel(told)
    cycles = sum(one.cycles for one in hauls)
    basis = hauled or moved
    litres_per_tonne = per(burnt.litres if burnt else None, basis.t if basis else None)
    off = per(basis.sd_t, basis.t) if basis else None
    return Totals(
        hours=hours,
        hauled=hauled,
        dug=moved,
        hauled_tph=per(hauled.t if hauled else None, hours),
        dug_tph=per(moved.t if moved else None, hours),
        cycles=cycles if told.hauls else None,
        cycle_s=per(sum(one.seconds for one in hauls), cycles),
        queue_h=sum(one.queue_s + one.dump_queue_s for one in hauls) / 3600 if told.hauls else None,
        queue_share=queue_share(hauls),
        distance_km=sum(one.distance_km for one in hauls) if told.hauls else None,
        tonne_km=tonne_km(hauls),
        fuel=burnt,
        litres_per_tonne=litres_per_tonne,
        litres_per_tonne_sd=litres_per_tonne * off if litres_per_tonne is not None and off is not None else None,
        litres_per_tonne_km=per(burnt.trucks_l if burnt else None, tonne_km(hauls)),
    )


def _hauled(told: Told, hauls: Sequence[Haul]) -> Tonnes | None:
    cycles, t = sum(one.cycles for one in hauls), hauled_t(hauls)
    if t is None:
        return None
    sd = truck_sd_t(t, told.moved, {one.truck for one in hauls})
    return tonnes("trucks", t, sd, sum(one.weighed for one in hauls) / cycles)


def _dug(told: Told, dug: Sequence[Dug]) -> Tonnes | None:
    if told.moved is None or not dug:
        return None
    passes = sum(one.passes for one in dug)
    shares = [one.coverage for one in told.moved.scales if one.coverage is not None]
    told_share = sum(shares) / len(shares) if shares else None
    weighed = per(sum(one.weighed for one in dug), passes)
    coverage = weighed * told_share if weighed is not None and told_share is not None else None
    return tonnes("diggers", sum(one.t for one in dug), sd_t(dug), coverage)


def fuel(told: Told) -> Fuel | None:
    """Return the litres of a period, None where none are known."""
    if told.burnt is None or not told.machines:
        return None
    during = told.question.during
    edges = [during.from_.timestamp(), during.to.timestamp()]
    litres = {machine: one.between(edges)[0] for machine, one in told.burnt.items()}
    trucks, diggers = (sum(litres.get(one.machine) or 0.0 for one in group) for group in (told.trucks, told.diggers))
    passed_s = max(min(edges[1], told.question.now.timestamp()) - edges[0], 0.0)
    known_s = sum(one.seconds_known(edges[0], edges[0] + passed_s) for one in told.burnt.values())
    unknown = sorted(one.machine for one in told.machines if litres.get(one.machine) is None)
    coverage = per(known_s, passed_s * len(told.machines))
    return Fuel(trucks_l=trucks, diggers_l=diggers, litres=trucks + diggers, coverage=coverage, unknown=unknown)


def targets(trucks: Sequence[TruckCarried]) -> Targets:
    """Return how the loads of trucks whose rated payload is known keep to the 10/10/20 rule."""
    known = [one for one in trucks if one.target_t is not None]
    loads = sum(one.loads for one in known)
    over, far = sum(one.above_110 for one in known), sum(one.above_120 for one in known)
    mean = per(sum(one.loads * (one.mean_pct or 0.0) for one in known), loads)
    keeps = None if mean is None else mean <= 100 and 10 * over <= loads and far == 0
    return Targets(loads=loads, mean_pct=mean, above_110=over, above_120=far, keeps=keeps)
