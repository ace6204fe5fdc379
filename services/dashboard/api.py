"""What may be asked of the dashboard's pages in their addresses, and what do its charts read?"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, ClassVar
from urllib.parse import urlencode

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

SORT = r"^-?(condition|name|customer|site|hours|seen)$"
Chosen = Annotated[str, Field(max_length=63)]


class _Selecting(BaseModel):
    """What a list shows: a part of the address, so that a list can be sent on."""

    root: ClassVar[str]

    page: Annotated[int, Field(ge=1, le=10_000)] = 1

    def address(self, **changes: Any) -> str:
        """Return the address of the list with some of this changed; another choice begins at the first page."""
        wanted = {**self.model_dump(exclude_defaults=True), **({} if "page" in changes else {"page": 1}), **changes}
        defaults = type(self)().model_dump()
        said = {name: value for name, value in wanted.items() if value != defaults[name]}
        return f"{self.root}?{urlencode(said)}" if said else self.root


class TriageQuery(_Selecting):
    """Which of the machines that need somebody are shown."""

    root = "/triage"

    region: Chosen = ""
    customer: Chosen = ""
    site: Chosen = ""
    model: Annotated[str, Field(max_length=200)] = ""
    severity: Chosen = ""
    state: Chosen = ""

    @property
    def chosen(self) -> bool:
        """Return whether anything narrows the list."""
        return any((self.region, self.customer, self.site, self.model, self.severity, self.state))


class AlertQuery(_Selecting):
    """Which alerts are shown, over or not: of a machine or a site, how bad, how they stand, in how many past days."""

    root = "/alerts"

    machine: Chosen = ""
    site: Chosen = ""
    severity: Chosen = ""
    state: Chosen = ""
    days: Annotated[int, Field(ge=0, le=3660, description="0: all that is kept")] = 28

    @property
    def chosen(self) -> bool:
        """Return whether anything but the time narrows the list."""
        return any((self.machine, self.site, self.severity, self.state))


class LogQuery(_Selecting):
    """Which entries of the log of access are shown: who read what of whom, in which past days until when.

    `who` is people (""), "programs" or "all"; `after` is the cursor behind which the page begins.
    """

    root = "/access/log"

    customer: Chosen = ""
    machine: Chosen = ""
    who: Annotated[str, Field(pattern="^(programs|all)?$")] = ""
    reader: Annotated[str, Field(max_length=200)] = ""
    days: Annotated[int, Field(ge=0, le=3660, description="0: all that is kept")] = 28
    until: Annotated[date | None, BeforeValidator(lambda said: said or None)] = Field(None, description="the last day")
    after: Annotated[str, Field(max_length=500)] = ""

    @property
    def chosen(self) -> bool:
        """Return whether anything but the customer and the days narrows the list."""
        return any((self.machine, self.reader, self.until, self.after))

    def address(self, **changes: Any) -> str:
        """Return the address of the list with some of this changed; another choice begins with the newest."""
        return super().address(**{"after": "", **changes})


class FleetQuery(_Selecting):
    """Which machines the list shows, in which order."""

    root = "/fleet"

    q: Annotated[str, Field(max_length=100)] = ""
    customer: Chosen = ""
    region: Chosen = ""
    site: Chosen = ""
    kind: Chosen = ""
    condition: Chosen = ""
    connection: Chosen = ""
    past: bool = False
    sort: Annotated[str, Field(pattern=SORT)] = "condition"

    @property
    def chosen(self) -> bool:
        """Return whether anything narrows the list."""
        return any((self.q, self.customer, self.region, self.site, self.kind, self.condition, self.connection))


class SitesQuery(_Selecting):
    """Which sites the list shows."""

    root = "/sites"

    q: Annotated[str, Field(max_length=100)] = ""


class ChartQuery(BaseModel):
    """Which signals of a machine are charted over which time: [from, to), or the last `span` seconds, live."""

    model_config = ConfigDict(populate_by_name=True)

    signals: Annotated[str, Field(max_length=1000, description="names with commas between them")] = ""
    span: Annotated[int, Field(ge=60, le=31_622_400, description="seconds")] = 3600
    from_: AwareDatetime | None = Field(None, alias="from")
    to: AwareDatetime | None = None
    points: Annotated[int, Field(ge=10, le=3000, description="points a line, at most")] = 1000

    @property
    def names(self) -> list[str]:
        """Return the names of the signals, each once, in the order asked for."""
        return [name for name in dict.fromkeys(self.signals.split(",")) if name]


class ChartCoverage(BaseModel):
    """How much of the charted time is really there."""

    samples: int
    time_share: float


class ChartedSignal(BaseModel):
    """One line: point i is at `time_ms[i]`, null where there is a gap; least and greatest value beside each mean."""

    name: str
    unit: str
    description: str
    decimals: int
    low: float | None
    high: float | None
    resolution: str
    time_ms: list[int]
    mean: list[float | None]
    min: list[float | None]
    max: list[float | None]
    coverage: ChartCoverage
    made_of: str


class Chart(BaseModel):
    """The lines of one machine over [from, to), times in milliseconds since 1970 in UTC."""

    machine: str
    from_ms: int
    to_ms: int
    signals: list[ChartedSignal]


class LaneSpan(BaseModel):
    """Something that went on in [from_ms, to_ms), or at one moment where both are the same, in words.

    `height` is how much it is of the most in its lane, 0 to 1; null: it has no size.
    """

    from_ms: int
    to_ms: int
    tone: str
    text: str
    height: float | None = None


class Lane(BaseModel):
    """One row below a chart: what went on, or one line; `note` says of what it is made, or why nothing is there."""

    id: str
    label: str
    spans: list[LaneSpan] = Field(default_factory=list)
    line: ChartedSignal | None = None
    scale: str | None = Field(None, description="the most of its spans or its line, with its unit")
    note: str | None = None


class Lanes(BaseModel):
    """What a machine did and what happened to it over [from, to), times in milliseconds since 1970 in UTC."""

    machine: str
    from_ms: int
    to_ms: int
    lanes: list[Lane]
    missing: list[str]


class Track(BaseModel):
    """Where a machine was: at `time_s[i]` (since 1970 in UTC) it was so many millionths of a degree from the origin."""

    machine: str
    time_s: list[int]
    lat_u: list[int]
    lon_u: list[int]
    load_t: list[float | None] = Field(description="by its own scale; null: not told")
    runs: list[bool | None] = Field(description="whether its drive ran; null: not told")


class Tracks(BaseModel):
    """The tracks of the machines on a site over [from, to): a place every `step_s` seconds at most, each the mean of
    what was told in them; where nothing was told for longer than `gap_s`, nobody knows the way between."""

    site: str
    from_s: int
    to_s: int
    step_s: int
    gap_s: int
    origin: tuple[float, float]
    tracks: list[Track]
    missing: list[str]


class Doing(BaseModel):
    """What a truck did in [start_s[i], stop_s[i]): the activity, the zone it was bound for, and the cycle's load."""

    start_s: list[int]
    stop_s: list[int]
    does: list[str]
    zone: list[str | None]
    load_t: list[float | None]

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, str, str | None, float | None]]) -> "Doing":
        """Return rows in columns."""
        start, stop, does, zone, load = zip(*rows, strict=True)
        return cls(start_s=list(start), stop_s=list(stop), does=list(does), zone=list(zone), load_t=list(load))


class Doings(BaseModel):
    """What the trucks of a site did, by id; `zones` are those where they load and dump, by id."""

    zones: dict[str, str]
    trucks: dict[str, Doing]
    missing: list[str]
