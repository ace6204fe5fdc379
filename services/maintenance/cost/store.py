"""Which cost sheets are kept?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from services.kit.database import Connection, Queries, fetch_all
from services.maintenance.api import CostSheet, KeptSheet
from services.maintenance.cost.sheet import in_order

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "cost.sql")


@dataclass(frozen=True)
class _Row:
    customer: str
    make: str
    sheet: str
    set_at: datetime
    set_by: str


async def list_sheets(db: Connection, customer: str | None) -> list[KeptSheet]:
    """Return the sheets of a customer and of everybody, for every make, in the order in which they go first."""
    rows = await fetch_all(db, _Row, QUERIES["list_sheets"], {"customer": customer or ""})
    return in_order(
        KeptSheet(
            customer=row.customer or None,
            make=row.make or None,
            sheet=CostSheet.model_validate_json(row.sheet),
            set_at=row.set_at,
            set_by=row.set_by,
        )
        for row in rows
    )


async def keep_sheet(db: Connection, kept: KeptSheet) -> None:
    """Keep a sheet in place of the one before."""
    values = {
        "customer": kept.customer or "",
        "make": kept.make or "",
        "sheet": kept.sheet.model_dump_json(exclude_defaults=True),
        "set_at": kept.set_at,
        "set_by": kept.set_by,
    }
    await db.execute(QUERIES["keep_sheet"], values)


def of_make(sheets: Sequence[KeptSheet], make: str | None) -> list[KeptSheet]:
    """Return those sheets that hold for machines of a make (None: what holds for every make)."""
    return [one for one in sheets if one.make is None or one.make == make]
