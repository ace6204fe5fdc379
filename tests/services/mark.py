"""Which values stand for the groups of data, so that an answer can be searched for what it tells of?"""

from collections.abc import Mapping
from datetime import datetime
from typing import LiteralString, NamedTuple

from models.alert import SLOT
from models.consent import TELEMETRY, DataGroup
from services.diagnostics.alert import course
from services.diagnostics.alert.course import Found, Look
from services.diagnostics.api import Severity
from services.kit.database import WORKER, transaction
from services.kit.testing import House
from tests.services.measurement import measure


class Mark(NamedTuple):
    """What stands in no answer by chance, and the groups that somebody needs to be told it: all of them."""

    text: str
    needs: frozenset[DataGroup]


# A signal of each group of what machines tell, and its value.
VALUES = {
    DataGroup.ENGINE: ("engine_hours_h", 24681.375),
    DataGroup.FUEL: ("fuel_used_l", 864213.5),
    DataGroup.HYDRAULICS: ("boom_head_pressure_bar", 246.625),
    DataGroup.PAYLOAD: ("payload_total_kg", 97531246.5),
    DataGroup.DRIVELINE: ("transmission_oil_pressure_kpa", 2468.5),
    DataGroup.CRUSHER: ("crusher_throughput_tph", 1928.5),
    DataGroup.POSITION: ("latitude_deg", 60.1234375),
}
SIGNALS = [name for name, _ in VALUES.values()]
_ALERT, _EVENT, _VISIT = "a mark of an alert", "a mark of events", "a-mark-of-a-visit"
_PASS_KG, _LOAD_KG, _CYCLE_M, _CYCLES, _TOLD_H = 13579.25, 24685.75, 8642.75, 975_310_864, 135.796875

# By what is told in which words; a cycle tells where a truck was, and a week of nearly everything.
MARKS: Mapping[str, Mark] = {
    **{group: Mark(str(value), frozenset({group})) for group, (_, value) in VALUES.items()},
    "event": Mark(_EVENT, frozenset({DataGroup.EVENTS})),
    "alert": Mark(_ALERT, frozenset({DataGroup.HEALTH})),
    "pass": Mark(str(_PASS_KG), frozenset({DataGroup.PRODUCTION})),
    "load": Mark(str(_LOAD_KG), frozenset({DataGroup.PRODUCTION})),
    "visit": Mark(_VISIT, frozenset({DataGroup.POSITION})),
    "cycle": Mark(str(_CYCLE_M), frozenset({DataGroup.PRODUCTION, DataGroup.POSITION})),
    "standing": Mark(str(_CYCLES), frozenset({DataGroup.BENCHMARK})),
    "week": Mark(
        str(_TOLD_H),
        frozenset({DataGroup.ENGINE, DataGroup.FUEL, DataGroup.PAYLOAD, DataGroup.POSITION, DataGroup.PRODUCTION}),
    ),
}
assert set(TELEMETRY) <= {group for mark in MARKS.values() for group in mark.needs}

_ROWS: tuple[tuple[LiteralString, object], ...] = (
    (
        """
        insert into telemetry.event (time, received_at, seq, active, machine, boot, kind, code, severity, text)
        values (%(at)s, now(), 1, true, %(machine)s, 'b', 'fault', 'f-1', 'warning', %(mark)s)
        """,
        _EVENT,
    ),
    (
        """
        insert into weighing.pass (machine, begun, lifted, ended, payload_kg, sd_kg, common_kg, zero_kg, flaws)
        values (%(machine)s, %(at)s, %(at)s, %(at)s, %(mark)s, 1, 1, 0, 0)
        """,
        _PASS_KG,
    ),
    (
        """
        insert into weighing.filling (digger, begun, lifted, passes, payload_kg, sd_kg)
        values (%(machine)s, %(at)s, %(at)s, 1, %(mark)s, 1)
        """,
        _LOAD_KG,
    ),
    (
        """
        insert into positioning.visit (machine, site, zone, entered_at, left_at)
        values (%(machine)s, 'acme-north', %(mark)s, %(at)s, %(at)s::timestamptz + interval '1 minute')
        """,
        _VISIT,
    ),
    (
        """
        insert into positioning.cycle
        select
            %(machine)s, 'acme-north', %(at)s, t, t, t, t, t, t, t, t + interval '1 minute', 'face', 'tip',
            1, %(mark)s, 1, 0, 0, 0, array_fill(null::double precision, array[6])
        from (select %(at)s::timestamptz) a (t)
        """,
        _CYCLE_M,
    ),
    (
        """
        insert into benchmarking.release (quarter, from_time, to_time, told, sentence, simulated_owners)
        values (%(mark)s, %(at)s, %(at)s, true, '', 0)
        """,
        "2026-Q1",
    ),
    (
        """
        insert into benchmarking.standing
        select '2026-Q1', %(machine)s, t, t + interval '1 minute', '', '', 0, %(mark)s, 1, 1, 1, 1, 1, 0
        from (select %(at)s::timestamptz) a (t)
        """,
        _CYCLES,
    ),
    (
        """
        insert into benchmarking.machine_week (
            machine, from_time, to_time, kind, model, source, told_h, week, samples, cycles, cycle_s
        )
        select %(machine)s, t, t + interval '1 minute', 'haul_truck', 'a30', 'telemetry', %(mark)s, '{}', 1, 0, 0
        from (select %(at)s::timestamptz) a (t)
        """,
        _TOLD_H,
    ),
)


async def leave_marks(house: House, machine: str, at: datetime) -> None:
    """Let a machine have told of every group, and services have found of each, what bears its mark."""
    measure(house.database, machine, at, **dict(VALUES.values()))
    with house.database.admin() as connection:
        for statement, mark in _ROWS:
            connection.execute(statement, {"machine": machine, "at": at, "mark": mark})
    app = await house.open("diagnostics")
    found = [Found("finding", "coolant_temperature_c", Severity.WARNING, _ALERT, "Look.")]
    async with transaction(app.state.resources.pool, WORKER) as db:
        for slots in (2, 1, 0):
            await course.take(db, Look(machine, at - slots * SLOT, found))


def marks_in(text: str) -> set[str]:
    """Return the names of the marks that a text bears."""
    return {name for name, mark in MARKS.items() if mark.text in text}
