"""Which signals and which time does a request ask about?"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Depends, Query
from pydantic import AwareDatetime

from models.messages import MACHINE_ID
from models.signals import NAMES, nearest
from services.kit.errors import BadRequest, FieldError
from services.kit.parameter import EARLIEST, Period, period

MOST_SIGNALS = 24
MOST_MACHINES = 50
_DAY = timedelta(days=1)

From = Annotated[
    AwareDatetime | None, Query(alias="from", description="The first moment; a day before `to` if left out.")
]
To = Annotated[AwareDatetime | None, Query(description="The end, not included; this moment if left out.")]
Names = Annotated[
    str | None,
    Query(
        max_length=2000,
        description=f"Signal names of the catalogue, separated by commas; at most {MOST_SIGNALS}.",
        examples=["engine_speed_rpm,coolant_temperature_c"],
    ),
]


MachineNames = Annotated[
    str | None,
    Query(max_length=5000, description=f"Machine ids, separated by commas; at most {MOST_MACHINES}."),
]


class UnknownSignals(BadRequest):
    """The catalogue has no signals of these names."""

    code, title = "unknown-signal", "Unknown signal"

    def __init__(self, names: Sequence[str]) -> None:
        errors = [FieldError(field="signals", detail=_unknown(name)) for name in names]
        super().__init__(" ".join(error.detail for error in errors[:5]), errors=errors)


def _unknown(name: str) -> str:
    alike = ", ".join(nearest(name))
    hint = f"Nearest: {alike}." if alike else "All names are at /api/telemetry/v1/signals."
    return f"There is no signal {name[:80]!r}. {hint}"


async def listed_signals(signals: Names = None) -> tuple[str, ...]:
    """Return the signals asked for, each once, in the order of the request; empty where none is named."""
    names = tuple(dict.fromkeys(name.strip() for name in (signals or "").split(",") if name.strip()))
    if unknown := [name for name in names if name not in NAMES]:
        raise UnknownSignals(unknown)
    return names


async def few_signals(names: Annotated[tuple[str, ...], Depends(listed_signals)]) -> tuple[str, ...]:
    """Return the signals asked for; raises BadRequest for more than are answered at once."""
    if len(names) > MOST_SIGNALS:
        raise _wrong("signals", f"At most {MOST_SIGNALS} signals are answered at once, and {len(names)} are named.")
    return names


def required(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the signals; raises BadRequest where none is named."""
    if not names:
        raise _wrong("signals", "Name at least one signal, such as signals=engine_speed_rpm,coolant_temperature_c.")
    return names


async def listed_machines(machines: MachineNames = None) -> tuple[str, ...]:
    """Return the machines named, each once; empty where none is. Raises BadRequest for what can be no machine's id."""
    names = tuple(dict.fromkeys(name.strip() for name in (machines or "").split(",") if name.strip()))
    if malformed := [name for name in names if not re.fullmatch(MACHINE_ID, name)]:
        raise _wrong("machines", f"{malformed[0][:80]!r} is no machine id; right is lower case, such as 'loader-07'.")
    if len(names) > MOST_MACHINES:
        raise _wrong("machines", f"At most {MOST_MACHINES} machines may be named, and {len(names)} are.")
    return names


async def some_machines(names: Annotated[tuple[str, ...], Depends(listed_machines)]) -> tuple[str, ...]:
    """Return the machines named; raises BadRequest where none is."""
    if not names:
        raise _wrong("machines", "Name at least one machine, such as machines=loader-07,truck-11.")
    return names


async def one_signal(
    signal: Annotated[str, Query(max_length=200, description="A signal's name of the catalogue.")],
) -> str:
    """Return the signal; raises UnknownSignals where the catalogue has none of this name."""
    if signal not in NAMES:
        raise UnknownSignals([signal])
    return signal


async def asked_range(from_: From = None, to: To = None) -> Period:
    """Return the period asked for: by default the day that ends at this moment."""
    end = to or datetime.now(UTC)
    return period(from_ or max(EARLIEST, end - min(_DAY, max(end - EARLIEST, timedelta(0)))), end)


def _wrong(field: str, detail: str) -> BadRequest:
    return BadRequest(detail, errors=[FieldError(field=field, detail=detail)])


Signals = Annotated[tuple[str, ...], Depends(listed_signals)]
FewSignals = Annotated[tuple[str, ...], Depends(few_signals)]
Machines = Annotated[tuple[str, ...], Depends(listed_machines)]
SomeMachines = Annotated[tuple[str, ...], Depends(some_machines)]
OneSignal = Annotated[str, Depends(one_signal)]
Range = Annotated[Period, Depends(asked_range)]
