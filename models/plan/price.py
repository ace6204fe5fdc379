"""What does a repair cost when it is planned, and what when the part has failed first?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from models.machines import Kind


@dataclass(frozen=True)
class Price:
    """What the repair of one mode takes: parts in EUR, hours of labour, and hours for which the machine stands.

    `failed_…` are the same once the part has failed: what it took with it, and the time until mechanic and parts are
    there. `life_h` is how many operating hours a sound part lasts: what a repair before its time throws away is a share
    of that.
    """

    parts_eur: float
    labour_h: float
    standstill_h: float
    failed_parts_eur: float
    failed_labour_h: float
    failed_standstill_h: float
    life_h: float


# Assumptions, not quotations: orders of magnitude for machines of 20 to 60 tonnes. A truck's failure costs here two to
# seven times its planned repair; the literature has three to ten. Own figures override them.
HANDBOOK: Mapping[str, Price] = MappingProxyType(
    {
        "air_filter_clogging": Price(150, 0.5, 0.5, 300, 1.5, 4, 2_000),
        "radiator_fouling": Price(100, 3, 3, 700, 5, 10, 3_000),
        "coolant_leak": Price(200, 2, 2, 1_500, 5, 10, 6_000),
        "hydraulic_pump_wear": Price(9_000, 10, 12, 16_000, 24, 48, 14_000),
        "cylinder_leak": Price(1_200, 8, 8, 2_500, 12, 24, 10_000),
        "hydraulic_filter_clogging": Price(180, 0.7, 0.7, 900, 3, 6, 2_000),
        "turbocharger_wear": Price(3_500, 6, 7, 7_000, 10, 30, 12_000),
        "injector_fouling": Price(3_600, 6, 6, 6_000, 9, 20, 10_000),
        "dpf_clogging": Price(900, 4, 5, 3_500, 6, 16, 5_000),
        "engine_bearing_wear": Price(4_500, 24, 28, 38_000, 60, 110, 16_000),
        "clutch_slip": Price(5_200, 18, 20, 11_000, 26, 60, 14_000),
        "brake_drag": Price(900, 6, 6, 3_500, 10, 20, 8_000),
        "wheel_bearing_wear": Price(2_800, 10, 12, 9_500, 18, 48, 12_000),
        "tyre_pressure_loss": Price(60, 1, 1.5, 4_500, 3, 8, 5_000),
        "alternator": Price(700, 2, 2, 900, 3, 10, 9_000),
        "battery_wear": Price(450, 0.7, 0.7, 500, 1.5, 6, 7_000),
        "crusher_bearing_wear": Price(14_000, 30, 36, 45_000, 60, 120, 20_000),
        "crusher_liner_wear": Price(7_000, 10, 12, 12_000, 14, 30, 3_000),
    }
)
_STANDSTILL_EUR_PER_H: Mapping[Kind, float] = MappingProxyType(
    {Kind.HAUL_TRUCK: 160, Kind.WHEEL_LOADER: 220, Kind.EXCAVATOR: 420, Kind.CRUSHER: 900}
)


@dataclass(frozen=True)
class Rates:
    """What all repairs share: an hour of labour and of a machine that stands, in EUR; what a mechanic's visit costs a
    site whatever is done in it, planned or called out; and for each stop of a machine the hours of making it safe,
    cleaning and trying it. `look_h` is spent on a suspicion that turns out to be wrong, which by itself would have
    ended after `fades_h` hours of the calendar on average. A machine with a part that has failed, and that nobody
    repaired yet, earns less by a share (`worse`)."""

    labour_eur_per_h: float = 75.0
    called_out_factor: float = 1.5
    standstill_eur_per_h: Mapping[Kind, float] = field(default_factory=lambda: _STANDSTILL_EUR_PER_H)
    visit_eur: float = 300.0
    stop_h: float = 1.0
    look_h: float = 1.0
    fades_h: float = 48.0
    worse: float = 0.1

    def stop_eur(self, kind: Kind) -> float:
        """Return what a stop of a machine costs before anything is repaired."""
        return self.stop_h * (self.labour_eur_per_h + self.standstill_eur_per_h[kind])

    def planned_eur(self, price: Price, kind: Kind) -> float:
        """Return what a planned repair costs, without its share of a stop and a visit."""
        return self._eur(price.parts_eur, price.labour_h, price.standstill_h, kind)

    def unplanned_eur(self, price: Price, kind: Kind) -> float:
        """Return what a failure costs: all of it, for it is a stop and a visit of its own."""
        labour_h = price.failed_labour_h * self.called_out_factor
        own = self._eur(price.failed_parts_eur, labour_h, price.failed_standstill_h, kind)
        return own + self.stop_eur(kind) + self.visit_eur * self.called_out_factor

    def futile_eur(self, kind: Kind) -> float:
        """Return what looking for a failure costs that is not there, without its share of a stop and a visit."""
        return self._eur(0.0, self.look_h, self.look_h, kind)

    def _eur(self, parts_eur: float, labour_h: float, standstill_h: float, kind: Kind) -> float:
        return parts_eur + labour_h * self.labour_eur_per_h + standstill_h * self.standstill_eur_per_h[kind]


def price_of(mode: str, prices: Mapping[str, Price] = HANDBOOK) -> Price:
    """Return what a mode's repair takes, by the handbook without own figures; KeyError for a failure of a sensor."""
    return prices[mode] if mode in prices else HANDBOOK[mode]
