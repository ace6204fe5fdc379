"""What does the page say of one machine that needs somebody?"""

from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from services.dashboard.fleet.row import Row
from services.dashboard.wording import zone
from services.maintenance.api import TriagedAlert, TriagedMachine


@dataclass(frozen=True)
class Case:
    """A machine that needs somebody, and what the list of machines says of it (None: nobody tells)."""

    told: TriagedMachine
    row: Row | None

    @property
    def id(self) -> str:
        """Return the machine's id."""
        return self.told.machine

    @property
    def name(self) -> str:
        """Return what people call the machine."""
        return self.row.name if self.row else self.id

    @property
    def local(self) -> ZoneInfo:
        """Return the time zone of its site; UTC where none is known."""
        return self.row.local if self.row else zone(None)

    @property
    def first(self) -> TriagedAlert:
        """Return the alert that speaks for the machine."""
        return self.told.alerts[0]

    @property
    def others(self) -> list[TriagedAlert]:
        """Return what else is wrong with it."""
        return self.told.alerts[1:]

    @property
    def where(self) -> str:
        """Return whose it is and on which site, as far as it is known."""
        known = (self.row.site_name, self.row.customer_name) if self.row else ()
        return " · ".join(word for word in known if word)

    @cached_property
    def facets(self) -> dict[str, str | None]:
        """Return by what people filter the list."""
        row = self.row
        return {
            "region": row.region if row else None,
            "customer": row.customer if row else None,
            "site": row.site if row else None,
            "model": row.make_and_model if row else None,
            "severity": self.told.severity.value,
            "state": self.told.state.value,
        }
