"""Does a sentence of a service read as its reader is used to, and is nothing changed that nobody marked?"""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import phrase
from services.dashboard import convention
from services.dashboard.convention import IMPERIAL, PLAIN, chosen
from services.dashboard.saying import said, told

PERTH = ZoneInfo("Australia/Perth")
AT = datetime(2026, 11, 23, 15, 47, tzinfo=UTC)
DROP = f"Pressure is {phrase.quantity(1298.4, 'kPa', 1)}, 12 of 30 minutes; {phrase.quantity(-40, '°C')} at worst."


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    convention.read_as(PLAIN)


def test_quantities_are_told_in_the_units_and_the_writing_of_the_reader() -> None:
    convention.read_as(chosen("de", "", ""))
    assert told(DROP) == "Pressure is 1.298,4\u00a0kPa, 12 of 30 minutes; −40\u00a0°C at worst."
    convention.read_as(chosen("en-us", IMPERIAL, ""))
    assert told(DROP) == "Pressure is 188.3\u00a0psi, 12 of 30 minutes; −40\u00a0°F at worst."


def test_spreads_ranges_signs_and_prices_are_converted_whole() -> None:
    convention.read_as(chosen("en-us", IMPERIAL, ""))
    dug = f"1,000 ± 100{phrase.JOINED}t, 10 to 20{phrase.JOINED}km/h, {phrase.quantity(100, 't/h', signed=True)}"
    assert told(dug) == "1,102 ± 110\u00a0tn, 6.2 to 12.4\u00a0mph, +110\u00a0tn/h"
    assert told(f"Fuel costs {phrase.quantity(1.4, 'EUR/L', 2)}.") == "Fuel costs 5.30\u00a0EUR/gal."
    assert told(f"{phrase.percent(0.28)} sure, {phrase.euros(2329)}") == "28\u00a0% sure, 2,329\u00a0EUR"


def test_what_nobody_marked_stays_as_it_was_written() -> None:
    convention.read_as(chosen("de", IMPERIAL, ""))
    assert told("SPN 168, FMI 18: 12.5 bar and 3 t at 7:00") == "SPN 168, FMI 18: 12.5 bar and 3 t at 7:00"


def test_times_are_those_of_the_site_with_utc_at_hand() -> None:
    sentence = f"Stop at {phrase.moment(AT)}."
    assert told(sentence, PERTH) == "Stop at 23 Nov 2026 23:47 AWST."
    assert '<time datetime="2026-11-23T15:47:00+00:00" title="2026-11-23 15:47:00 UTC">23 Nov' in said(sentence, PERTH)


def test_machines_go_by_their_names_and_names_stay_text() -> None:
    names = {"dry-ht-01": "Hauler <1>"}
    assert told("Stop dry-ht-01, not dry-ht-012.", names=names) == "Stop Hauler <1>, not dry-ht-012."
    assert said("Stop dry-ht-01 <b>now</b>", names=names) == "Stop Hauler &lt;1&gt; &lt;b&gt;now&lt;/b&gt;"


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert told(text) == text or phrase.JOINED in text
    said(text, PERTH)
