"""Is what a machine does told by what it last said, and is what nobody knows told as such?"""

import pytest

from models.machines import Kind
from services.dashboard.site.activity import Activity, Told, activity
from services.dashboard.site.plan import plan
from services.dashboard.site.queue import queues
from services.dashboard.site.traffic import level
from tests.services.dashboard.test_plan import ROAD, ZONE, at, site_of

RUNS = {"engine_speed_rpm": 800.0, "ground_speed_kmh": 0.0, "payload_kg": 0.0}
FULL = {**RUNS, "payload_kg": 38_000.0}


@pytest.mark.parametrize(
    ("values", "around", "does"),
    [
        ({**FULL, "ground_speed_kmh": 22.0}, None, Activity.HAULING),
        ({**RUNS, "ground_speed_kmh": 30.0}, None, Activity.RETURNING),
        (RUNS, "loading", Activity.WAITING),
        (FULL, "loading", Activity.LOADING),
        (FULL, "dumping", Activity.WAITING),
        ({**FULL, "body_angle_deg": 30.0}, "dumping", Activity.DUMPING),
        (RUNS, "parking", Activity.STANDING),
        ({**RUNS, "engine_speed_rpm": 0.0}, "loading", Activity.STANDING),
        ({}, "loading", Activity.UNHEARD),
    ],
)
def test_a_truck_is_judged_by_its_speed_body_load_and_place(
    values: dict[str, float | None], around: str | None, does: Activity
) -> None:
    assert activity(Told(Kind.HAUL_TRUCK, values, 3.0, around)) is does
    assert activity(Told(Kind.HAUL_TRUCK, values, 600.0, around)) is Activity.UNHEARD


def test_an_empty_truck_beside_a_digger_is_loaded_and_the_next_one_waits() -> None:
    assert activity(Told(Kind.HAUL_TRUCK, RUNS, 1.0, "loading", at_digger=True)) is Activity.LOADING


def test_other_machines_work_while_they_run_and_nothing_is_known_of_who_does_not_tell() -> None:
    assert activity(Told(Kind.WHEEL_LOADER, {"engine_speed_rpm": 1500.0}, 1.0)) is Activity.WORKING
    assert activity(Told(Kind.CRUSHER, {"crusher_speed_rpm": 0.0}, 1.0)) is Activity.STANDING
    assert activity(Told(Kind.EXCAVATOR, {}, 1.0)) is Activity.UNHEARD


def test_a_queue_is_of_the_zone_in_or_beside_which_trucks_wait() -> None:
    drawn = plan(site_of(ZONE, ROAD))
    beside, far = (drawn.zone_around(drawn.place(*at(east, 50))) for east in (140, 300))
    assert (beside.id if beside else None, far) == ("loading", None)
    told = [
        ("a", "A", "loading", Activity.WAITING),
        ("b", "B", "loading", Activity.LOADING),
        ("c", "C", None, Activity.WAITING),
    ]
    (queue,) = queues(drawn, told)
    assert (queue.waiting, queue.served) == ([("a", "A")], [("b", "B")])


def test_lost_time_is_told_in_four_steps() -> None:
    assert [level(lost) for lost in (0.0, 0.4, 0.5, 2.0, 60.0)] == [0, 0, 1, 2, 3]
