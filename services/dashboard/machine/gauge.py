"""Where does a value lie beside its healthy band, on a line from 0 to 100?"""

from dataclasses import dataclass

from models.signals import Signal

# How much of the line lies beyond the band, so that a value outside can be seen as such.
BEYOND = 0.35


@dataclass(frozen=True)
class Gauge:
    """A line from 0 to 100 with the healthy part and the value's place on it."""

    band_from: float
    band_to: float
    at: float | None

    @property
    def width(self) -> float:
        """Return the length of the healthy part."""
        return self.band_to - self.band_from


def gauge(signal: Signal, value: float | None, low: float | None, high: float | None) -> Gauge | None:
    """Return the gauge of a value, or None for a signal without a healthy band (low and high None)."""
    if low is None and high is None:
        return None
    least, most = _line(signal, low, high)
    if value is not None:
        least, most = min(least, value), max(most, value)

    def place(at: float) -> float:
        return round(100 * (at - least) / (most - least), 1) if most > least else 50.0

    return Gauge(
        band_from=place(max(least, low)) if low is not None else 0.0,
        band_to=place(min(most, high)) if high is not None else 100.0,
        at=None if value is None else place(value),
    )


def _line(signal: Signal, low: float | None, high: float | None) -> tuple[float, float]:
    if low is not None and high is not None:
        margin = (high - low) * BEYOND * 2
        return max(signal.low, low - margin), min(signal.high, high + margin)
    floor = max(signal.low, 0.0) if signal.low <= 0 else signal.low
    if high is not None:
        floor = min(floor, signal.low if high <= floor else floor)
        return floor, min(signal.high, high + BEYOND * (high - floor))
    return floor, min(signal.high, floor + 3 * ((low or 0.0) - floor) or signal.high)
