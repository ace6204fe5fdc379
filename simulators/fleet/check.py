"""Do the entries of a fleet file fit together?"""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from zoneinfo import available_timezones

from models.machines import Kind
from models.signals import signals_of
from simulators.fleet.fault import KINDS, TYRES, FaultMode
from simulators.fleet.shape import Fleet, Machine, Model, Shift, Site, ZoneKind
from simulators.fleet.terrain import terrain

_DAY_MIN = 24 * 60
_WORKS_IN = {
    Kind.HAUL_TRUCK: {ZoneKind.LOADING},
    Kind.EXCAVATOR: {ZoneKind.LOADING},
    Kind.WHEEL_LOADER: {ZoneKind.LOADING, ZoneKind.DUMPING},
    Kind.CRUSHER: {ZoneKind.DUMPING},
}


def complaints(fleet: Fleet) -> list[str]:
    """Return what is wrong between the entries of a fleet, one line each with its key; empty when all fits."""
    return [*_lists(fleet), *_sites(fleet), *_machines(fleet)]


def _lists(fleet: Fleet) -> Iterator[str]:
    yield from _repeated("region", [region.id for region in fleet.regions])
    yield from _repeated("customer", [customer.id for customer in fleet.customers])
    yield from _repeated("site", [site.id for site in fleet.sites])
    yield from _repeated("model", [model.id for model in fleet.models])
    yield from _repeated("machine", [machine.id for machine in fleet.machines])
    yield from (
        f"model[{model.id}].tank_l: is missing; a {model.kind.label} burns fuel"
        for model in fleet.models
        if model.kind is not Kind.CRUSHER and model.tank_l is None
    )
    yield from _repeated("machine.pin", [machine.pin for machine in fleet.machines])


def _sites(fleet: Fleet) -> Iterator[str]:
    regions = {region.id for region in fleet.regions}
    for site in fleet.sites:
        key = f"site[{site.id}]"
        yield from _unknown(f"{key}.region", site.region, regions)
        yield from _unknown(f"{key}.timezone", site.timezone, available_timezones())
        yield from _repeated(f"{key}.shift", [shift.id for shift in site.shifts])
        yield from _repeated(f"{key}.zone", [zone.id for zone in site.zones])
        yield from _repeated(f"{key}.road", [road.id for road in site.roads])
        if not any(zone.kind is ZoneKind.PARKING for zone in site.zones):
            yield f"{key}.zone: none is of kind 'parking'; machines need a place to stand"
        yield from terrain(site)
        yield from (
            f"{key}.shift[{shift.id}]: lasts beyond {site.shifts[0].start}, when the site's day starts over "
            "with its first shift; let it end by then"
            for shift in site.shifts
            if (_minutes(shift) - _minutes(site.shifts[0])) % _DAY_MIN + 60 * shift.hours > _DAY_MIN
        )


def _machines(fleet: Fleet) -> Iterator[str]:
    sites = {site.id: site for site in fleet.sites}
    models = {model.id: model for model in fleet.models}
    customers = {customer.id for customer in fleet.customers}
    loaded = _loaded(fleet, models)
    yield from _crowded(fleet, models)
    for machine in fleet.machines:
        key = f"machine[{machine.id}]"
        yield from _unknown(f"{key}.model", machine.model, models)
        yield from _unknown(f"{key}.site", machine.site, sites)
        for customer in (machine.customer, *(tenure.customer for tenure in machine.tenures)):
            yield from _unknown(f"{key}.customer", customer, customers)
        if machine.site in sites and machine.model in models:
            yield from _work(machine, models[machine.model], sites[machine.site], loaded)
        yield from _faults(machine, key)
        if machine.model in models:
            yield from _parts(machine, models[machine.model].kind, key)


def _faults(machine: Machine, key: str) -> Iterator[str]:
    yield from (
        f"{key}.fault: onset_day + growth_days is {fault.onset_day + fault.growth_days:g}, which is not before the "
        f"repair at {fault.period_days} days"
        for fault in machine.faults
        if fault.onset_day + fault.growth_days >= fault.period_days
    )


