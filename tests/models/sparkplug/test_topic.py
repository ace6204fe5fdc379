"""Does a topic of Sparkplug name a machine, and nothing else that looks like one?"""

import orjson
import pytest

from models.messages import Reason, Rejected
from models.sparkplug import (
    REBIRTH,
    Place,
    Verb,
    command_topic,
    decode_payload,
    host_state,
    parse_topic,
    rebirth_command,
    topic,
)


@pytest.mark.parametrize("verb", list(Verb))
def test_a_topic_is_read_as_it_is_written(verb: Verb) -> None:
    device = "engine" if verb.startswith("D") else ""
    assert parse_topic(topic(verb, "wl-01", device)) == Place(verb, "wl-01", device)


@pytest.mark.parametrize(
    "wrong",
    [
        "spBv1.0/howdah/NDATA",
        "spBv1.0/howdah/NDATA/",
        "spBv1.0/howdah/NDATA/wl-01/engine",
        "spBv1.0/howdah/DDATA/wl-01",
        "spBv1.0/howdah/DDATA/wl-01/a/b",
        "spBv1.0/howdah/NCMD/wl-01",
        "spBv1.0/howdah/NDATA/WL-01",
        "spBv1.0/howdah/NDATA/wl-01\n",
        "spBv1.0/other/NDATA/wl-01",
        "spAv1.0/howdah/NDATA/wl-01",
        "spBv1.0/STATE/howdah",
        "spBv1.0/howdah/DDATA/wl-01/" + 65 * "a",
    ],
)
def test_other_topics_are_refused(wrong: str) -> None:
    with pytest.raises(Rejected) as caught:
        parse_topic(wrong)
    assert caught.value.reason is Reason.WRONG_TOPIC


def test_the_platform_asks_for_births_as_the_standard_says() -> None:
    [asked] = decode_payload(rebirth_command(1000)).metrics
    assert (asked.name, asked.datatype, asked.value, asked.time_ms) == (REBIRTH, 11, 1, 1000)
    assert command_topic("wl-01") == "spBv1.0/howdah/NCMD/wl-01"


def test_the_platform_says_whether_it_listens() -> None:
    assert orjson.loads(host_state(1000, online=True)) == {"online": True, "timestamp": 1000}
