"""Which words and figures stand on the document of what a site produced?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.dashboard import wording
from services.dashboard.production.bars import Bars, bars
from services.dashboard.wording import amount, number, quantity
from services.site.api import DiggerRow, PlannedShift, SiteProduction, Targets, Tonnes, Totals, TruckRow

Cells = Sequence[Sequence[str]]
# More machines than this are summed in a line, so that a document stays one or two pages.
MOST = 14
_NINETY = 1.645


@dataclass(frozen=True)
class Told:
    """What the site service told of a time; shift and sentences are those of a shift."""

    production: SiteProduction
    sentences: Sequence[str]
    shift: PlannedShift | None = None

    @property
    def drawn(self) -> Bars:
        """Return the tonnes of each step."""
        local = wording.zone(self.production.timezone)
        return bars(self.production.steps, local, daily=self.production.step != "hour")


@dataclass(frozen=True)
class Fact:
    """One figure: what it is of, how much, and how sure."""

    name: str
    value: str
    about: str


def title(told: Told, local: ZoneInfo) -> str:
    """Return what the document is."""
    if told.shift:
        return f"Report of shift {told.shift.id}, {wording.day(told.shift.from_, local)}"
    return f"Production, {wording.day(told.production.from_, local)} to {wording.day(told.production.to, local)}"


def period(begin: datetime, end: datetime, local: ZoneInfo) -> str:
    """Return a time by the site's clock, and in UTC."""
    by_clock = f"{wording.dated(begin, local)} to {wording.dated(end, local)}"
    return f"{by_clock} ({local.key}); {wording.utc(begin)} to {wording.utc(end)}"


def origin(told: Told, by: str, at: datetime, local: ZoneInfo) -> str:
    """Return from what a document was made, by whom and when."""
    known = ", ".join(
        f"{one.service} {wording.dated(one.known_until, local) if one.known_until else 'nothing'}"
        for one in told.production.known
    )
    site, shift = told.production.site, f"/shifts/{told.shift.id}" if told.shift else "/production"
    return (
        f"Made for {by} on {wording.dated(at, local)} ({wording.utc(at)}) from what their machines told: "
        f"/api/site/v1/sites/{site}{shift}. Known until: {known or 'not said'}. Ranges hold nine times in ten."
    )


def facts(production: SiteProduction) -> list[Fact]:
    """Return the figures of the whole time."""
    totals = production.totals
    tph = totals.hauled_tph if totals.hauled_tph is not None else totals.dug_tph
    fuel, spread = totals.fuel, totals.litres_per_tonne_sd
    per_t = totals.litres_per_tonne
    sure = f"± {number(100 * _NINETY * spread / per_t, 1)} %" if spread is not None and per_t else ""
    litres = [quantity(fuel.litres, "L"), _of(fuel.coverage, "of the time known")] if fuel else []
    waited = f"{number(totals.queue_h, 1)} truck hours" if totals.queue_h is not None else ""
    return [
        Fact("Hauled", *_weighed(totals.hauled, "by trucks' scales")),
        Fact("Dug", *_weighed(totals.dug, "by diggers", again(totals))),
        Fact("Rate", quantity(tph, "t/h"), f"over {number(totals.hours, 1)} h that are known"),
        Fact("Cycles", number(totals.cycles), _cycles(production)),
        Fact("Waiting", percent(totals.queue_share), _joined("of trucks' time in cycles", waited)),
        Fact("Fuel", quantity(per_t, "L/t", 2), _joined(sure, *litres)),
        Fact("Trucks' fuel", quantity(totals.litres_per_tonne_km, "L/tkm", 3), quantity(totals.tonne_km, "tkm")),
        Fact("10/10/20", *_kept(production.targets)),
    ]


def _kept(targets: Targets | None) -> tuple[str, str]:
    if targets is None or targets.keeps is None:
        return wording.NONE, "no load was weighed"
    above = f"{number(targets.above_110)} above 110 %, {number(targets.above_120)} above 120 %"
    about = f"mean {number(targets.mean_pct)} % of the target; of {number(targets.loads)} loads {above}"
    return "kept" if targets.keeps else "not kept", about