def _parts(machine: Machine, kind: Kind, key: str) -> Iterator[str]:
    """Yield every fault of a part that the machine does not have."""
    for fault in machine.faults:
        if kind not in KINDS[fault.mode]:
            modes = ", ".join(mode for mode in FaultMode if kind in KINDS[mode])
            yield f"{key}.fault: no {kind.label} has {fault.mode.value!r}; right would be one of {modes}"
        if fault.mode is FaultMode.TYRE_PRESSURE_LOSS and fault.where:
            yield from _unknown(f"{key}.fault.where", fault.where, TYRES)
        if fault.mode.is_of_sensor:
            names = [entry.name for entry in signals_of(kind) if not entry.counter]
            yield from _unknown(f"{key}.fault.where", fault.where or "", names)


def _loaded(fleet: Fleet, models: Mapping[str, Model]) -> set[tuple[str, str]]:
    """Return the site and the zone of every machine that loads trucks."""
    diggers = [one for one in fleet.machines if one.model in models and _digs(one, models[one.model])]
    return {(one.site, one.works_at) for one in diggers}


def _crowded(fleet: Fleet, models: Mapping[str, Model]) -> Iterator[str]:
    """Yield every place at which two machines would load trucks in one shift: one of them would stand."""
    diggers = [one for one in fleet.machines if one.model in models and _digs(one, models[one.model])]
    for place, machine in enumerate(diggers):
        for other in diggers[:place]:
            if (other.site, other.works_at) == (machine.site, machine.works_at) and {*other.shifts} & {*machine.shifts}:
                free = "another loading zone, or other shifts"
                yield f"machine[{machine.id}].works_at: {other.id!r} loads trucks there already; right would be {free}"


def _digs(machine: Machine, model: Model) -> bool:
    return model.kind is Kind.EXCAVATOR or (model.kind is Kind.WHEEL_LOADER and machine.dumps_at is None)


def _minutes(shift: Shift) -> int:
    return 60 * int(shift.start[:2]) + int(shift.start[3:])


def _work(machine: Machine, model: Model, site: Site, loaded: set[tuple[str, str]]) -> Iterator[str]:
    key = f"machine[{machine.id}]"
    kinds = _WORKS_IN[model.kind]
    yield from _repeated(f"{key}.shifts", list(machine.shifts))
    for shift in machine.shifts:
        yield from _unknown(f"{key}.shifts", shift, [entry.id for entry in site.shifts])
    yield from _unknown(f"{key}.works_at", machine.works_at, [zone.id for zone in site.zones if zone.kind in kinds])
    if model.kind is Kind.HAUL_TRUCK and (site.id, machine.works_at) not in loaded:
        yield f"{key}.works_at: no excavator or wheel loader loads trucks at {machine.works_at!r}; place one there"
    if machine.dumps_at is not None or model.kind is Kind.HAUL_TRUCK:
        dumping = [zone.id for zone in site.zones if zone.kind is ZoneKind.DUMPING]
        if machine.dumps_at is None:
            yield f"{key}.dumps_at: is missing; right would be one of {', '.join(map(repr, sorted(dumping)))}"
        else:
            yield from _unknown(f"{key}.dumps_at", machine.dumps_at, dumping)


def _unknown(key: str, value: str, known: Iterable[str] | Mapping[str, object]) -> Iterator[str]:
    names = sorted(known)
    if value not in names:
        near = get_close_matches(value, names, n=3) or names[:8]
        yield f"{key}: {value!r} is not known; right would be one of {', '.join(map(repr, near))}"


def _repeated(key: str, ids: list[str]) -> Iterator[str]:
    yield from (
        f"{key}: {one!r} is there {ids.count(one)} times; ids are unique"
        for one in sorted(set(ids))
        if ids.count(one) > 1
    )
