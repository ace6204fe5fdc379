"""How does another service ask the weighing service?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import Depends

from services.kit.client import Neighbour, ServiceClient
from services.kit.parameter import Step
from services.weighing.api import (
    LoadChanged,
    Production,
    ScaleState,
    TargetReport,
    TruckLoads,
    WeighedPassPage,
)
from services.weighing.api.balance import MassBalance
from services.weighing.api.moved import Moved


class WeighingClient(ServiceClient):
    """What machines carried, as far as the caller may see them."""

    service = "weighing"

    async def passes(
        self, machine: str, from_: datetime, to: datetime, *, limit: int = 1000, after: str | None = None
    ) -> WeighedPassPage:
        """Return the passes of a digger that began in [from_, to), page by page; raises NotFound where unknown."""
        cut = {"limit": limit, "after": after}
        return await self.get(f"/v1/machines/{machine}/passes", WeighedPassPage, **_during(from_, to), **cut)

    async def loads(self, machine: str, from_: datetime, to: datetime) -> TruckLoads:
        """Return the loads of a truck or of a digger that began in [from_, to), a week at most."""
        return await self.get(f"/v1/machines/{machine}/loads", TruckLoads, **_during(from_, to))

    async def production(self, from_: datetime, to: datetime, machine: str | None = None) -> Production:
        """Return what machines moved in the hours that begin in [from_, to), a week at most."""
        return await self.get("/v1/production", Production, machine=machine, **_during(from_, to))

    async def moved(
        self, machines: Sequence[str], from_: datetime, to: datetime, *, step: Step = "hour", timezone: str = "UTC"
    ) -> Moved:
        """Return what those of some machines that the caller sees moved and carried in [from_, to), to the second."""
        how = {"machine": list(machines), "step": step, "timezone": timezone}
        return await self.get("/v1/moved", Moved, **_during(from_, to), **how)

    async def balance(self, from_: datetime, to: datetime, machines: Sequence[str] | None = None) -> MassBalance:
        """Return what diggers, trucks and belts (some, or all) weighed in [from_, to), and which scale is off."""
        some = {"machine": list(machines)} if machines else {}
        return await self.get("/v1/balance", MassBalance, **_during(from_, to), **some)

    async def targets(self, from_: datetime, to: datetime, machines: Sequence[str] | None = None) -> TargetReport:
        """Return how loads of [from_, to), of some machines or of all, keep to the 10/10/20 rule."""
        some = {"machine": list(machines)} if machines else {}
        return await self.get("/v1/targets", TargetReport, **_during(from_, to), **some)

    async def scale(self, machine: str) -> ScaleState:
        """Return how a machine's scale is; raises NotFound for an unknown machine."""
        return await self.get(f"/v1/machines/{machine}/scale", ScaleState)

    async def load(self, machine: str) -> LoadChanged:
        """Return the load that a digger makes or a truck gets; raises NotFound where none is known."""
        return await self.get(f"/v1/machines/{machine}/load", LoadChanged)


def _during(from_: datetime, to: datetime) -> dict[str, str]:
    return {"from_": from_.isoformat(), "to": to.isoformat()}


Weighing = Annotated[WeighingClient, Depends(Neighbour(WeighingClient))]