def again(totals: Totals) -> str:
    """Return how much of what was dug was dug for the first time, and how much was moved before; "": nobody tells."""
    if totals.dug_first is None:
        return ""
    moved = f", {quantity(totals.rehandled_t, 't')} moved before" if totals.rehandled_t else ""
    return f"{quantity(totals.dug_first.t, 't')} of it at faces{moved}"


def _weighed(tonnes: Tonnes | None, by: str, more: str = "") -> tuple[str, str]:
    if tonnes is None:
        return "–", "nothing is known"
    known = tonnes.low_t is not None
    spread = f"{amount(tonnes.low_t, 't')} to {quantity(tonnes.high_t, 't')}" if known else "uncertainty not known"
    return quantity(tonnes.t, "t"), _joined(by, spread, _of(tonnes.coverage, "weighed"), more)


def _cycles(production: SiteProduction) -> str:
    totals = production.totals
    each = f"{number(totals.cycle_s / 60, 1)} min each" if totals.cycle_s else ""
    return _joined(each, f"and {number(totals.counted_loads)} loads counted" if totals.counted_loads else "")


def percent(share: float | None) -> str:
    """Return a share in per cent."""
    return f"{number(100 * share)} %" if share is not None else wording.NONE


def _of(share: float | None, what: str) -> str:
    return f"{percent(share)} {what}" if share is not None else ""


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def passages(told: Told) -> Iterator[tuple[str, list[str]]]:
    """Yield what is said in sentences, by heading."""
    production = told.production
    held = [wording.sentence(one.sentence) for one in production.loaders]
    held += [wording.sentence(f"{one.loaded_at} to {one.dumped_at}: {one.sentence}") for one in production.routes]
    lacking = [f"Missing: {one.part}. {one.reason}" for one in production.partial]
    for heading, sentences in (
        ("In words", list(told.sentences)),
        ("What holds it up", held),
        ("What is missing or not known", [*lacking, *production.notes]),
    ):
        if sentences:
            yield heading, sentences[:MOST]


def tables(production: SiteProduction, names: Mapping[str, str]) -> Iterator[tuple[str, Cells]]:
    """Yield what each machine did, those that did most first."""
    if production.trucks:
        yield "Trucks", _trucks(production.trucks, names)
    if production.diggers:
        yield "Loaders and excavators", _diggers(production.diggers, names)


def _trucks(told: Sequence[TruckRow], names: Mapping[str, str]) -> Cells:
    rows = sorted(told, key=lambda one: (-(one.hauled_t or 0), one.truck))
    cells = [
        (
            names.get(one.truck, one.truck),
            number(one.cycles),
            quantity(one.hauled_t, "t"),
            quantity(one.load_t, "t", 1),
            percent(one.queue_share),
            quantity(one.litres_per_tonne, "L/t", 2),
        )
        for one in rows[:MOST]
    ]
    heads = ("Truck", "Cycles", "Hauled", "Mean load", "Waiting", "Fuel")
    return [heads, *cells, *_others([one.hauled_t or 0 for one in rows[MOST:]])]


def _diggers(told: Sequence[DiggerRow], names: Mapping[str, str]) -> Cells:
    rows = sorted(told, key=lambda one: (-(one.dug_t or 0), one.digger))
    cells = [
        (
            names.get(one.digger, one.digger),
            number(one.passes),
            quantity(one.dug_t, "t"),
            f"± {quantity(_NINETY * one.sd_t, 't')}" if one.sd_t is not None else wording.NONE,
            percent(one.coverage),
            quantity(one.litres_per_tonne, "L/t", 2),
        )
        for one in rows[:MOST]
    ]
    heads = ("Machine", "Passes", "Moved", "90 %", "Weighed", "Fuel")
    return [heads, *cells, *_others([one.dug_t or 0 for one in rows[MOST:]])]


def _others(tonnes: Sequence[float]) -> Cells:
    """Return a line for all machines that have none of their own."""
    return [(f"and {number(len(tonnes))} more", "", quantity(sum(tonnes), "t"), "", "", "")] if tonnes else []
