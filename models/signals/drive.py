"""Which signals tell about the engine, its cooling, fuel, air, exhaust and electrics?"""

from functools import partial

from models.signals.signal import MOBILE, Signal, Subsystem, always, running

engine = partial(Signal, subsystem=Subsystem.ENGINE, kinds=MOBILE)
cooling = partial(Signal, subsystem=Subsystem.COOLING, kinds=MOBILE)
fuel = partial(Signal, subsystem=Subsystem.FUEL, kinds=MOBILE)
air = partial(Signal, subsystem=Subsystem.AIR, kinds=MOBILE)
electric = partial(Signal, subsystem=Subsystem.ELECTRICS, kinds=MOBILE)
hours = partial(Signal, subsystem=Subsystem.ENGINE, counter=True, decimals=3)
litres = partial(Signal, subsystem=Subsystem.FUEL, kinds=MOBILE, counter=True, decimals=2)

# Bands are wide: a healthy machine that works hard on a hot day stays inside, one that has failed in function does not.
DRIVE: tuple[Signal, ...] = (
    engine("engine_speed_rpm", "rpm", "Engine speed", 0, 4000, healthy=running(high=2600), spn=190, decimals=0),
    engine("engine_load_percent", "%", "Engine load at this speed", 0, 125, spn=92, decimals=0),
    engine("engine_oil_pressure_kpa", "kPa", "Engine oil pressure", 0, 1000, healthy=running(low=100), spn=100),
    engine("engine_oil_temperature_c", "°C", "Engine oil temperature", -40, 210, healthy=running(high=125), spn=175),
    hours("engine_hours_h", "h", "Engine or drive hours", 0, 2e5, spn=247, iso15143="CumulativeOperatingHours"),
    hours("idle_hours_h", "h", "Idle hours", 0, 2e5, kinds=MOBILE, spn=235, iso15143="CumulativeIdleHours"),
    cooling("coolant_temperature_c", "°C", "Coolant temperature", -40, 210, healthy=running(high=104), spn=110),
    cooling("coolant_level_percent", "%", "Coolant level", 0, 125, healthy=always(low=50), spn=111),
    cooling("fan_speed_rpm", "rpm", "Cooling fan speed", 0, 5000, spn=1639, decimals=0),
    cooling("ambient_temperature_c", "°C", "Outside temperature", -60, 80, spn=171),
    fuel("fuel_rate_lph", "L/h", "Fuel rate", 0, 800, spn=183),
    fuel("fuel_level_percent", "%", "Fuel level", 0, 125, spn=96, iso15143="FuelRemaining"),
    litres("fuel_used_l", "L", "Fuel used in all", 0, 2e7, spn=250, iso15143="FuelUsed"),
    fuel("def_level_percent", "%", "Exhaust fluid level", 0, 125, spn=1761, iso15143="DEFRemaining"),
    air("boost_pressure_kpa", "kPa", "Boost pressure", -50, 500, healthy=running(high=350), spn=102),
    air(
        "air_filter_drop_kpa", "kPa", "Air filter pressure drop", 0, 25, healthy=running(high=5.5), spn=107, decimals=2
    ),
    air(
        "exhaust_temperature_c", "°C", "Exhaust temperature", -40, 1200, healthy=running(high=680), spn=173, decimals=0
    ),
    air("dpf_drop_kpa", "kPa", "Soot filter pressure drop", 0, 100, healthy=running(high=18), spn=3251, decimals=2),
    electric("battery_voltage_v", "V", "Battery voltage", 0, 48, healthy=running(26.5, 30), spn=168, decimals=2),
)
