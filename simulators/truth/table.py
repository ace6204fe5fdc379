"""Which tables hold the truth, with which columns and units?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

Row = Mapping[str, object]

_TIME = pa.timestamp("ms", tz="UTC")


@dataclass(frozen=True)
class Table:
    """One table of the truth: a file of this name, and its columns, each with its unit in its name."""

    name: str
    schema: pa.Schema

    def of(self, rows: Iterable[Row]) -> pa.Table:
        """Return rows as a table; a time is given in Unix seconds, and what a row does not name is null."""
        columns: dict[str, list[object]] = {name: [] for name in self.schema.names}
        for row in rows:
            for name, cells in columns.items():
                cells.append(row.get(name))
        return pa.table([_cells(self.schema.field(name), columns[name]) for name in columns], schema=self.schema)


def _cells(field: pa.Field, values: list[object]) -> pa.Array:
    if field.type == _TIME:
        return pa.array([None if value is None else round(1000 * float(str(value))) for value in values], _TIME)
    return pa.array(values, field.type)


def _table(
    name: str, *, names: str = "", times: str = "", numbers: str = "", counts: str = "", flags: str = ""
) -> Table:
    kinds = ((names, pa.string()), (times, _TIME), (numbers, pa.float64()), (counts, pa.int64()), (flags, pa.bool_()))
    return Table(name, pa.schema([(column, kind) for columns, kind in kinds for column in columns.split()]))


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        _table(
            "machine",
            names="machine kind model generation customer site works_at dumps_at",
            numbers="rated_power_kw mass_kg payload_kg",
        ),
        _table(
            "degradation",
            names="machine component mode consequence",
            times="onset_at failure_at repair_at",
            counts="life",
            flags="sensor_fault",
        ),
        _table("severity", names="machine mode", times="time", numbers="severity damage"),
        _table("fuel", names="machine", times="hour", numbers="fuel_l running_s"),
        _table("phase", names="machine phase zone", times="start stop", numbers="load_kg moved_kg"),
        _table("pass", names="digger truck", times="start stop", numbers="payload_kg mud_kg", counts="cycle place"),
        _table(
            "cycle",
            names="truck digger loaded_at dumped_at",
            times="start queue_at spot_at loading_at hauling_at dump_queue_at dumping_at stop",
            numbers="payload_kg distance_m climb_m queue_s dump_queue_s fuel_l",
            counts="cycle passes",
        ),
        _table("operator", names="machine operator", times="start stop", numbers="skill pace"),
        _table("breakdown", names="machine cause", times="start stop"),
        _table("misuse", names="machine kind unit", times="start stop", numbers="size"),
        _table("link", names="machine kind detail", times="start stop"),
    )
}
