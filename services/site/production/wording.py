"""How is a shift told in some sentences?"""

from collections.abc import Iterator

from models.phrase import JOINED, percent, quantity
from services.site.api import PlannedShift, SiteProduction, Targets, Tonnes, Totals


def sentences(shift: PlannedShift, told: SiteProduction) -> Iterator[str]:
    """Yield what a shift brought, whether its loads kept to their targets, what it burnt, and what held it up."""
    totals = told.totals
    if not told.steps:
        yield f"The shift '{shift.id}' has not begun."
        return
    if totals.hours <= 0:
        yield "Nothing is known of this shift."
    if totals.hauled and totals.hauled_tph is not None:
        rate = f"{quantity(totals.hauled_tph, 't/h')} over {quantity(totals.hours, 'h', 1)}"
        yield f"{_loads(totals)} hauled {_tonnes(totals.hauled)}, {rate}."
    elif totals.cycles:
        yield f"{totals.cycles} cycles were driven; what they carried is not known."
    if totals.dug:
        again = f", of which {quantity(totals.rehandled_t, 't')} had been moved before" if totals.rehandled_t else ""
        yield f"Diggers moved {_tonnes(totals.dug)}{again}."
    if totals.queue_share is not None and totals.queue_h is not None:
        yield f"Trucks waited {percent(totals.queue_share)} of their time in cycles, {totals.queue_h:.1f} truck hours."
    if totals.fuel and totals.litres_per_tonne is not None:
        by = "hauled" if totals.hauled else "moved"
        litres, each = quantity(totals.fuel.litres, "L"), quantity(totals.litres_per_tonne, "L/t", 2)
        yield f"{litres} were burnt, {each} {by}."
    if told.targets and told.targets.loads:
        yield _targets(told.targets)
    yield from (one.sentence for one in told.loaders)
    yield from (one.sentence for one in told.routes)
    yield from (f"Missing: {one.part}. {one.reason}" for one in told.partial)


def _loads(totals: Totals) -> str:
    cycles, counted = totals.cycles or 0, totals.counted_loads
    seen = f"{cycles} cycle{'' if cycles == 1 else 's'}"
    return f"{seen} and {counted} loads that trucks counted and no cycle was seen of" if counted else seen


def _tonnes(one: Tonnes) -> str:
    spread = f" ± {one.high_t - one.t:,.0f}" if one.high_t is not None else ""
    return f"{one.t:,.0f}{spread}{JOINED}t"


def _targets(one: Targets) -> str:
    kept = "Loads kept" if one.keeps else "Loads did not keep"
    mean = quantity(one.mean_pct or 0.0, "%")
    return (
        f"{kept} to the 10/10/20 rule: {one.loads} loads, {mean} of the target on average, "
        f"{one.above_110} above {percent(1.1)}, {one.above_120} above {percent(1.2)}."
    )
