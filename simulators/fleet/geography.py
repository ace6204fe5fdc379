"""Where on the globe do a site's metres lie?"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.positioning.ground import metres_per_degree
from simulators.fleet.shape import Site

Array = NDArray[np.float64]


def on_globe(site: Site, east_m: Array, north_m: Array) -> tuple[Array, Array]:
    """Return latitude and longitude in degrees of places given in metres from the site's origin."""
    east, north = metres_per_degree(site.latitude_deg)
    return site.latitude_deg + north_m / north, site.longitude_deg + east_m / east


def geojson(site: Site) -> dict[str, Any]:
    """Return zones (polygons) and roads (lines) as a GeoJSON FeatureCollection, RFC 7946, with `id`, `name`, `kind`."""
    zones = [
        _feature(zone.id, zone.name, str(zone.kind), "Polygon", [_line(site, [*zone.polygon, zone.polygon[0]])])
        for zone in site.zones
    ]
    roads = [
        _feature(road.id, road.name, "road", "LineString", _line(site, [point[:2] for point in road.points]))
        for road in site.roads
    ]
    return {"type": "FeatureCollection", "features": zones + roads}


def _line(site: Site, places: list[tuple[float, float]]) -> list[list[float]]:
    east, north = np.array(places, dtype=float).T
    latitude, longitude = on_globe(site, east, north)
    return [[round(float(x), 7), round(float(y), 7)] for x, y in zip(longitude, latitude, strict=True)]


def _feature(key: str, name: str, kind: str, form: str, coordinates: list[Any]) -> dict[str, Any]:
    properties = {"id": key, "name": name, "kind": kind}
    return {"type": "Feature", "properties": properties, "geometry": {"type": form, "coordinates": coordinates}}
