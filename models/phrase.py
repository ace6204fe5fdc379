"""How is a quantity written in a sentence, so that whoever shows the sentence can write it in other units?"""

from datetime import UTC, datetime

# Number and unit stay on one line (SI brochure, 5.4.3), and this space tells a quantity from other numbers.
JOINED = "\u00a0"


def quantity(value: float, unit: str, decimals: int = 0, *, signed: bool = False) -> str:
    """Return "1,234.5 kPa": a number with a point and commas, joined to a unit of the SI or one known beside it.

    A difference of temperatures is one in K, which has no other zero elsewhere.
    """
    return f"{value:{'+' if signed else ''},.{decimals}f}{JOINED}{unit}"


def percent(share: float, decimals: int = 0) -> str:
    """Return a share from 0 to 1 in percent: "28 %"."""
    return quantity(100 * share, "%", decimals)


def euros(value_eur: float, decimals: int = 0) -> str:
    """Return an amount in euros: "1,200 EUR"."""
    return quantity(value_eur, "EUR", decimals)


def moment(at: datetime) -> str:
    """Return a time to the minute, in UTC: "2026-11-23 07:41 UTC"."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}{JOINED}UTC"
