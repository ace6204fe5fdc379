"""Why is a machine where it is: which part of the cycle, which habit, and what would doing as others do be worth?"""

from collections.abc import Mapping
from dataclasses import dataclass

from models.phrase import quantity

# Phases in which the truck only stands, and who else decides about them than its operator.
_STANDS = ("queue", "load", "dump")
_TELLS = 0.05


@dataclass(frozen=True)
class Prices:
    """What a year and its hours are taken to be worth: operating hours, a litre, an hour of truck and operator, and
    the litres that an hour of standing burns."""

    hours_a_year: float = 2500.0
    eur_a_litre: float = 1.4
    eur_an_hour: float = 95.0
    idle_l_an_hour: float = 4.0

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Return what is taken for granted, as sentences."""
        litre, hour = quantity(self.eur_a_litre, "EUR/L", 2), quantity(self.eur_an_hour, "EUR/h")
        return (
            f"The machine works {self.hours_a_year:.0f} hours a year, as it did while it was measured.",
            f"Fuel costs {litre}, machine and operator {hour}.",
            f"A machine that stands burns {quantity(self.idle_l_an_hour, 'L/h', 1)}.",
        )


@dataclass(frozen=True)
class Habits:
    """How a machine works: seconds of each phase of a cycle, the share of time that it idles outside of cycles, misuses
    per 100 hours, and its fuel as a share of what is expected."""

    phase_s: Mapping[str, float]
    idle_share: float
    misuses_per_100h: float
    fuel_index: float


@dataclass(frozen=True)
class Reason:
    """One way in which a machine differs from typical ones, and what as much as they would save a year in EUR (None:
    no price is known of it)."""

    code: str
    own: float
    typical: float
    eur_a_year: float | None


def reasons(own: Habits, typical: Habits, litres_an_hour: float, prices: Prices) -> list[Reason]:
    """Return by what a machine is worse than typical ones, by at least a twentieth, the dearest first.

    Phases are compared as shares of a typical cycle, so a longer way is no reason where `typical` is of the same way.
    What a second saved is worth is the hour's price, and where the truck stands its litres too.
    """
    found = [_of_phase(name, own, typical, prices) for name in own.phase_s if name in typical.phase_s]
    idles = (own.idle_share - typical.idle_share) * prices.hours_a_year * prices.idle_l_an_hour * prices.eur_a_litre
    found.append(Reason("idling", own.idle_share, typical.idle_share, idles))
    burns = (own.fuel_index - typical.fuel_index) / own.fuel_index * litres_an_hour * prices.hours_a_year
    found.append(Reason("fuel", own.fuel_index, typical.fuel_index, burns * prices.eur_a_litre))
    found.append(Reason("misuse", own.misuses_per_100h, typical.misuses_per_100h, None))
    worse = [one for one in found if one.own > (1 + _TELLS) * one.typical]
    return sorted(worse, key=lambda one: (-(one.eur_a_year or 0.0), one.code))


def _of_phase(name: str, own: Habits, typical: Habits, prices: Prices) -> Reason:
    """Return what a phase that is as short as is typical is worth: so many more cycles fit into a year's hours."""
    mine, theirs = own.phase_s[name], typical.phase_s[name]
    hours = (mine - theirs) / sum(own.phase_s.values()) * prices.hours_a_year
    litres = hours * prices.idle_l_an_hour if name in _STANDS else 0.0
    return Reason(name, mine, theirs, hours * prices.eur_an_hour + litres * prices.eur_a_litre)
