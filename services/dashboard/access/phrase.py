"""How is it said in plain words who may have which data, for what and when?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from models.consent import DataGroup, Purpose
from services.dashboard import wording
from services.registry.api import AccessTold, Consent, NewConsent, Read

GROUPS: Mapping[DataGroup, str] = {
    DataGroup.ENGINE: "engine, cooling, air and electrics",
    DataGroup.FUEL: "level and use",
    DataGroup.HYDRAULICS: "hydraulics and boom",
    DataGroup.PAYLOAD: "what scales weigh",
    DataGroup.DRIVELINE: "brakes, transmission and tyres",
    DataGroup.CRUSHER: "level, power and throughput",
    DataGroup.POSITION: "position and speed",
    DataGroup.EVENTS: "fault codes and other events",
    DataGroup.HEALTH: "conditions, alerts, diagnoses, forecasts and work orders",
    DataGroup.PRODUCTION: "passes, loads and haul cycles",
    DataGroup.BENCHMARK: "how a machine stands among its peers",
}
PURPOSES: Mapping[Purpose, str] = {
    Purpose.SUPPORT: "to support {you}: their people read it",
    Purpose.CONTRACT: "for a contract with {you}: their people and programs read it",
    Purpose.SERVICE: "to compute diagnoses, loads and cycles for {you}",
    Purpose.BENCHMARKING: "to count in comparisons; nobody reads it",
    Purpose.TRAINING: "to teach models; nobody reads it",
}
FOR: Mapping[Purpose, str] = {
    Purpose.SUPPORT: "support",
    Purpose.CONTRACT: "a contract",
    Purpose.SERVICE: "the services for the owner",
    Purpose.BENCHMARKING: "comparisons",
    Purpose.TRAINING: "teaching models",
}
# What each room of the platform keeps of a customer, as people say it.
ROOMS: Mapping[str, str] = {
    "telemetry": "What machines told: readings, their sums, events, refused messages",
    "diagnostics": "Findings, alerts and webhooks",
    "maintenance": "Forecasts, work orders and costs",
    "weighing": "Passes, loads and calibrations",
    "positioning": "Places, visits and haul cycles",
    "benchmarking": "Where machines stand among others",
    "site": "Shifts, drawings, road traffic",
    "registry": "Users and sites",
}
STATES: Mapping[str, str] = {
    "counting": "Being counted",
    "planned": "Waits for your word",
    "dropped": "Dropped",
    "erasing": "Being erased",
    "settling": "Second pass",
    "erased": "Erased",
}
_COMPUTED = {
    "service": "Programs of the platform, to compute diagnoses, loads and cycles for the owner",
    "benchmarking": "Programs of the platform, for comparisons; nobody reads it",
    "training": "Programs of the platform, to teach models; nobody reads it",
}


@dataclass(frozen=True)
class Names:
    """What people call customers, regions, parties and machines, by id."""

    customers: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
    parties: Mapping[str, str] = field(default_factory=dict)
    machines: Mapping[str, str] = field(default_factory=dict)

    def recipient(self, recipient: str) -> str:
        """Return who is to have data."""
        kind, _, name = recipient.partition(":")
        if kind == "manufacturer":
            return "The manufacturer (engineers of the machine's region)"
        if kind == "platform":
            return "The platform's programs"
        return (self.customers if kind == "customer" else self.parties).get(name, name)

    def viewer(self, viewer: str) -> str:
        """Return who may read."""
        kind, _, name = viewer.partition(":")
        if kind == "region":
            return f"Engineers of the manufacturer who serve {self.regions.get(name, name)}"
        if kind == "purpose":
            return _COMPUTED.get(name, f"Programs of the platform, for {name}")
        if kind == "all":
            return "Administrators of the platform"
        return (self.customers if kind == "customer" else self.parties).get(name, name)

    def rights(self, one: Read) -> str:
        """Return as whom the database let somebody read; regions in one breath."""
        if one.reader.startswith("service:") and one.rights == ["all"]:
            return "With the rights of the services"
        regions = [self.regions.get(name, name) for kind, _, name in map(_parted, one.rights) if kind == "region"]
        others = [self.viewer(right) for right in one.rights if not right.startswith("region:")]
        serving = [f"Engineers of the manufacturer who serve {_joined(regions)}"] if regions else []
        return "; ".join([*serving, *others])

    def sentence(self, told: Consent | NewConsent, local: ZoneInfo) -> str:
        """Return a consent in one sentence: who may have which data of which machines, for what, and when."""
        whose = self.customers.get(told.customer, told.customer)
        which = self.machines.get(told.machine, told.machine) if told.machine else f"each machine of {whose}"
        return (
            f"{self.recipient(told.recipient)} may have {groups_of(told.groups)} of {which}, "
            f"{PURPOSES[told.purpose].format(you=whose)}, {_when(told, local)}."
        )


def _parted(right: str) -> tuple[str, str, str]:
    return right.partition(":")


def _joined(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


def reader(one: Read) -> str:
    """Return who read: a user by the name that they sign in with, or what else it is."""
    return one.user or reader_named(one.reader)


def reader_named(subject: str) -> str:
    """Return who somebody is who reads under a name."""
    kind, _, name = subject.partition(":")
    words = {
        "user": "{}",
        "key": "Session or API key {}",
        "service": "Program of the {} service",
        "webhook": "Webhook {}",
    }
    return words.get(kind, subject).format(name)


@dataclass(frozen=True)
class Room:
    """What a room keeps: rows by table, how many were counted or erased, and how many are gone by now."""

    label: str
    tables: Sequence[tuple[str, int]]
    gone: int

    @property
    def rows(self) -> int:
        """Return how many rows these are."""
        return sum(rows for _, rows in self.tables)


def rooms(found: Mapping[str, int], gone: Mapping[str, int]) -> list[Room]:
    """Return rows by table, such as "weighing.pass", as rooms, those of most rows first."""
    by_room: dict[str, list[tuple[str, int]]] = {}
    for place, rows in found.items():
        schema, _, table = place.partition(".")
        by_room.setdefault(schema, []).append((table, rows))
    told = [
        Room(ROOMS.get(room, room), sorted(tables), sum(rows for place, rows in gone.items() if _in(room, place)))
        for room, tables in by_room.items()
    ]
    return sorted(told, key=lambda room: (-room.rows, room.label))


def _in(room: str, place: str) -> bool:
    return place.partition(".")[0] == room


def groups_of(groups: Sequence[DataGroup] | None) -> str:
    """Return which data are given."""
    if groups is None or len(groups) == len(DataGroup):
        return "all data"
    return "data of these groups: " + ", ".join(groups)


def _when(told: Consent | NewConsent, local: ZoneInfo) -> str:
    begin = f"from {wording.dated(told.from_, local)}" if told.from_ else "from the beginning"
    if isinstance(told, NewConsent) and told.from_ is None:
        begin = "from now on"
    end = f"until {wording.dated(told.to, local)}" if told.to else "until it is withdrawn"
    if told.data_from is None or told.data_from == told.from_:
        return f"{begin} {end}"
    return f"{begin} {end}; of what was measured since {wording.dated(told.data_from, local)}"


def measured(one: AccessTold, local: ZoneInfo) -> str:
    """Return of which time the data are that somebody may have."""
    return _span(one.data_from, one.data_to, local, always="at any time")


def opened(one: AccessTold, local: ZoneInfo) -> str:
    """Return from when until when somebody may have data."""
    return _span(one.open_from, one.open_to, local, always="until further notice")


def purposes_of(purposes: Sequence[Purpose]) -> str:
    """Return what data were read for, as consents of that time say."""
    return f"for {_joined([FOR[one] for one in purposes])}" if purposes else "no consent of that time says what for"


def of_time(begin: datetime | None, end: datetime | None, local: ZoneInfo) -> str:
    """Return of which time data were read."""
    return _span(begin, end, local, always="the newest, or all there was")


def _span(begin: datetime | None, end: datetime | None, local: ZoneInfo, *, always: str) -> str:
    ends = [wording.dated(time, local) if time else None for time in (begin, end)]
    match ends:
        case [None, None]:
            return always
        case [first, None]:
            return f"since {first}"
        case [None, last]:
            return f"until {last}"
    return f"{ends[0]} to {ends[1]}"
