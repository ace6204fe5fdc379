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
    hydraulic("hydraulic_pressure_bar", "bar", "Main hydraulic pump pressure", 0, 600, healthy=running(high=420)),
    hydraulic("pump_case_drain_lpm", "L/min", "Leakage of the main hydraulic pump", 0, 300, healthy=running(high=70)),
    hydraulic(
        "hydraulic_filter_drop_bar",
        "bar",
        "Pressure drop over the oil filter",
        0,
        10,
        healthy=running(high=2.8),
        decimals=2,
    ),
    boom("boom_angle_deg", "°", "Boom angle, 0 is level and up is positive", -90, 90, decimals=2),
    boom("boom_head_pressure_bar", "bar", "Pressure at the head of the boom cylinders", 0, 600, decimals=2),
    boom("boom_rod_pressure_bar", "bar", "Pressure at the rod of the boom cylinders", 0, 600, decimals=2),
    payload("payload_kg", "kg", "Material carried at present, as the machine weighs it", -20_000, 500_000),
    loads("payload_total_kg", "kg", "Material moved in all", 0, 1e12, iso15143="CumulativePayloadTotals"),
    loads("load_count", "1", "Loads moved in all", 0, 1e9, iso15143="CumulativeLoadCount"),
    payload("body_angle_deg", "°", "Angle of a truck's body, 0 is down", -5, 90, kinds=TRUCK, decimals=1),
    crusher("crusher_power_kw", "kW", "Power drawn by the crusher's drive", 0, 2000),
    crusher("crusher_speed_rpm", "rpm", "Speed of the crusher's shaft", 0, 2000),
    crusher("crusher_throughput_tph", "t/h", "Material crushed at present", 0, 5000),
    crusher("crusher_level_percent", "%", "Material in the crushing chamber", 0, 125),
    crusher("crusher_setting_mm", "mm", "Gap between the jaws at their closest", 0, 500),
    crusher("crusher_vibration_mmps", "mm/s", "Frame vibration, RMS", 0, 200, healthy=running(high=7.1), decimals=2),
    crusher(
        "crusher_bearing_temperature_c", "°C", "Temperature of the hottest bearing", -40, 250, healthy=running(high=90)
    ),
    crusher("crusher_oil_temperature_c", "°C", "Temperature of the returning oil", -40, 210, healthy=running(high=60)),
)
