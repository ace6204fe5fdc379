"""How does the reader's part of the world write numbers and dates, and in which units does it think?"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

THIN, WIDE = "\u202f", "\u00a0"
METRIC, IMPERIAL = "metric", "imperial"


@dataclass(frozen=True)
class Convention:
    """What stands between thousands and before decimals, how a date is written, and in which units.

    `least` is the fewest digits before the decimals that are grouped. In `date`, months have names, so that no date
    can be read as another; `short` is a date without its year.
    """

    label: str
    group: str
    decimal: str
    date: str
    short: str
    least: int = 4
    units: str = METRIC

    @property
    def tonnes(self) -> str:
        """Return what masses of rock are called."""
        return "Tons" if self.units == IMPERIAL else "Tonnes"

    @property
    def example(self) -> str:
        """Return a number as it is written."""
        return f"12{self.group}345{self.decimal}6"


# Separators and the order of dates are those of CLDR 45; names of months stay English, as all words here do.
PLAIN = Convention("International", THIN, ".", "{d} {b} {y}", "{d} {b}")
CONVENTIONS: Mapping[str, Convention] = {
    "en": Convention("English", ",", ".", "{d} {b} {y}", "{d} {b}"),
    "en-us": Convention("English (US)", ",", ".", "{b} {d}, {y}", "{b} {d}"),
    "de": Convention("Deutsch", ".", ",", "{d}. {b} {y}", "{d}. {b}"),
    "de-ch": Convention("Deutsch (Schweiz)", "’", ".", "{d}. {b} {y}", "{d}. {b}"),
    "sv": Convention("Svenska", WIDE, ",", "{d} {b} {y}", "{d} {b}"),
    "nb": Convention("Norsk", WIDE, ",", "{d}. {b} {y}", "{d}. {b}"),
    "da": Convention("Dansk", ".", ",", "{d}. {b} {y}", "{d}. {b}"),
    "fi": Convention("Suomi", WIDE, ",", "{d}. {b} {y}", "{d}. {b}"),
    "fr": Convention("Français", THIN, ",", "{d} {b} {y}", "{d} {b}"),
    "es": Convention("Español", ".", ",", "{d} {b} {y}", "{d} {b}", least=5),
    "es-mx": Convention("Español (México)", ",", ".", "{d} {b} {y}", "{d} {b}"),
    "pt": Convention("Português", ".", ",", "{d} {b} {y}", "{d} {b}"),
    "plain": PLAIN,
}
_SAME = {"no": "nb", "nn": "nb", "es-us": "es-mx", "es-pe": "es-mx"}
# In which unit, by which factor and after which zero the same is said in the United States.
CONVERSIONS: Mapping[str, tuple[str, float, float]] = {
    "t": ("tn", 1.1023113, 0),
    "t/h": ("tn/h", 1.1023113, 0),
    "kg": ("lb", 2.2046226, 0),
    "L": ("gal", 0.26417205, 0),
    "L/h": ("gal/h", 0.26417205, 0),
    "L/min": ("gal/min", 0.26417205, 0),
    "L/t": ("gal/tn", 0.23965285, 0),
    "km": ("mi", 0.62137119, 0),
    "km/h": ("mph", 0.62137119, 0),
    "m": ("ft", 3.2808399, 0),
    "kPa": ("psi", 0.14503774, 0),
    "bar": ("psi", 14.503774, 0),
    "mm": ("in", 0.039370079, 0),
    "°C": ("°F", 1.8, 32),
    "EUR/L": ("EUR/gal", 3.7854118, 0),
    "K": ("°F", 1.8, 0),
    "tkm": ("tn mi", 0.68494453, 0),
    "L/tkm": ("gal/tn mi", 0.38568355, 0),
}

_reader: ContextVar[Convention] = ContextVar("convention", default=PLAIN)


def convention() -> Convention:
    """Return how whoever is answered at present reads numbers."""
    return _reader.get()


def read_as(wanted: Convention) -> None:
    """Let whoever is answered at present read numbers so."""
    _reader.set(wanted)


def chosen(numbers: str, units: str, languages: str) -> Convention:
    """Return the convention that a reader chose, else that of the first language that their browser names and we know.

    Units are metric unless chosen: a language does not tell in which units a site works.
    """
    named = [numbers, *(part.split(";")[0].strip() for part in languages.split(","))]
    known = next((found for name in named if (found := _known(name.lower()))), PLAIN)
    return replace(known, units=IMPERIAL) if units == IMPERIAL else known


def _known(name: str) -> Convention | None:
    whole = CONVENTIONS.get(_SAME.get(name, name))
    short = name.partition("-")[0]
    return whole or CONVENTIONS.get(_SAME.get(short, short))


class Read:
    """Lets every page be written as its reader reads."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope)
            numbers, units = request.cookies.get("numbers", ""), request.cookies.get("units", "")
            read_as(chosen(numbers, units, request.headers.get("accept-language", "")))
        await self.app(scope, receive, send)
