"""What does the list say about one machine?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.machines import Kind
from models.signals import Signal, signal
from services.dashboard.condition import STATE_LABELS
from services.dashboard.fleet.source import HOURS, KEY_SIGNALS, Fleet
from services.diagnostics.api import State
from services.telemetry.api import LatestValues


@dataclass(frozen=True)
class Shown:
    """One value as it is shown: of which signal, and when it was measured."""

    signal: Signal
    value: float | None
    time: datetime | None


@dataclass(frozen=True)
class Row:
    """One machine of the list; None stands for what nobody told."""

    id: str
    name: str
    kind: Kind
    make_and_model: str
    serial: str | None
    pin: str | None
    customer: str | None
    customer_name: str | None
    site: str | None
    site_name: str | None
    timezone: str | None
    region: str | None
    state: State | None
    urgency: float
    sentence: str | None
    since: datetime | None
    connection: str
    seen: datetime | None
    hours: Shown
    values: list[Shown]

    @property
    def label(self) -> str:
        """Return the state in words."""
        return STATE_LABELS[self.state] if self.state else "Condition unknown"

    @property
    def searched(self) -> str:
        """Return everything by which people look for a machine, in lower case."""
        words = (
            self.id,
            self.name,
            self.kind.label,
            self.make_and_model,
            self.serial,
            self.pin,
            self.customer_name,
            self.site_name,
        )
        return " ".join(word for word in words if word).lower()


def rows(fleet: Fleet) -> list[Row]:
    """Return a row for each machine; without the registry, for each that has sent something."""
    names = fleet.machines or fleet.latest
    return [row(fleet, name) for name in names]


def row(fleet: Fleet, name: str) -> Row:
    """Return the row of one machine; raises KeyError where neither registry nor telemetry told of it."""
    machine, latest, condition = fleet.machines.get(name), fleet.latest.get(name), fleet.conditions.get(name)
    tenure = machine.tenure if machine else None
    customer, site = (tenure.customer, tenure.site) if tenure else (None, None)
    place, owner = fleet.sites.get(site or ""), fleet.customers.get(customer or "")
    kind = Kind(machine.kind if machine else fleet.latest[name].kind)
    return Row(
        id=name,
        name=machine.name if machine else name,
        kind=kind,
        make_and_model=f"{machine.make} {machine.model_name}" if machine else fleet.latest[name].model,
        serial=machine.serial if machine else None,
        pin=machine.pin if machine else None,
        customer=customer,
        customer_name=owner.name if owner else customer,
        site=site,
        site_name=place.name if place else site,
        timezone=place.timezone if place else None,
        region=place.region if place else owner.region if owner else None,
        state=condition.state if condition else None,
        urgency=condition.urgency if condition else -1.0,
        sentence=condition.sentence if condition else None,
        since=condition.since if condition else None,
        connection=latest.connection if latest else "unknown",
        seen=latest.time if latest else None,
        hours=shown([HOURS], latest)[0],
        values=shown(KEY_SIGNALS[kind], latest),
    )


def shown(names: Sequence[str], latest: LatestValues | None) -> list[Shown]:
    """Return the newest values of signals, with None where nothing came."""
    known = latest.values if latest else {}
    return [
        Shown(signal(name), known[name].value if name in known else None, known[name].time if name in known else None)
        for name in names
    ]
