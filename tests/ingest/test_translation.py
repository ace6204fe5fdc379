"""Do names of metrics mean what a table says, and are nodes asked for births at a decent pace?"""

from pathlib import Path

import pytest

from ingest.decode.sparkplug.desk import Desk
from ingest.decode.sparkplug.request import Requests
from ingest.decode.sparkplug.translation import BadTranslation, load
from models.sparkplug import DOUBLE, INT, DataType, Metric, Verb
from tests.ingest.speech import SPEED, T, readings, said


def test_a_table_says_what_the_names_of_a_model_mean(tmp_path: Path) -> None:
    table = tmp_path / "names.toml"
    oil = '"Oil" = {signal = "coolant_temperature_c", factor = 0.5, offset = -16}'
    table.write_text(f'[a30]\n"Engine/Speed" = "engine_speed_rpm"\n{oil}\n')
    desk = Desk(load(table), most_held=3, is_host=True)
    desk.know("wl-01", "a30", [], held=0)
    born = [
        Metric(name="Engine/Speed", alias=1, time_ms=T, datatype=DataType.DOUBLE, field=DOUBLE, value=1500.0),
        Metric(name="Oil", alias=2, time_ms=T, datatype=DataType.INT32, field=INT, value=212),
    ]
    wanted = {T: {SPEED: 1500, "coolant_temperature_c": 90}}
    assert readings(said(desk, *born, verb=Verb.NBIRTH)) == wanted
    for _ in range(5):
        assert readings(said(desk, *(one._replace(name=None) for one in born))) == wanted


@pytest.mark.parametrize(
    "text", ["[a", "[a30]\nx = 5", '[a30]\n"x" = {signal = "Nö"}', '[a30]\n"x" = {signal = "a", factor = nan}']
)
def test_a_bad_table_is_answered_with_what_is_right(tmp_path: Path, text: str) -> None:
    table = tmp_path / "names.toml"
    table.write_text(text)
    with pytest.raises(BadTranslation, match=r"right is \[model-id\]"):
        load(table)


def test_a_node_is_asked_at_once_and_then_ever_more_rarely() -> None:
    requests = Requests()
    asked = [second for second in range(100) if requests.due(["wl-01"], second)]
    assert asked == [0, 10, 30, 70]
    requests.answered("wl-01")
    assert requests.due(["wl-01"], 100)


def test_a_fleet_without_births_is_asked_a_hundred_at_a_time() -> None:
    requests, nodes = Requests(), [f"m-{number}" for number in range(250)]
    asked = [requests.due(nodes, 10 + second) for second in range(4)]
    assert [len(some) for some in asked] == [100, 100, 50, 0]
    assert len({node for some in asked for node in some}) == 250
