"""What does the list say about one machine?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from models.machines import Kind
from models.signals import Signal, signal
from services.dashboard.condition import STATE_LABELS
from services.dashboard.wording import zone
from services.diagnostics.api import State
from services.registry.api import Customer, Site
from services.telemetry.api import LatestValues

# What an engineer looks at first, by kind of machine; every kind has its hours beside these.
KEY_SIGNALS: dict[Kind, tuple[str, ...]] = {
    Kind.WHEEL_LOADER: ("engine_speed_rpm", "coolant_temperature_c", "fuel_level_percent"),
    Kind.HAUL_TRUCK: ("ground_speed_kmh", "payload_kg", "fuel_level_percent"),
    Kind.EXCAVATOR: ("engine_speed_rpm", "hydraulic_oil_temperature_c", "fuel_level_percent"),
    Kind.CRUSHER: ("crusher_throughput_tph", "crusher_power_kw", "crusher_level_percent"),
}
HOURS = "engine_hours_h"
LISTED = (HOURS, *sorted({name for names in KEY_SIGNALS.values() for name in names}))


@dataclass(frozen=True)
class Shown:
    """One value as it is shown: of which signal, and when it was measured."""

    signal: Signal
    value: float | None
    time: datetime | None


class Listed(NamedTuple):
    """What the registry says of a machine."""

    id: str
    name: str
    kind: Kind
    make: str
    model: str
    serial: str
    pin: str | None
    customer: str | None
    site: str | None


class Heard(NamedTuple):
    """What the telemetry service says of a machine: its newest measurement, and its operating hours."""

    machine: str
    kind: str
    model: str
    connection: str
    time: datetime | None
    hours: float | None


class Found(NamedTuple):
    """What the diagnostics service says of a machine."""

    machine: str
    state: State
    urgency: float
    sentence: str
    since: datetime | None


@dataclass(frozen=True)
class Row:
    """One machine of the list, by those who know it; None stands for what nobody told."""

    id: str
    kind: Kind
    machine: Listed | None
    owner: Customer | None
    place: Site | None
    condition: Found | None
    heard: Heard | None
    latest: LatestValues | None = None

    @property
    def name(self) -> str:
        """Return what people call it; its id where nobody tells."""
        return self.machine.name if self.machine else self.id

    @property
    def local(self) -> ZoneInfo:
        """Return the time zone of its site; UTC where none is known."""
        return zone(self.place.timezone if self.place else None)

    @property
    def make_and_model(self) -> str:
        """Return who made it and what they call it."""
        if self.machine:
            return f"{self.machine.make} {self.machine.model}"
        return self.heard.model if self.heard else ""

    @property
    def customer(self) -> str | None:
        """Return the id of who has it."""
        return self.machine.customer if self.machine else None

    @property
    def customer_name(self) -> str | None:
        """Return the name of who has it; the id where nobody tells."""
        return self.owner.name if self.owner else self.customer

    @property
    def site(self) -> str | None:
        """Return the id of the site on which it is."""
        return self.machine.site if self.machine else None

    @property
    def site_name(self) -> str | None:
        """Return the name of the site on which it is; the id where nobody tells."""
        return self.place.name if self.place else self.site

    @property
    def region(self) -> str | None:
        """Return the id of the region that serves it: its site's, else its customer's."""
        if self.place:
            return self.place.region
        return self.owner.region if self.owner else None

    @property
    def state(self) -> State | None:
        """Return how it is."""
        return self.condition.state if self.condition else None

    @property
    def label(self) -> str:
        """Return how it is, in words."""
        return STATE_LABELS[self.condition.state] if self.condition else "Condition unknown"

    @property
    def urgency(self) -> float:
        """Return how much it needs somebody: the greater, the more; below zero where nobody tells."""
        return self.condition.urgency if self.condition else -1.0

    @property
    def connection(self) -> str:
        """Return whether it is online."""
        told = self.latest or self.heard
        return told.connection if told else "unknown"

    @property
    def seen(self) -> datetime | None:
        """Return the time of its newest measurement."""
        told = self.latest or self.heard
        return told.time if told else None

    @property
    def hours(self) -> float | None:
        """Return how many hours it has run."""
        if self.latest:
            return shown([HOURS], self.latest)[0].value
        return self.heard.hours if self.heard else None

    @property
    def values(self) -> list[Shown]:
        """Return what an engineer looks at first."""
        return shown(KEY_SIGNALS[self.kind], self.latest)

    @cached_property
    def facets(self) -> dict[str, str | None]:
        """Return by what people filter a list."""
        return {
            "customer": self.customer,
            "region": self.region,
            "site": self.site,
            "kind": self.kind.value,
            "condition": self.condition.state.value if self.condition else "unknown",
            "connection": self.connection,
        }

    @cached_property
    def searched(self) -> str:
        """Return everything by which people look for a machine, in lower case."""
        numbers = (self.machine.serial, self.machine.pin) if self.machine else ()
        names = (self.name, self.kind.label, self.make_and_model, self.customer_name, self.site_name)
        return " ".join(word for word in (self.id, *names, *numbers) if word).lower()


def shown(names: Sequence[str], latest: LatestValues | None) -> list[Shown]:
    """Return the newest values of signals, with None where nothing came."""
    known = latest.values if latest else {}
    return [
        Shown(signal(name), known[name].value if name in known else None, known[name].time if name in known else None)
        for name in names
    ]
