"""How is a fleet let into the platform that runs here, beside the one that it simulates itself?"""

import asyncio
import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console

from deploy.commands.status import ask_health
from deploy.demo.crew import Keyring
from deploy.demo.herd import let_in
from deploy.demo.registration import already_there, register
from deploy.failure import Failure
from deploy.layout import ADMINISTRATOR, Layout
from deploy.port import LOOPBACK, free_port
from deploy.secret import Vault
from deploy.servers import require
from deploy.state import Home
from simulators.fleet import Fleet, copy_fleet

# What copies of machines are called that the platform sends itself.
COPY = "sim"


@contextmanager
def herd_options(machines: Sequence[str]) -> Iterator[list[str]]:
    """Yield where and as whom very many machines are to publish, as the simulators' options."""
    home = Home.of_project()
    told = _running(home)
    layout = Layout(home, require(), free_port(), told["broker_port"], postgres_port=told["postgres_port"])
    with let_in(layout, machines) as credentials:
        yield [*_place(told), "--credentials", str(credentials)]


@contextmanager
def guest_options(fleet: Fleet, name: str | None) -> Iterator[list[str]]:
    """Yield where and as whom a fleet is to publish, as the simulators' options; `name` is that of a copy.

    Its machines are registered where they are not yet.
    """
    home = Home.of_project()
    told = _running(home)
    name = name or _name_for(home, told, fleet)
    copied = copy_fleet(fleet, name) if name else fleet
    folder = home.demo / "guests" / (f"{name}-{fleet.name}" if name else fleet.name)
    with _alone(folder):
        credentials = _register(home, told, copied)
        kept = ["--outbox", str(folder), "--truth", str(home.demo / "truth")]
        yield [*_place(told), *kept, "--credentials", str(credentials), *(["--copy", name] if name else [])]


def _running(home: Home) -> dict[str, Any]:
    """Return what the platform that runs here says about itself."""
    told = home.told()
    if told is None:
        remedy = "Start one with `howdah up`, or say where: --mqtt mqtt://host:port --credentials FILE"
        raise Failure("No platform runs here to publish to.", remedy)
    return told


def _place(told: dict[str, Any]) -> list[str]:
    return ["--mqtt", f"mqtt://{LOOPBACK}:{told['broker_port']}"]


def _name_for(home: Home, told: dict[str, Any], fleet: Fleet) -> str | None:
    """Return what copies of the fleet's machines are called where the platform sends as these itself, else None."""
    sends = any(program["name"] == "simulators" for program in told["programs"])
    own = Keyring(Vault(home.secrets)).known() if sends else {}
    if not any(machine.id in own for machine in fleet.machines):
        return None
    Console().print(f"The platform sends these machines itself: a copy of each goes out, called {COPY}-<id>.")
    return COPY


def _register(home: Home, told: dict[str, Any], fleet: Fleet) -> Path:
    """Return the file with the machines' credentials, after the registry knows them."""
    url = told["services"]["registry"]
    if ask_health(url)["status"] == "silent":
        raise Failure("The platform's registry does not answer.", "See why: howdah status, howdah logs registry.")
    vault = Vault(home.secrets)
    keyring, password = Keyring(vault, "guests.json"), vault.phrase(f"user-{ADMINISTRATOR}")
    known = keyring.known()
    if taken := asyncio.run(already_there(url, password, fleet, known)):
        more = f" and {len(taken) - 3} more" if len(taken) > 3 else ""
        raise Failure(
            f"Other machines are registered under these names: {', '.join(taken[:3])}{more}.",
            "Publish copies of yours with --copy NAME, or give the others' passwords with --credentials FILE.",
        )
    keyring.keep({**known, **asyncio.run(register(url, password, fleet, [], known))})
    return keyring.file


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep anybody else from publishing the same machines from the same outbox for as long as this lasts."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            remedy = "Stop it, or publish copies of the machines under another name: --copy NAME"
            raise Failure("These machines are being published already, from another terminal.", remedy) from None
        yield
