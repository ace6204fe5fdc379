"""What is a fleet like that has the same machines under other names?"""

from dataclasses import replace
from hashlib import sha256

from simulators.fleet.shape import Fleet, Machine

_PIN = 17


def copy_fleet(fleet: Fleet, name: str) -> Fleet:
    """Return a fleet with a copy of every machine, called `<name>-<id>`, with serial number and PIN of its own."""
    return replace(fleet, machines=tuple(_copy(machine, name) for machine in fleet.machines))


def _copy(machine: Machine, name: str) -> Machine:
    digest = sha256(f"{name}/{machine.pin}".encode()).hexdigest().upper()
    # The first three characters of a PIN name the maker (ISO 10261).
    pin = f"{machine.pin[:3]}{digest}"[:_PIN]
    told = f"{machine.name} ({name})"
    return replace(machine, id=f"{name}-{machine.id}", name=told, serial=f"{machine.serial}-{name}", pin=pin)
