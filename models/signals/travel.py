"""Which signals tell about the brakes, the transmission, the tyres and where the machine is?"""

from functools import partial

from models.machines import Kind
from models.signals.signal import MOBILE, Signal, Subsystem, always, running

WHEELED = frozenset({Kind.WHEEL_LOADER, Kind.HAUL_TRUCK})

brake = partial(Signal, subsystem=Subsystem.BRAKES, kinds=WHEELED)
gear = partial(Signal, subsystem=Subsystem.TRANSMISSION, kinds=WHEELED)
tyre = partial(Signal, subsystem=Subsystem.TYRES, kinds=WHEELED, decimals=0)
position = partial(Signal, subsystem=Subsystem.POSITION)

# J1939 reports every tyre under one number and tells them apart by a location.
TRAVEL: tuple[Signal, ...] = (
    brake("brake_oil_temperature_c", "°C", "Brake oil temperature", -40, 250, healthy=running(high=120)),
    brake("brake_pressure_bar", "bar", "Service brake pressure", 0, 300),
    gear(
        "transmission_oil_temperature_c",
        "°C",
        "Transmission oil temperature",
        -40,
        210,
        healthy=running(high=120),
        spn=177,
    ),
    gear(
        "transmission_oil_pressure_kpa", "kPa", "Transmission oil pressure", 0, 5000, healthy=running(low=500), spn=127
    ),
    gear("clutch_slip_percent", "%", "Clutch slip between shifts", 0, 100, healthy=running(high=5)),
    tyre("tyre_front_left_kpa", "kPa", "Front left tyre pressure", 0, 1500, healthy=always(300, 1000), spn=241),
    tyre("tyre_front_right_kpa", "kPa", "Front right tyre pressure", 0, 1500, healthy=always(300, 1000), spn=241),
    tyre("tyre_rear_left_kpa", "kPa", "Rear left tyre pressure", 0, 1500, healthy=always(300, 1000), spn=241),
    tyre("tyre_rear_right_kpa", "kPa", "Rear right tyre pressure", 0, 1500, healthy=always(300, 1000), spn=241),
    tyre("tyre_temperature_c", "°C", "Hottest tyre temperature", -40, 200, healthy=always(high=100), spn=242),
    position("latitude_deg", "°", "Latitude, WGS 84", -90, 90, iso15143="Location", spn=584, decimals=7, precise=True),
    position(
        "longitude_deg", "°", "Longitude, WGS 84", -180, 180, iso15143="Location", spn=585, decimals=7, precise=True
    ),
    position("altitude_m", "m", "Altitude above sea level", -500, 9000, iso15143="Location", spn=580),
    position("heading_deg", "°", "Heading, clockwise from north", 0, 360, spn=165),
    position("pitch_deg", "°", "Pitch, nose up is positive", -90, 90, kinds=MOBILE, spn=583),
    position("ground_speed_kmh", "km/h", "Ground speed", 0, 200, spn=84),
    position("odometer_km", "km", "Distance travelled", 0, 2e6, iso15143="Distance", spn=245, counter=True, decimals=3),
)
