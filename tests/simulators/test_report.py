"""Would an engineer of a fleet believe it: do its figures lie where those of real fleets do?"""

from dataclasses import replace
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from models.signals import signal
from simulators.fleet import Fault, FaultMode, Fleet
from simulators.recording import Order, record
from simulators.report import Figure, NoRecording, Recorded, write_page
from simulators.report.shift import shift_drawing
from tests.simulators.conftest import moment

START = moment("2026-11-17T05:00:00Z")


@pytest.fixture(scope="module")
def page(demo: Fleet, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Figure], str]:
    """The report of a day of a quarry."""
    folder: Path = tmp_path_factory.mktemp("report")
    list(record(Order(demo.of_site("skarnberget"), 1, START, START + 86_400, 30.0, folder)))
    return write_page(Recorded(folder), folder / "report.html"), (folder / "report.html").read_text(encoding="utf-8")


def test_the_figures_of_a_quarry_lie_in_the_published_bands(page: tuple[list[Figure], str]) -> None:
    figures, _ = page
    assert len(figures) > 15
    assert {f"{one.name}: {one.value:.3g}" for one in figures if one.holds is False} == set()
    # A day of one quarry has too few breakdowns, and too few loaders and excavators, to say what is usual of them.
    unknown = {"Running hours of trucks between failures", "Idling, wheel loader", "Idling, excavator"}
    assert {one.name for one in figures if one.holds is None} == unknown


def test_the_report_shows_every_figure_and_plots_beside_the_bands(page: tuple[list[Figure], str]) -> None:
    figures, text = page
    assert all(figure.name in unescape(text) for figure in figures)
    assert text.count("<svg") == text.count("</svg>") >= 4
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_a_period_in_which_nobody_works_is_said_to_have_nothing_to_compare(demo: Fleet, tmp_path: Path) -> None:
    machines = tuple(one for one in demo.machines if one.id in ("skb-ht-01", "skb-ht-02", "skb-ex-01"))
    night = moment("2026-11-21T23:00:00Z")
    list(record(Order(replace(demo.of_site("skarnberget"), machines=machines), 1, night, night + 600, 30.0, tmp_path)))
    found = write_page(Recorded(tmp_path), tmp_path / "report.html")
    assert {one.holds for one in found} == {None}
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "No machine worked in this period: there is nothing to compare." in text
    assert "nan" not in text


def test_a_folder_without_a_recording_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoRecording, match="holds no recording; right is what --from, --to and --out have written"):
        write_page(Recorded(tmp_path), tmp_path / "report.html")


def test_a_shift_is_drawn_sound_and_with_its_fault(demo: Fleet) -> None:
    fault = Fault(mode=FaultMode.ALTERNATOR, period_days=10**6, onset_day=0, growth_days=1)
    fleet = replace(demo, machines=tuple(one for one in demo.machines if one.id in ("skb-wl-01", "skb-ht-03")))
    drawn = ElementTree.fromstring(
        shift_drawing(fleet, "skb-wl-01", fault, (START, START + 7200), ("battery_voltage_v",))
    )
    titles = [entry.text for entry in drawn.iter("{http://www.w3.org/2000/svg}text") if entry.get("class") == "title"]
    assert titles[-1] == f"{signal('battery_voltage_v').description}, V: blue sound, orange with alternator"
    ticks = [entry.text or "" for entry in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert sum(tick.endswith(" h") for tick in ticks) >= 3 * len(titles)
    lines = [entry.get("points", "") for entry in drawn.iter("{http://www.w3.org/2000/svg}polyline")]
    assert len(lines) == len(titles) + 1
    assert lines[-1] != lines[-2]
