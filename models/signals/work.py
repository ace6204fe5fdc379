"""Which signals tell about the hydraulics, the boom, the payload and the crusher?"""

from functools import partial

from models.machines import Kind
from models.signals.signal import MOBILE, Signal, Subsystem, running

TRUCK = frozenset({Kind.HAUL_TRUCK})

hydraulic = partial(Signal, subsystem=Subsystem.HYDRAULICS, kinds=MOBILE)
boom = partial(Signal, subsystem=Subsystem.BOOM, kinds=frozenset({Kind.WHEEL_LOADER, Kind.EXCAVATOR}))
payload = partial(Signal, subsystem=Subsystem.PAYLOAD, kinds=MOBILE, decimals=0)
loads = partial(Signal, subsystem=Subsystem.PAYLOAD, kinds=MOBILE, decimals=0, counter=True)
crusher = partial(Signal, subsystem=Subsystem.CRUSHER, kinds=frozenset({Kind.CRUSHER}))

WORK: tuple[Signal, ...] = (
    hydraulic(
        "hydraulic_oil_temperature_c", "°C", "Hydraulic oil temperature", -40, 210, healthy=running(high=95), spn=1638
    ),
    hydraulic("hydraulic_pressure_bar", "bar", "Hydraulic pump pressure", 0, 600, healthy=running(high=420)),
    hydraulic("pump_case_drain_lpm", "L/min", "Hydraulic pump leakage", 0, 300, healthy=running(high=70)),
    hydraulic(
        "hydraulic_filter_drop_bar", "bar", "Oil filter pressure drop", 0, 10, healthy=running(high=2.8), decimals=2
    ),
    boom("boom_angle_deg", "°", "Boom angle, 0 is level and up is positive", -90, 90, decimals=2),
    boom("boom_head_pressure_bar", "bar", "Boom cylinder pressure, head side", 0, 600, decimals=2),
    boom("boom_rod_pressure_bar", "bar", "Boom cylinder pressure, rod side", 0, 600, decimals=2),
    payload("payload_kg", "kg", "Payload carried at present", -20_000, 500_000),
    loads("payload_total_kg", "kg", "Payload moved in all", 0, 1e12, iso15143="CumulativePayloadTotals"),
    loads("load_count", "1", "Loads moved in all", 0, 1e9, iso15143="CumulativeLoadCount"),
    payload("body_angle_deg", "°", "Body angle, 0 is down", -5, 90, kinds=TRUCK, decimals=1),
    crusher("crusher_power_kw", "kW", "Crusher power", 0, 2000),
    crusher("crusher_speed_rpm", "rpm", "Crusher shaft speed", 0, 2000),
    crusher("crusher_throughput_tph", "t/h", "Crusher throughput", 0, 5000),
    crusher("crusher_level_percent", "%", "Crusher chamber level", 0, 125),
    crusher("crusher_setting_mm", "mm", "Crusher setting, jaws at their closest", 0, 500),
    crusher("crusher_vibration_mmps", "mm/s", "Crusher vibration, RMS", 0, 200, healthy=running(high=7.1), decimals=2),
    crusher("crusher_bearing_temperature_c", "°C", "Crusher bearing temperature", -40, 250, healthy=running(high=90)),
    crusher("crusher_oil_temperature_c", "°C", "Crusher return oil temperature", -40, 210, healthy=running(high=60)),
)
