"""What does a fleet file say about customers, sites, models and machines?"""

from dataclasses import replace
from enum import StrEnum, unique
from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from models.machines import Generation, Kind
from simulators.fleet.fault import FaultMode

# The contract's machine id, and the same form for every other id: it is part of topics, user names and addresses.
SLUG = r"^[a-z0-9][a-z0-9-]{0,62}$"
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
PIN = r"^[A-HJ-NPR-Z0-9]{17}$"
Slug = Annotated[str, Field(pattern=SLUG)]
Clock = Annotated[str, Field(pattern=CLOCK)]
Name = Annotated[str, Field(min_length=1, max_length=120)]
# Neither a text nor true is a number, and nothing is infinite.
_NUMBER = Field(strict=True, allow_inf_nan=False)
Number = Annotated[float, _NUMBER]
Positive = Annotated[float, _NUMBER, Field(gt=0)]
Days = Annotated[float, _NUMBER, Field(ge=0)]
Place = tuple[Number, Number]
Point = tuple[Number, Number, Number]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

# Files name entries in the singular, code names them in the plural.
_STRICT = ConfigDict(extra="forbid", validate_by_name=True, validate_by_alias=True)


@unique
class ZoneKind(StrEnum):
    """What happens in a zone of a site."""

    LOADING = "loading"
    DUMPING = "dumping"
    PARKING = "parking"


@unique
class TenureKind(StrEnum):
    """By which right a customer has a machine."""

    OWNED = "owned"
    RENTED = "rented"


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Region:
    """A sales and service region, whose engineers serve its sites."""

    id: Slug
    name: Name


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Customer:
    """A company that owns or rents machines."""

    id: Slug
    name: Name


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Climate:
    """The air of a site: yearly mean, half the yearly and half the daily swing, how much a hot spell adds, how dusty it
    is, and for which share of the time its roads are wet.
    """

    mean_c: Number
    annual_swing_c: Days
    daily_swing_c: Days
    warmest_month: Annotated[int, Field(ge=1, le=12)]
    hot_day_c: Days = 0.0
    dust: Positive = 1.0
    rain: Annotated[float, _NUMBER, Field(ge=0, le=1)] = 0.15


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Shift:
    """A working period of a site, in its own time, on the weekdays on which it starts."""

    id: Slug
    start: Clock
    hours: Annotated[float, _NUMBER, Field(ge=2, le=12)]
    days: tuple[Weekday, ...]


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Zone:
    """A place where machines load, dump or park: a polygon in metres east and north of the site's origin."""

    id: Slug
    name: Name
    kind: ZoneKind
    up_m: Number
    polygon: Annotated[tuple[Place, ...], Field(min_length=3)]


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Road:
    """A two-way haul road between two nodes, each a zone or a named junction, as points east, north and up in metres.

    A road that ends in a zone ends where machines stand there.
    """

    id: Slug
    name: Name
    start: Slug
    end: Slug
    limit_kmh: Positive
    points: Annotated[tuple[Point, ...], Field(min_length=2)]


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Site:
    """A quarry: where it lies, its climate, its shifts, its zones and its roads."""

    id: Slug
    name: Name
    region: Slug
    timezone: Name
    latitude_deg: Annotated[float, _NUMBER, Field(ge=-75, le=75)]
    longitude_deg: Annotated[float, _NUMBER, Field(ge=-180, le=180)]
    altitude_m: Annotated[float, _NUMBER, Field(ge=-400, le=6000)]
    climate: Climate
    shifts: Annotated[tuple[Shift, ...], Field(alias="shift", min_length=1)]
    zones: Annotated[tuple[Zone, ...], Field(alias="zone", min_length=1)]
    roads: Annotated[tuple[Road, ...], Field(alias="road", min_length=1)]


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Model:
    """A make's type of machine: `payload_kg` is one bucket, one body or, of a crusher, its hopper."""

    id: Slug
    make: Name
    name: Name
    kind: Kind
    rated_power_kw: Positive
    mass_kg: Positive
    payload_kg: Positive
    tank_l: Positive | None = None


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Tenure:
    """By which right a customer has a machine, and when, in days before the platform is first filled.

    `from_days_ago` None means always, `until_days_ago` None means still.
    """

    customer: Slug
    kind: TenureKind = TenureKind.OWNED
    from_days_ago: Days | None = None
    until_days_ago: Days | None = None


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Fault:
    """A fault that comes again and again: it starts at `onset_day` of each period, grows, and is repaired at its end.

    Periods are counted in days from the epoch, so that a fleet file says nothing about today. `reach` is how far it
    grows: 1 is failure in function. `where` names the tyre or the sensor that has it.
    """

    mode: FaultMode
    period_days: Annotated[int, Field(ge=2)]
    onset_day: Days
    growth_days: Positive
    reach: Positive = 1.0
    where: Name | None = None


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Machine:
    """One machine: identity, telematics, where and when it works, what its counters showed, and what is wrong with it.

    `customer` is today's owner; `tenures` is the whole story where there is more to tell.
    """

    id: Slug
    name: Name
    model: Slug
    serial: Name
    pin: Annotated[str, Field(pattern=PIN)]
    generation: Generation
    customer: Slug
    site: Slug
    works_at: Slug
    dumps_at: Slug | None = None
    shifts: Annotated[tuple[Slug, ...], Field(min_length=1)]
    engine_hours_h: Days
    tenures: Annotated[tuple[Tenure, ...], Field(alias="tenure")] = ()
    faults: Annotated[tuple[Fault, ...], Field(alias="fault")] = ()

    def story(self) -> tuple[Tenure, ...]:
        """Return who has had the machine by which right: its tenures, or its owner for ever."""
        return self.tenures or (Tenure(customer=self.customer),)


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class Fleet:
    """Everything that a fleet file describes.

    `failures` is how often parts fail by themselves, `stops` how often machines stand for small reasons, `misuse` how
    often they are treated badly, `link` how often their link to the platform is in trouble: 1 typical, 0 never.
    """

    name: Slug
    failures: Days = 1.0
    stops: Days = 1.0
    misuse: Days = 1.0
    link: Days = 1.0
    regions: Annotated[tuple[Region, ...], Field(alias="region", min_length=1)]
    customers: Annotated[tuple[Customer, ...], Field(alias="customer", min_length=1)]
    sites: Annotated[tuple[Site, ...], Field(alias="site", min_length=1)]
    models: Annotated[tuple[Model, ...], Field(alias="model", min_length=1)]
    machines: Annotated[tuple[Machine, ...], Field(alias="machine", min_length=1)]

    def of_site(self, site: str) -> "Fleet":
        """Return the fleet with one site and its machines alone."""
        return replace(
            self,
            sites=tuple(one for one in self.sites if one.id == site),
            machines=tuple(one for one in self.machines if one.site == site),
        )
