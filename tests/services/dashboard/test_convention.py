"""Does everybody read numbers, dates and units as they are used to?"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from models.signals import CATALOGUE
from services.dashboard import convention, wording
from services.dashboard.convention import CONVENTIONS, CONVERSIONS, IMPERIAL, PLAIN, chosen
from tests.services.dashboard.browser import Stage

AT = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    convention.read_as(PLAIN)


def read(languages: str, numbers: str = "", units: str = "") -> None:
    """Be somebody whose browser asks for languages."""
    convention.read_as(chosen(numbers, units, languages))


@pytest.mark.parametrize(
    ("languages", "written", "day"),
    [
        ("", "−1\u202f234\u202f567.25", "5 Mar 2026"),
        ("tlh, xx;q=0.3", "−1\u202f234\u202f567.25", "5 Mar 2026"),
        ("en-GB,en;q=0.9", "−1,234,567.25", "5 Mar 2026"),
        ("en-US", "−1,234,567.25", "Mar 5, 2026"),
        ("de-DE,de;q=0.9,en;q=0.8", "−1.234.567,25", "5. Mar 2026"),
        ("de-CH", "−1’234’567.25", "5. Mar 2026"),
        ("sv-SE", "−1\u00a0234\u00a0567,25", "5 Mar 2026"),
        ("no", "−1\u00a0234\u00a0567,25", "5. Mar 2026"),
        ("nb-NO", "−1\u00a0234\u00a0567,25", "5. Mar 2026"),
        ("es-ES", "−1.234.567,25", "5 Mar 2026"),
        ("es-MX", "−1,234,567.25", "5 Mar 2026"),
        ("xx, sv;q=0.5", "−1\u00a0234\u00a0567,25", "5 Mar 2026"),
    ],
)
def test_the_browsers_language_says_how(languages: str, written: str, day: str) -> None:
    read(languages)
    assert (wording.number(-1234567.25, 2), wording.date(AT)) == (written, day)


def test_every_unit_of_the_catalogue_is_told_in_us_units_or_is_the_same_there() -> None:
    same = {"%", "1", "V", "h", "kW", "rpm", "°", "mm/s"}
    assert {signal.unit for signal in CATALOGUE} - set(CONVERSIONS) <= same


def test_what_was_chosen_goes_before_the_language_and_nonsense_before_nothing() -> None:
    read("de", numbers="sv")
    assert wording.number(1234.5, 1) == "1\u00a0234,5"
    read("de", numbers="<script>")
    assert wording.number(1234.5, 1) == "1.234,5"


def test_a_conversion_keeps_as_fine_a_step_as_was_measured() -> None:
    read("en-US", units=IMPERIAL)
    steps = [(0.51, "kPa", 2), (298, "kPa", 0), (1.53, "bar", 2), (3622, "L", 0), (81.9, "°C", 1), (603.2, "m", 1)]
    assert [wording.amount(*one) for one in steps] == ["0.074", "43.2", "22.2", "957", "179.4", "1,979.0"]


def test_spanish_groups_from_five_digits_on() -> None:
    read("es")
    assert (wording.number(1234), wording.number(12345), wording.number(-0.04, 1)) == ("1234", "12.345", "0,0")


def test_quantities_are_shown_in_the_units_that_were_chosen() -> None:
    assert wording.quantity(100, "t") == "100\u00a0t"
    read("en-US", units=IMPERIAL)
    shown = [wording.quantity(*one) for one in ((100, "t"), (100, "L", 1), (0, "°C"), (100, "kPa", 1), (8, "h"))]
    assert shown == ["110\u00a0tn", "26.4\u00a0gal", "32\u00a0°F", "14.5\u00a0psi", "8\u00a0h"]
    assert wording.quantity(1.0, "L/t", 3) == "0.240\u00a0gal/tn"
    assert wording.all_converted([None, 10.0], "°C") == [None, 50.0]
    read("en-US")
    assert wording.quantity(100, "t") == "100\u00a0t"


async def test_a_page_is_written_for_its_reader_and_remembers_what_they_chose(lonely: Stage) -> None:
    browser = await lonely.sign_in("carl")
    page = await browser.get("/access", headers={"Accept-Language": "de"})
    assert 'data-group="." data-decimal="," data-least="4"' in page.text
    assert (await browser.post("/reading", data={"numbers": "klingon"})).status_code == 422
    assert (await browser.post("/reading", data={"units": "cubits"})).status_code == 422
    kept = await browser.post("/reading", data={"numbers": "sv", "units": "imperial", "onward": "/access"})
    assert (kept.status_code, kept.headers["location"]) == (303, "/access")
    page = await browser.get("/access", headers={"Accept-Language": "de"})
    assert 'data-group="\u00a0" data-decimal=","' in page.text
    assert '<option value="imperial" selected>' in page.text


def test_every_convention_writes_an_example_that_no_other_number_could_be() -> None:
    assert all(one.group != one.decimal and one.example for one in CONVENTIONS.values())
