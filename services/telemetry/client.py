"""How does another service ask for telemetry?"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Annotated, Literal

from fastapi import Depends

from services.kit.client import Neighbour, ServiceClient
from services.telemetry.api import (
    Asked,
    Catalogue,
    EventPage,
    FleetHistory,
    History,
    LatestColumns,
    LatestPage,
    MachineCoverage,
    MachineLatest,
    RejectedPage,
)


class TelemetryClient(ServiceClient):
    """What the machines said, as far as the caller may see it."""

    service = "telemetry"

    async def signals(self, kind: str | None = None) -> Catalogue:
        """Return the signal catalogue, or the part of one kind of machine."""
        return await self.get("/v1/signals", Catalogue, kind=kind)

    async def latest(self, machine: str, signals: Sequence[str] = ()) -> MachineLatest:
        """Return the newest values of a machine (no signals named: all); raises NotFound for an unknown machine."""
        return await self.get(f"/v1/machines/{machine}/latest", MachineLatest, signals=_joined(signals))

    async def latest_of_all(
        self, signals: Sequence[str], *, machines: Sequence[str] = (), limit: int = 1000, after: str | None = None
    ) -> LatestPage:
        """Return the newest values of the machines named (none: all that are visible), page by page."""
        query = {"signals": _joined(signals), "machines": _joined(machines), "limit": limit, "after": after}
        return await self.get("/v1/latest", LatestPage, **query)

    async def latest_columns(self, signals: Sequence[str]) -> LatestColumns:
        """Return the newest values of all machines that are visible at this moment, in columns."""
        return await self.get("/v1/columns/latest", LatestColumns, signals=_joined(signals))

    async def history(
        self,
        machine: str,
        signals: Sequence[str],
        from_: datetime | None = None,
        to: datetime | None = None,
        *,
        points: int = 1000,
        resolution: Asked = "auto",
    ) -> History:
        """Return signals of a machine over [from_, to), the last day when neither is named."""
        query = {"signals": _joined(signals), **_range(from_, to), "points": points, "resolution": resolution}
        return await self.get(f"/v1/machines/{machine}/history", History, **query)

    async def coverage(
        self, machine: str, from_: datetime | None = None, to: datetime | None = None
    ) -> MachineCoverage:
        """Return how complete a machine's messages of [from_, to) are, and what is missing."""
        return await self.get(f"/v1/machines/{machine}/coverage", MachineCoverage, **_range(from_, to))

    async def history_of(
        self,
        signal: str,
        machines: Sequence[str],
        from_: datetime | None = None,
        to: datetime | None = None,
        *,
        points: int = 300,
    ) -> FleetHistory:
        """Return one signal of several machines over [from_, to)."""
        query = {"signal": signal, "machines": _joined(machines), **_range(from_, to), "points": points}
        return await self.get("/v1/history", FleetHistory, **query)

    async def events(
        self,
        machine: str | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
        *,
        limit: int = 100,
        after: str | None = None,
    ) -> EventPage:
        """Return what a machine (None: any) reported over [from_, to), newest first."""
        path = f"/v1/machines/{machine}/events" if machine else "/v1/events"
        return await self.get(path, EventPage, **_range(from_, to), limit=limit, after=after)

    async def rejected(
        self, machine: str, from_: datetime | None = None, to: datetime | None = None, *, limit: int = 100
    ) -> RejectedPage:
        """Return which messages of a machine were refused over [from_, to) and why, newest first."""
        return await self.get(f"/v1/machines/{machine}/rejected", RejectedPage, **_range(from_, to), limit=limit)

    async def stream(self, machine: str, signals: Sequence[str] = ()) -> AsyncGenerator[bytes, None]:
        """Yield the server-sent events of a machine's newest values as they come, for passing on to a browser.

        Ends when the caller's token does; raises NotFound for an unknown machine.
        """
        async with aclosing(self.chunks(f"/v1/machines/{machine}/stream", signals=_joined(signals))) as chunks:
            async for chunk in chunks:
                yield chunk

    async def export(
        self, machine: str, signals: Sequence[str], from_: datetime, to: datetime, *, form: Literal["csv", "parquet"]
    ) -> AsyncGenerator[bytes, None]:
        """Yield a file with the readings of [from_, to), for passing on; raises NotFound for an unknown machine."""
        query = {"signals": _joined(signals), **_range(from_, to), "format": form}
        async with aclosing(self.chunks(f"/v1/machines/{machine}/export", **query)) as chunks:
            async for chunk in chunks:
                yield chunk


def _joined(names: Sequence[str]) -> str | None:
    return ",".join(names) or None


def _range(from_: datetime | None, to: datetime | None) -> dict[str, str | None]:
    return {"from": from_.isoformat() if from_ else None, "to": to.isoformat() if to else None}


TelemetryService = Annotated[TelemetryClient, Depends(Neighbour(TelemetryClient))]
