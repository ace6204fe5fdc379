"""Are quantities in sentences written so that others can find them?"""

from datetime import UTC, datetime

from models import phrase


def test_a_quantity_is_a_number_joined_to_its_unit() -> None:
    assert phrase.quantity(1234.56, "kPa", 1) == "1,234.6\u00a0kPa"
    assert phrase.quantity(12.3, "t/h", signed=True) == "+12\u00a0t/h"
    assert (phrase.percent(0.284), phrase.euros(1200)) == ("28\u00a0%", "1,200\u00a0EUR")
    assert phrase.moment(datetime(2026, 11, 23, 7, 41, 9, tzinfo=UTC)) == "2026-11-23 07:41\u00a0UTC"
