"""Which costs follow from several cost sheets, and is one of them possible?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from pydantic import BaseModel

from models import plan
from services.kit.errors import FieldError
from services.maintenance.api import CostSheet, KeptSheet


def rates_of(sheets: Sequence[CostSheet]) -> plan.Rates:
    """Return what all repairs share by these sheets, the first of which goes before the next, then by the handbook."""
    found = plan.Rates()
    for sheet in reversed(sheets):
        standstill = {**found.standstill_eur_per_h, **sheet.rates.standstill_eur_per_h}
        found = replace(found, **_said(sheet.rates, "standstill_eur_per_h"), standstill_eur_per_h=standstill)
    return found


def prices_of(sheets: Sequence[CostSheet]) -> dict[str, plan.Price]:
    """Return what the repair of each failure takes by these sheets, as `rates_of` has it."""
    found = dict(plan.HANDBOOK)
    for sheet in reversed(sheets):
        found |= {mode: replace(found[mode], **_said(price)) for mode, price in sheet.prices.items()}
    return found


def contradictions(sheet: CostSheet, beneath: Sequence[KeptSheet], make: str | None) -> Iterator[FieldError]:
    """Yield what cannot be in a sheet that goes before those beneath it."""
    if make is not None and sheet.rates.model_dump(exclude_defaults=True):
        yield FieldError(field="rates", detail="a site's rates hold for machines of every make; leave 'make' out")
    unknown = sorted(set(sheet.prices) - set(plan.HANDBOOK))
    for mode in unknown:
        known = ", ".join(plan.HANDBOOK)
        yield FieldError(
            field=f"prices.{mode}", detail=f"this is no failure whose repair is planned; there are: {known}"
        )
    if not unknown:
        prices = prices_of([sheet, *(one.sheet for one in beneath)])
        yield from _cheap_failures({mode: prices[mode] for mode in sheet.prices})


def _cheap_failures(prices: Mapping[str, plan.Price]) -> Iterator[FieldError]:
    for mode, price in prices.items():
        values = asdict(price)
        for name in ("parts_eur", "labour_h", "standstill_h"):
            planned, failed = values[name], values[f"failed_{name}"]
            if failed < planned:
                wrong = (
                    f"is {failed:g}, less than {name} of {planned:g}; a failure takes no less than the planned repair"
                )
                yield FieldError(field=f"prices.{mode}.failed_{name}", detail=wrong)


def _said(draft: BaseModel, *without: str) -> dict[str, Any]:
    return draft.model_dump(exclude_none=True, exclude=set(without))


def in_order(sheets: Iterable[KeptSheet]) -> list[KeptSheet]:
    """Return sheets in the order in which they go before others: a customer's before everybody's, a make's first."""
    return sorted(sheets, key=lambda one: (one.customer is None, one.make is None))
