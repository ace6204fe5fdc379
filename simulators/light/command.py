"""What can a person ask of a very large fleet from a terminal?"""

import math
import signal
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import typer

from simulators.fleet import Fleet
from simulators.light.bank import Bank, make_bank
from simulators.light.broadcast import Tour, send_herd
from simulators.light.courier import NoEntry
from simulators.light.herd import Herd
from simulators.light.recording import record_herd
from simulators.publish import BadBroker, BadCredentials, Pace, address_of, load_credentials, place_of
from simulators.terminal import check_unused, writing

# As this name's user somebody publishes for every machine.
EVERYBODY = "*"


@dataclass(frozen=True)
class Wanted:
    """How many machines, played after which fleet under which seed, with so many seconds from message to message."""

    fleet: Fleet
    seed: int
    machines: int
    step_s: float

    def bank(self, near_s: float) -> Bank:
        """Return what the machines play, or raise where none of the fleet works on that day."""
        bank = make_bank(self.fleet, self.seed, near_s, self.step_s)
        if not bank.reels:
            day = datetime.fromtimestamp(near_s, UTC)
            raise typer.BadParameter(
                f"no machine of fleet {self.fleet.name} works on {day:%A %d %B %Y}; take another day"
            )
        return bank


def record_light(wanted: Wanted, start_s: float, stop_s: float, out: Path) -> None:
    """Write the readings of a period, and say how much faster than life that went."""
    check_unused(out)
    steps = range(math.ceil(start_s / wanted.step_s), math.ceil(stop_s / wanted.step_s))
    herd = Herd(wanted.bank(start_s), wanted.machines, wanted.seed)
    began = datetime.now(UTC)
    with writing(out):
        readings = sum(record_herd(herd, steps, wanted.step_s, out))
    seconds = (datetime.now(UTC) - began).total_seconds()
    ratio = (stop_s - start_s) / max(seconds, 1e-3)
    typer.echo(
        f"{len(herd):,} machines, {readings:,} readings in {out / 'readings'}, {ratio:.1f} times faster than life"
    )


def publish_light(wanted: Wanted, pace: Pace, to: tuple[str, Path | None], processes: int) -> None:
    """Publish at a pace until it ends or is stopped, and say how fast that went."""
    url = _url(*to)
    tour = Tour(url, wanted.bank(pace.clock.start_s), wanted.machines, wanted.seed, pace.clock, pace.stop_s)
    typer.echo(f"{wanted.machines:,} machines publish to {to[0]} every {wanted.step_s:g} s of their story, at QoS 0")
    try:
        with get_context("spawn").Manager() as manager:
            stop = manager.Event()
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: stop.set())
            typer.echo(str(send_herd(tour, processes, stop)))
    except (NoEntry, OSError) as error:
        said = f"{url.rpartition('@')[2]}: {getattr(error, 'strerror', None) or error}"
        raise typer.BadParameter(f"{said}; is it a broker, and may this user publish for every machine?") from None


def _url(mqtt: str, credentials: Path | None) -> str:
    try:
        place_of(mqtt)
        if credentials is None:
            return mqtt
        return address_of(mqtt, load_credentials(credentials, [EVERYBODY])[EVERYBODY])
    except (BadCredentials, BadBroker) as error:
        raise typer.BadParameter(str(error)) from None
