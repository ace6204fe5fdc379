"""What do a site's cycles, passes and litres come to in all?"""

from collections.abc import Sequence
from datetime import UTC, datetime

from services.site.api import Fuel, Targets, Tonnes, Totals
from services.site.production.asking import Told
from services.site.production.counted import Counted
from services.site.production.rehandled import dug_first, origin_of, sum_t
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

# Of less than this share of the tonnes nothing is concluded for all of them.
_SEEN = 0.5


def end_of(told: Told) -> datetime:
    """Return up to when a period has passed and is known: its begin, where nothing is."""
    question = told.question
    until = [one.known_until for one in told.machines if one.known_until]
    read = [one.until_s for one in (told.counters or {}).values() if one.until_s is not None]
    until += [datetime.fromtimestamp(seconds, UTC) for seconds in read]
    until += [one.known_until for one in (told.moved.scales if told.moved else ()) if one.known_until]
    return max(min(question.during.to, question.now, max(until, default=question.during.from_)), question.during.from_)


def totals(told: Told, hauls: Sequence[Haul], unseen: Sequence[Counted], dug: Sequence[Dug]) -> Totals:
    """Return what a site produced."""
    origin = origin_of(told)
    hours = (end_of(told) - told.question.during.from_).total_seconds() / 3600
    hauled, moved, burnt = _hauled(told, hauls, unseen), _dug(dug), fuel(told)
    cycles = sum(one.cycles for one in hauls)
    basis = hauled or moved
    litres_per_tonne = per(burnt.litres if burnt else None, basis.t if basis else None)
    off = per(basis.sd_t, basis.t) if basis else None
    return Totals(
        hours=hours,
        hauled=hauled,
        dug=moved,
        dug_first=dug_first(dug, origin),
        rehandled_t=sum_t(dug, origin, "heap"),
        unplaced_t=sum_t(dug, origin, None),
        hauled_tph=per(hauled.t if hauled else None, hours),
        dug_tph=per(moved.t if moved else None, hours),
        cycles=cycles if told.hauls else None,
        counted_loads=sum(one.loads for one in unseen),
        cycle_s=per(sum(one.seconds for one in hauls), cycles),
        queue_h=sum(one.queue_s + one.dump_queue_s for one in hauls) / 3600 if told.hauls else None,
        queue_share=queue_share(hauls),
        distance_km=sum(one.distance_km for one in hauls) if told.hauls else None,
        tonne_km=tonne_km(hauls),
        fuel=burnt,
        litres_per_tonne=litres_per_tonne,
        litres_per_tonne_sd=litres_per_tonne * off if litres_per_tonne is not None and off is not None else None,
        litres_per_tonne_km=per(burnt.trucks_l if burnt else None, _whole_tonne_km(hauls, hauled)),
    )


def _hauled(told: Told, hauls: Sequence[Haul], unseen: Sequence[Counted]) -> Tonnes | None:
    loads = sum(one.cycles for one in hauls) + sum(one.loads for one in unseen)
    seen, counted = hauled_t(hauls), sum(one.t for one in unseen)
    if seen is None and not unseen:
        return None
    t = (seen or 0.0) + counted
    sd = truck_sd_t(t, told.moved, {*(one.truck for one in hauls), *(one.machine for one in unseen)})
    return tonnes("trucks", t, sd, sum(one.weighed for one in hauls) / loads)


def _whole_tonne_km(hauls: Sequence[Haul], hauled: Tonnes | None) -> float | None:
    """Return the tonne-kilometres of all that was hauled, None where the ways of less than half of it were seen."""
    seen, way = hauled_t(hauls), tonne_km(hauls)
    if seen is None or way is None or hauled is None or seen < _SEEN * hauled.t:
        return None
    return way * hauled.t / seen


def _dug(dug: Sequence[Dug]) -> Tonnes | None:
    if not dug:
        return None
    coverage = per(sum(one.weighed for one in dug if one.own_sd_t is not None), sum(one.passes for one in dug))
    return tonnes("diggers", sum(one.t for one in dug), sd_t(dug), coverage)


def fuel(told: Told) -> Fuel | None:
    """Return the litres of a period, None where none are known."""
    if told.counters is None or not told.machines:
        return None
    edges = told.edges_s
    litres = {one.machine: told.grown(one.machine, "fuel", edges)[0] for one in told.machines}
    trucks, diggers = (sum(litres.get(one.machine) or 0.0 for one in group) for group in (told.trucks, told.diggers))
    passed_s = max(min(edges[1], told.question.now.timestamp()) - edges[0], 0.0)
    counters = [one.fuel for one in told.counters.values() if one.fuel]
    known_s = sum(one.seconds_known(edges[0], edges[0] + passed_s) for one in counters)
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
