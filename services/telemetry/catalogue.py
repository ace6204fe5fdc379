"""How is the signal catalogue told?"""

from models.machines import Kind
from models.signals import CATALOGUE, Signal, signal, signals_of
from services.telemetry.api import Catalogue, HealthyBand, SignalInfo


def listed(kind: Kind | None) -> Catalogue:
    """Return the catalogue, or the part of one kind of machine."""
    return Catalogue(items=[_told(entry) for entry in (signals_of(kind) if kind else CATALOGUE)])


def band(entry: Signal) -> HealthyBand | None:
    """Return a signal's healthy band as it is told, None where it has none."""
    healthy = entry.healthy
    return HealthyBand(low=healthy.low, high=healthy.high, while_running=healthy.while_running) if healthy else None


def units(names: tuple[str, ...]) -> dict[str, str]:
    """Return the units of signals, by name."""
    return {name: signal(name).unit for name in names}


def _told(entry: Signal) -> SignalInfo:
    return SignalInfo(
        name=entry.name,
        unit=entry.unit,
        description=entry.description,
        subsystem=entry.subsystem,
        kinds=sorted(entry.kinds),
        low=entry.low,
        high=entry.high,
        healthy=band(entry),
        spn=entry.spn,
        iso15143=entry.iso15143,
        decimals=entry.decimals,
        counter=entry.counter,
    )
