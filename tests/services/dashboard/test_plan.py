"""Does a site's plan know what lies where?"""

import math

from hypothesis import given
from hypothesis import strategies as st

from services.dashboard.site.plan import DEGREE_M, distance, inside, plan
from services.registry.api import Site

HERE = (60.0, 15.0)
SQUARE = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0), (0.0, 0.0)]


def at(east_m: float, north_m: float) -> tuple[float, float]:
    return HERE[0] + north_m / DEGREE_M, HERE[1] + east_m / (DEGREE_M * math.cos(math.radians(HERE[0])))


def _feature(kind: str, *places: tuple[float, float]) -> dict[str, object]:
    line = [list(reversed(at(*place))) for place in places]
    geometry = (
        {"type": "LineString", "coordinates": line} if kind == "road" else {"type": "Polygon", "coordinates": [line]}
    )
    return {"type": "Feature", "geometry": geometry, "properties": {"id": kind, "name": f"The {kind}", "kind": kind}}


def site_of(*features: dict[str, object]) -> Site:
    about = {"id": "quarry", "name": "Quarry", "customer": "acme", "region": "north", "timezone": "Europe/Stockholm"}
    where = {"latitude_deg": HERE[0], "longitude_deg": HERE[1]}
    return Site.model_validate(
        {**about, **where, "features": {"type": "FeatureCollection", "features": list(features)}}
    )


ZONE = _feature("loading", (0, 0), (100, 0), (100, 100), (0, 100), (0, 0))
ROAD = _feature("road", (100, 50), (400, 50))
FENCE = _feature("boundary", (-900, -900), (900, -900), (900, 900), (-900, 900), (-900, -900))


def test_a_machine_is_in_its_zone_on_its_road_or_nowhere_in_particular() -> None:
    drawn = plan(site_of(FENCE, ZONE, ROAD))
    assert drawn.whereabouts(*at(50, 50)) == "The loading"
    assert drawn.whereabouts(*at(300, 60)) == "The road"
    assert drawn.whereabouts(*at(300, 200)) is None


def test_the_drawing_holds_every_part_and_every_machine() -> None:
    drawn = plan(site_of(ZONE, ROAD), [at(-500, 700)])
    left, top, width, height = drawn.box
    for east, south in [(0, 0), (400, -50), (-500, -700)]:
        assert left <= east <= left + width
        assert top <= south <= top + height


def test_a_site_without_zones_can_be_drawn() -> None:
    drawn = plan(site_of())
    assert drawn.whereabouts(*HERE) is None
    assert drawn.box[2] > 0


@given(st.floats(1, 99), st.floats(1, 99), st.floats(101, 500))
def test_a_point_is_inside_a_square_exactly_when_it_is(x: float, y: float, far: float) -> None:
    assert inside((x, y), SQUARE)
    assert not inside((far, y), SQUARE)
    assert not inside((x, -far), SQUARE)


@given(st.floats(-500, 500), st.floats(-500, 500))
def test_the_distance_to_a_line_is_that_to_its_nearest_place(x: float, y: float) -> None:
    nearest = min(max(x, 0.0), 100.0)
    assert math.isclose(distance((x, y), [(0.0, 0.0), (100.0, 0.0)]), math.dist((x, y), (nearest, 0.0)), abs_tol=1e-6)
