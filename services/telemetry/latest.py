"""What are the newest values of a machine, and of a fleet?"""

from collections.abc import Sequence

from models.machines import Kind
from models.signals import NAMES, signals_of
from services.kit.database import Connection
from services.kit.page import Cut, cursor, cut_columns
from services.kit.telemetry import Latest, TelemetryReader, VisiblePeriod
from services.telemetry import catalogue, store
from services.telemetry.api import LatestColumns, LatestPage, LatestValue, LatestValues, MachineLatest, Period


async def of_machine(telemetry: TelemetryReader, machine: str, signals: tuple[str, ...]) -> MachineLatest:
    """Return the newest values of one machine, of all signals of its kind where none is named."""
    periods = await telemetry.require(machine)
    last = periods[-1]
    names = signals or of_kind(last.kind)
    found = await telemetry.latest(names, [machine])
    online = await store.online(telemetry.connection, machine)
    present = store.Present(machine, last.kind, last.model, last.generation, online)
    told = _told(present, found[0] if found else None)
    return MachineLatest(**dict(told), units=catalogue.units(names), visible=seen(periods))


async def of_fleet(
    telemetry: TelemetryReader, signals: tuple[str, ...], machines: tuple[str, ...], cut: Cut
) -> LatestPage:
    """Return a page of the newest values of the machines named, or of all that are visible at this moment."""
    present = await store.list_present(telemetry.connection, machines, cut)
    page, more = present[: cut.limit], len(present) > cut.limit
    found = {latest.machine: latest for latest in await telemetry.latest(signals, [m.machine for m in page])}
    items = [_told(machine, found.get(machine.machine)) for machine in page]
    return LatestPage(items=items, next=cursor([page[-1].machine]) if more else None, units=catalogue.units(signals))


async def columns(db: Connection, signals: tuple[str, ...], cut: Cut) -> LatestColumns:
    """Return the newest values of all machines that are visible at this moment, in columns."""
    found = await store.list_columns(db, signals, cut)
    told = cut_columns(found, cut, "machine")
    told["connection"] = [store.connectedness(online) for online in told["online"]]
    return LatestColumns(**told, values={name: told[name] for name in signals})


def of_kind(kind: str) -> tuple[str, ...]:
    """Return the signals of a kind of machine, of every kind where the catalogue does not know it."""
    known = {known.value for known in Kind}
    return tuple(entry.name for entry in signals_of(Kind(kind))) if kind in known else NAMES


def seen(periods: Sequence[VisiblePeriod]) -> list[Period]:
    """Return visible periods as they are told: without the years that stand for no beginning and no end."""
    return [
        Period(
            from_=None if period.from_time.year == 1 else period.from_time,
            to=None if period.to_time.year == 9999 else period.to_time,
        )
        for period in periods
    ]


def _told(machine: store.Present, latest: Latest | None) -> LatestValues:
    values = latest.values if latest else {}
    return LatestValues(
        machine=machine.machine,
        kind=machine.kind,
        model=machine.model,
        generation=machine.generation,
        connection=store.connectedness(machine.online),
        time=latest.time if latest else None,
        received_at=latest.received_at if latest else None,
        values={name: LatestValue(value=value.value, time=value.time) for name, value in values.items()},
    )
