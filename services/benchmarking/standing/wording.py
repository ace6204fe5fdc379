"""What are figures and reasons called, and in which units are they told?"""

from collections.abc import Mapping
from types import MappingProxyType

from models.benchmarking.indicator import Indicator as Figure
from models.benchmarking.reason import Reason as Found
from models.phrase import euros
from services.benchmarking.api import Indicator, Reason

# What each figure is called, its unit, and that of what it rests on.
_FIGURES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "fuel_l_per_t": ("Fuel a tonne", "L/t", "t"),
        "fuel_l_per_h": ("Fuel an hour", "L/h", "h"),
        "idle_share": ("Share of time idle", "", "h"),
        "availability": ("Availability", "", "h"),
        "health": ("Health", "", "h"),
        "misuses_per_100h": ("Misuse", "per 100 h", "h"),
        "keeps_to_target": ("Loads keep to their target", "", "loads"),
    }
)
_PHASES: Mapping[str, str] = MappingProxyType(
    {
        "return": "Return empty",
        "queue": "Wait in queues",
        "spot": "Back up to the loader",
        "load": "Be loaded",
        "haul": "Haul",
        "dump": "Dump",
    }
)
_REASONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "idling": ("Idling", ""),
        "fuel": ("Fuel for the same work", "of what is typical"),
        "misuse": ("Misuse", "per 100 h"),
    }
)
MISUSE: Mapping[str, str] = MappingProxyType(
    {
        "coasting": "Coasting in neutral",
        "cold_full_load": "Full load while cold",
        "harsh_braking": "Harsh braking",
        "hot_shutdown": "Engine switched off hot",
        "long_idling": "Idling for over five minutes",
        "overload": "Loads above 110 %",
    }
)
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "all": "Fuel a tonne in all",
        "usage": "Ways and sizes of trucks",
        "load": "Loads",
        "air": "Warm air",
        "habit": "Habits, and what nobody measures",
    }
)
ORDER = (*_FIGURES, *(f"{name}_s" for name in _PHASES))
# A truck's own scale is right to about a hundredth; counters of litres and hours are taken as right.
_SCALE = 0.01
NOTES = (
    "Rain is not known: no signal tells of it. On wet roads fuel rises, and the index cannot tell that from habit.",
    "What roads are made of is known where it was said of their site, and compared where enough owners have the same;"
    " where a road resists more than is typical, a part of it may look like a habit.",
    "Lift and climb are by the truck's own height, air by its own sensor, loads by its own scale.",
    "Time on the way is not compared: it follows from the way, whose grades and limits are nobody's habit.",
    "Availability is over the hours of the site's shifts, or of the clock where nobody set them or its site is unknown."
    " It is down where work orders say so; of other stands of more than an hour nobody knows, so it has a range.",
    "Health is what diagnostics judged, in hours that could be judged. Its doubt is whether what is suspected is there;"
    " what was overlooked is in no figure.",
    "Misuse is found in what machines tell every second: of those that tell less often nobody knows. Speeding is not in"
    " it, as no limits are known, nor rides off the site or outside of its hours. ± is what chance makes of so many.",
)
SIMULATED = "{} of the owners compared are simulated peers that came along with the demo: they are nobody."
BROUGHT = "Weeks marked 'simulated' came along with the demo; the machine did not measure them."


def indicator(name: str, figure: Figure, parts: Mapping[str, int]) -> Indicator:
    """Return a figure with its label and units, and how many there were of each kind where it counts any."""
    label, unit, exposure = _FIGURES.get(name) or (_PHASES[name.removesuffix("_s")], "s", "cycles")
    sd = _SCALE * figure.value if name == "fuel_l_per_t" else figure.sd
    doubt = {"sd": sd, "low": figure.low, "high": figure.high, "coverage": figure.coverage}
    return Indicator(
        name=name,
        label=label,
        value=round(figure.value, 4),
        unit=unit,
        exposure=round(figure.exposure, 2),
        exposure_unit=exposure,
        parts={MISUSE[one]: count for one, count in parts.items() if count},
        **{about: None if value is None else round(value, 4) for about, value in doubt.items()},
    )


def reason(found: Found) -> Reason:
    """Return why a machine is where it is, in words."""
    label, unit = _REASONS.get(found.code) or (_PHASES[found.code], "s a cycle")
    own, typical = (100 * one if found.code == "idling" else one for one in (found.own, found.typical))
    unit = "%" if found.code == "idling" else unit
    worth = (
        ""
        if found.eur_a_year is None
        else f" As much as is typical would save about {euros(_eur(found.eur_a_year))} a year."
    )
    return Reason(
        code=found.code,
        label=label,
        own=round(own, 3),
        typical=round(typical, 3),
        unit=unit,
        eur_a_year=None if found.eur_a_year is None else float(_eur(found.eur_a_year)),
        sentence=f"{label}: {own:.3g} {unit}, where {typical:.3g} is typical.{worth}",
    )


def _eur(value: float) -> int:
    """Return an amount to the hundred: what it follows from is no more exact."""
    return round(value / 100) * 100
