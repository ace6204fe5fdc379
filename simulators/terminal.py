"""What does a person at the terminal mean: which moment, which period, which fleet?"""

import os
import re
from collections.abc import Iterator, Set
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import typer

from simulators.fleet import BadFleet, Fleet, copy_fleet, load_fleet
from simulators.route import NoWay
from simulators.world import World

FLEETS = Path(__file__).parent / "fleets"
_COPY = re.compile("[a-z][a-z0-9]{0,15}")
# Before and after that there are no calendars to speak of.
_YEARS = range(1970, 3000)
# What has a meaning only beside something else, and what none beside each other.
_NEEDS = {
    **dict.fromkeys(("--speed", "--mqtt", "--credentials", "--outbox", "--truth"), "--publish"),
    "--machines": "--light",
}
_APART = (
    ("--out", "--publish"),
    ("--report", "--publish"),
    *((option, "--light") for option in ("--report", "--outbox", "--truth", "--copy")),
)


class BadMoment(typer.BadParameter):
    """A moment that is not RFC 3339, or out of any use."""

    def __init__(self, text: str, option: str) -> None:
        super().__init__(f"{text!r} is not a moment; right is for example 2026-01-31T06:00:00Z", param_hint=option)


class CommandLine(Protocol):
    """What the library of command lines knows of a call."""

    @property
    def command(self) -> Any:
        """The command, with its parameters."""

    def get_parameter_source(self, name: str) -> Any:
        """Return where the value of a parameter came from."""


def given(context: CommandLine) -> set[str]:
    """Return which options stand on the command line."""
    asked = [(context.get_parameter_source(one.name), one.opts) for one in context.command.params if one.name]
    return {names[0] for source, names in asked if source is not None and source.name == "COMMANDLINE"}


def check_fit(options: Set[str]) -> None:
    """Raise for options that mean nothing as they stand together."""
    for option, other in _NEEDS.items():
        if option in options and other not in options:
            raise typer.BadParameter(f"{option} means something only with {other}")
    for option, other in _APART:
        if {option, other} <= options:
            raise typer.BadParameter(f"{option} means nothing with {other}")


def check_unused(out: Path) -> None:
    """Raise where a folder holds a recording already: two of them would be mixed."""
    if any(out.glob("readings/*")):
        raise typer.BadParameter(f"{out} holds a recording already; right is another folder", param_hint="--out")


def moment(text: str, option: str) -> float:
    """Return a moment in Unix seconds, or raise `BadMoment` with the option that names it."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        raise BadMoment(text, option) from None
    if told.tzinfo is None or told.year not in _YEARS:
        raise BadMoment(text, option)
    return told.timestamp()


def period(start: str, stop: str) -> tuple[float, float]:
    """Return the first moment, and the one before which it ends, or raise with what is wrong."""
    first, last = moment(start, "--from"), moment(stop, "--to")
    if first >= last:
        raise typer.BadParameter(f"--from {start} is not before --to {stop}")
    return first, last


def fleet_of(file: Path, copied: str | None = None) -> Fleet:
    """Return the fleet of a file, or of a name that stands for a file which comes along; raise with what is wrong.

    With `copied` it is a copy, whose machines have names that begin with that.
    """
    known = sorted(one.stem for one in FLEETS.glob("*.toml"))
    if copied and not _COPY.fullmatch(copied):
        said = f"{copied!r} cannot begin a machine's name; right are up to 16 lower-case letters and digits"
        raise typer.BadParameter(said, param_hint="--copy")
    try:
        fleet = load_fleet(FLEETS / f"{file}.toml" if str(file) in known and not file.is_file() else file)
        return copy_fleet(fleet, copied) if copied else fleet
    except BadFleet as error:
        missing = not file.exists()
        right = f"; right is a fleet file, or one that comes along: {', '.join(known)}" if missing else ""
        raise typer.BadParameter(f"{error}{right}", param_hint="--fleet") from None


def world_of(fleet: Fleet, seed: int, since_s: float) -> World:
    """Return the world of a fleet, or raise where a site's roads do not join its zones."""
    try:
        return World.begin(fleet, seed, since_s)
    except NoWay as error:
        raise typer.BadParameter(f"fleet {fleet.name}: {error}", param_hint="--fleet") from None


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Make a folder for what is written meanwhile; end with one sentence when the disk does not take it."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise typer.BadParameter(f"{out} is a file; right is a folder", param_hint="--out") from None
    except OSError as error:
        raise typer.BadParameter(f"{out}: cannot be made a folder: {error.strerror}", param_hint="--out") from None
    try:
        yield
    except OSError as error:
        # The errors of Parquet's writer have no sentence of their own.
        said = os.strerror(error.errno) if error.errno else str(error)
        typer.echo(f"{error.filename or out}: cannot be written: {said}; what is in {out} is not whole", err=True)
        raise typer.Exit(1) from None
