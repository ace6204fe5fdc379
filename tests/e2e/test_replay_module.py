"""Do a replay and the lanes of a machine say what was at a moment?"""

import pytest
import pytest_asyncio
from playwright.async_api import Page

from tests.e2e.conftest import Visitor
from tests.e2e.module import run_module

pytestmark = pytest.mark.asyncio(loop_scope="session")

TRACK = {
    "time_s": [100, 110, 120, 300],
    "lat_u": [0, 100, 200, 900],
    "lon_u": [0, 0, 0, 0],
    "load_t": [0.0, 30.0, None, 30.0],
    "runs": [True, True, False, None],
}
TAPE = {"gap_s": 60, "origin": [60.0, 15.0]}


@pytest_asyncio.fixture(loop_scope="session")
async def page(visitor: Visitor) -> Page:
    """A page from which modules can be imported."""
    return await visitor.open("/sign-in")


async def test_a_machine_is_between_its_fixes_and_stays_where_it_was_last_heard_in_a_gap(page: Page) -> None:
    call = "(m, track, at, tape) => m.placeAt(track, at, tape)"
    between = await run_module(page, "track", call, TRACK, 105, TAPE)
    assert (between["lat"], between["heading"], between["heard"]) == (pytest.approx(60.00005), 0, True)
    assert between["speed_kmh"] == pytest.approx(4.0, rel=0.01)
    silent = await run_module(page, "track", call, TRACK, 200, TAPE)
    assert (silent["lat"], silent["heard"], silent["age_s"], silent["heading"]) == (
        pytest.approx(60.0002),
        False,
        80,
        0,
    )
    assert await run_module(page, "track", call, TRACK, 99, TAPE) is None
    assert await run_module(page, "track", call, TRACK, 3000, TAPE) is None


async def test_what_a_truck_does_is_that_of_its_cycle_and_of_its_motion_between_cycles(page: Page) -> None:
    doing = {"start_s": [100, 110], "stop_s": [110, 115], "does": ["waiting", "loading"], "zone": ["a", "a"]}
    call = """(m, doing, track, tape, kind, at) => {
      const [place, part] = [m.placeAt(track, at, tape), m.doingAt(doing, at)];
      return [m.activity(kind, place, part), m.loaded(kind, place, part)];
    }"""
    told = {**doing, "load_t": [None, None]}
    found = [await run_module(page, "track", call, told, TRACK, TAPE, "haul_truck", at) for at in (105, 112, 117, 200)]
    assert found == [["waiting", False], ["loading", True], ["hauling", True], ["unheard", None]]
    found = [await run_module(page, "track", call, told, TRACK, TAPE, "excavator", at) for at in (105, 121, 301)]
    assert found == [["working", None], ["standing", None], ["unheard", None]]


async def test_tracks_are_fetched_in_pieces_ahead_of_time_and_once(page: Page) -> None:
    call = """async (m) => {
      const asked = [];
      const load = async (site, from, to) => (asked.push([from, to]), { tracks: [{ machine: "a" }] });
      const tape = new m.Tape("s", 0, 5400, load);
      const first = tape.at(10);
      await Promise.resolve();
      for (let at = 0; at < 1800; at += 7) tape.at(at);
      return [first, tape.at(20).tracks.size, asked];
    }"""
    assert await run_module(page, "tape", call) == [None, 1, [[-660, 1920], [1140, 3720], [2940, 5400]]]


async def test_a_lane_says_what_was_at_a_moment_or_near_it(page: Page) -> None:
    spans = [
        {"from_ms": 0, "to_ms": 100, "tone": "hauling", "text": "hauling; 30 t", "height": None},
        {"from_ms": 500, "to_ms": 500, "tone": "warning", "text": "door open", "height": None},
    ]
    call = "(m, spans, at) => m.told({ spans, line: null }, at, 20)"
    told = [await run_module(page, "lane", call, spans, at) for at in (50, 100, 110, 490, 530)]
    assert told == ["hauling; 30 t", "", "", "door open", ""]
