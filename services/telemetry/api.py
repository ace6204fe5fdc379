"""What does the telemetry service answer?"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from services.kit.page import Page

Resolution = Literal["raw", "minute", "hour", "day"]
Asked = Literal["auto", "raw", "minute", "hour", "day"]
Connection = Literal["online", "offline", "unknown"]


class HealthyBand(BaseModel):
    """The values between which a signal is healthy, both included; null leaves a side open."""

    low: float | None
    high: float | None
    while_running: bool = Field(description="the band says nothing about a machine whose drive is off")


class SignalInfo(BaseModel):
    """One signal of the catalogue."""

    name: str
    unit: str
    description: str
    subsystem: str
    kinds: list[str]
    low: float = Field(description="the least value that the sensor can report")
    high: float = Field(description="the greatest value that the sensor can report")
    healthy: HealthyBand | None
    spn: int | None = Field(description="J1939 suspect parameter number")
    iso15143: str | None = Field(description="ISO 15143-3 element")
    decimals: int
    counter: bool


class Catalogue(BaseModel):
    """The signals that machines can report."""

    items: list[SignalInfo]


class Period(BaseModel):
    """The half-open time range [from, to); null leaves a side open."""

    model_config = ConfigDict(populate_by_name=True)

    from_: datetime | None = Field(alias="from")
    to: datetime | None


class LatestValue(BaseModel):
    """The newest value of one signal, and when it was measured."""

    value: float
    time: datetime


class LatestValues(BaseModel):
    """The newest values of one machine, by signal; a signal that never came is missing.

    `time` is the newest measurement, `received_at` when it came; both null for a machine that was never heard.
    """

    machine: str
    kind: str
    model: str
    generation: str
    connection: Connection
    time: datetime | None
    received_at: datetime | None
    values: dict[str, LatestValue]


class MachineLatest(LatestValues):
    """The newest values of one machine, with units, and when the caller may see its data."""

    units: dict[str, str]
    visible: list[Period]


class StreamedValues(BaseModel):
    """What an event `latest` of a stream holds: the signals of which a newer value came, the first time all.

    An event `stale` says that nothing newer can be known at the moment, `end` that the token has expired.
    """

    machine: str
    time: datetime
    received_at: datetime
    values: dict[str, LatestValue]


class LatestPage(Page[LatestValues]):
    """The newest values of several machines, by machine id."""

    units: dict[str, str]


class LatestColumns(BaseModel):
    """The newest values of machines in columns, by machine id; the same place in each tells of one machine."""

    machine: list[str]
    kind: list[str]
    model: list[str]
    connection: list[Connection]
    time: list[datetime | None]
    values: dict[str, list[float | None]]
    next: str | None


class Coverage(BaseModel):
    """How much of the asked range is really there, of what the caller may see."""

    samples: int = Field(description="values measured in the range")
    every_s: float | None = Field(description="the usual time between two values, in seconds; null: unknown")
    time_share: float = Field(description="share of the range's time with values, 0 to 1")
    sample_share: float | None = Field(description="share of the expected values that came, 0 to 1; null: unknown")
    first: datetime | None
    last: datetime | None


class Completeness(BaseModel):
    """How much of a time is covered by what the machine sent, as far as its numbered messages tell.

    Known is the time between the first and the last measurement of each start of the telematics unit: in it a message
    is either here, or declared lost, or not here yet. Of the rest nobody knows whether the machine was on.
    """

    asked_s: float = Field(description="seconds asked for that the caller may see and that are not in the future")
    known_s: float = Field(description="of these: seconds in which the machine is known to have measured")
    covered_s: float = Field(description="of these: seconds from which nothing is missing")
    lost_s: float = Field(description="seconds of which the machine has declared that it will never send them")
    not_arrived_s: float = Field(description="seconds that later messages have overtaken, and that may still come")
    share: float | None = Field(description="covered_s / known_s, 0 to 1; null: nothing is known")
    lost_messages: int
    not_arrived_messages: int


class MissingMessages(BaseModel):
    """Messages of a machine that are missing between two measurements."""

    model_config = ConfigDict(populate_by_name=True)

    from_: datetime = Field(alias="from")
    to: datetime
    reason: str = Field(description="the machine's reason for declaring them lost, or `not_arrived`")
    sentence: str = Field(description="the reason in words")
    messages: int
    share: float = Field(description="which share of all messages between the two times is missing, 0 to 1")


class MachineCoverage(Completeness):
    """How complete the messages of one machine over [from, to) are, and what is missing, in order of time."""

    model_config = ConfigDict(populate_by_name=True)

    machine: str
    from_: datetime = Field(alias="from")
    to: datetime
    visible: list[Period] = Field(description="when the caller may see this machine's data, within the range")
    waiting_since: datetime | None = Field(description="since when a message has been missing that may still come")
    missing: list[MissingMessages] = Field(description="at most 1,000; the sums count all")


class SignalHistory(BaseModel):
    """One signal over time: point i is at `time[i]`, and nulls there stand for a gap, where no line may be drawn.

    A point is one value (mean = min = max) or the values of a bucket that begins at its time.
    """

    unit: str
    description: str
    decimals: int
    healthy: HealthyBand | None
    resolution: Resolution
    bucket_s: float | None = Field(description="the width of a point's bucket in seconds; null: points are values")
    coverage: Coverage
    time: list[datetime]
    mean: list[float | None]
    min: list[float | None]
    max: list[float | None]


class History(BaseModel):
    """Signals of one machine over [from, to)."""

    model_config = ConfigDict(populate_by_name=True)

    machine: str
    kind: str
    from_: datetime = Field(alias="from")
    to: datetime
    resolution: Resolution = Field(description="what was read: readings as they came, or rollups of them")
    visible: list[Period] = Field(description="when the caller may see this machine's data, within the range")
    delivery: Completeness = Field(description="how complete the machine's messages of the range are")
    signals: dict[str, SignalHistory]


class FleetHistory(BaseModel):
    """One signal of several machines over [from, to)."""

    model_config = ConfigDict(populate_by_name=True)

    signal: str
    from_: datetime = Field(alias="from")
    to: datetime
    resolution: Resolution
    machines: dict[str, SignalHistory]


class MachineEvent(BaseModel):
    """Something that a machine reported at one moment, such as a fault code."""

    machine: str
    time: datetime
    received_at: datetime
    boot: str = Field(description="the start of the telematics unit in which it was reported")
    seq: int = Field(description="its number within that start")
    kind: str
    code: str
    severity: str
    active: bool
    text: str | None
    count: int | None


class Rejected(BaseModel):
    """A message that was refused, or of which values were left out: why, and how it began."""

    id: int
    machine: str | None
    received_at: datetime
    reason: str
    sentence: str = Field(description="what is wrong and what would be right")
    detail: str
    topic: str
    payload_bytes: int
    payload_start: str = Field(description="the first bytes of the payload as text, at most 1,000")


EventPage = Page[MachineEvent]
RejectedPage = Page[Rejected]
