"""What do people call the zones that hold a site up?"""

import re
from collections.abc import Mapping
from dataclasses import replace

from services.dashboard.production.sheet import Told
from services.registry.api import Site
from services.site.api import Loader, RouteRow


def zones_of(site: Site) -> dict[str, str]:
    """Return the names of a site's zones and roads, by id."""
    return {one.properties.id: one.properties.name for one in site.features.features}


def named(told: Told, zones: Mapping[str, str]) -> Told:
    """Return what was told of a time with zones by their names, where they have one, in place of their ids."""
    loaders = [_loader(one, zones) for one in told.production.loaders]
    routes = [_route(one, zones) for one in told.production.routes]
    return replace(told, production=told.production.model_copy(update={"loaders": loaders, "routes": routes}))


def _loader(one: Loader, zones: Mapping[str, str]) -> Loader:
    return one.model_copy(update={"sentence": _said(one.sentence, one.zone, zones)})


def _route(one: RouteRow, zones: Mapping[str, str]) -> RouteRow:
    ends = {"loaded_at": zones.get(one.loaded_at, one.loaded_at), "dumped_at": zones.get(one.dumped_at, one.dumped_at)}
    return one.model_copy(update={**ends, "sentence": _said(one.sentence, one.bottleneck, zones)})


def _said(sentence: str, zone: str, zones: Mapping[str, str]) -> str:
    return re.sub(rf"(?<![\w-]){re.escape(zone)}(?![\w-])", lambda _: zones.get(zone, zone), sentence)
