"""What is lost on average when nobody comes within a time?"""

from models.machines import Kind
from models.phrase import percent
from models.plan.price import Price, Rates

# Of what nobody forecasts the chance that it stops the machine within a week is assumed, by how bad it is called.
ASSUMED_WEEK = {"critical": 0.3, "warning": 0.05, "info": 0.01}
# A breakdown of which nothing more is known: so many hours until somebody has come and is done.
_LABOUR_H, _STANDSTILL_H = 4.0, 12.0
_WEEK_H = 168.0


def forecast_eur(price: Price, rates: Rates, kind: Kind, risk: float) -> float:
    """Return what is lost on average by a part that may fail before anybody comes (`risk`, 0 to 1), in EUR.

    That is what a failure costs more than a planned repair, by a risk that counts both whether the part wears at all
    and whether it then fails within the time.
    """
    return risk * max(rates.unplanned_eur(price, kind) - rates.planned_eur(price, kind), 0.0)


def assumed_eur(severity: str, rates: Rates, kind: Kind, within_h: float) -> float:
    """Return the same of a problem that nobody forecasts, by an assumed chance of an assumed breakdown, in EUR."""
    risk: float = 1 - (1 - ASSUMED_WEEK[severity]) ** (within_h / _WEEK_H)
    breakdown = Price(0, 0, 0, 0, _LABOUR_H, _STANDSTILL_H, 1)
    return risk * rates.unplanned_eur(breakdown, kind)


def sentence() -> str:
    """Return what is assumed of a problem that nobody forecasts, in words."""
    chances = ", ".join(f"{severity} {percent(chance)}" for severity, chance in ASSUMED_WEEK.items())
    return (
        f"What nobody forecasts stops the machine within a week by an assumed chance ({chances}),"
        f" for {_STANDSTILL_H:g} hours with {_LABOUR_H:g} hours of labour."
    )
