"""How does another service ask where machines stand?"""

from typing import Annotated

from fastapi import Depends

from services.benchmarking.api import Benchmark, MachineBenchmark, Regions
from services.kit.client import Neighbour, ServiceClient


class BenchmarkingClient(ServiceClient):
    """Where machines stand among comparable ones, as far as the caller may see them."""

    service = "benchmarking"

    async def machine(self, machine: str, *, weeks: int = 26) -> MachineBenchmark:
        """Return how a machine works and where it stands; raises NotFound for an unknown machine."""
        return await self.get(f"/v1/machines/{machine}/benchmark", MachineBenchmark, weeks=weeks)

    async def all(self) -> Benchmark:
        """Return where the caller's machines stand."""
        return await self.get("/v1/benchmark", Benchmark)

    async def regions(self) -> Regions:
        """Return what differs between regions; raises NotPermitted for those who do not serve any."""
        return await self.get("/v1/regions", Regions)


Benchmarking = Annotated[BenchmarkingClient, Depends(Neighbour(BenchmarkingClient))]
