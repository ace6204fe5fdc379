"""Whom does the dashboard ask, in the name of its user?"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from services.benchmarking.client import BenchmarkingClient
from services.dashboard.session import Asks, User
from services.diagnostics.client import DiagnosticsClient
from services.maintenance.client import MaintenanceClient
from services.positioning.client import PositioningClient
from services.registry.client import RegistryClient
from services.site.client import SiteClient
from services.telemetry.client import TelemetryClient
from services.weighing.client import WeighingClient

BenchmarkingOfUser = Annotated[BenchmarkingClient, Depends(Asks(BenchmarkingClient))]
DiagnosticsOfUser = Annotated[DiagnosticsClient, Depends(Asks(DiagnosticsClient))]
MaintenanceOfUser = Annotated[MaintenanceClient, Depends(Asks(MaintenanceClient))]
PositioningOfUser = Annotated[PositioningClient, Depends(Asks(PositioningClient))]
RegistryOfUser = Annotated[RegistryClient, Depends(Asks(RegistryClient))]
SiteOfUser = Annotated[SiteClient, Depends(Asks(SiteClient))]
TelemetryOfUser = Annotated[TelemetryClient, Depends(Asks(TelemetryClient))]
WeighingOfUser = Annotated[WeighingClient, Depends(Asks(WeighingClient))]


@dataclass(frozen=True)
class Neighbours:
    """The services around, asked as one user."""

    user: User
    registry: RegistryOfUser
    telemetry: TelemetryOfUser
    diagnostics: DiagnosticsOfUser
    maintenance: MaintenanceOfUser
