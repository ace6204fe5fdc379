"""How is a fleet published from a terminal, until it ends or somebody stops it?"""

import asyncio
import logging
import math
import signal
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
import typer

from simulators.clock import Clock
from simulators.light import Courier, NoEntry
from simulators.publish import (
    BadBroker,
    BadCredentials,
    Pace,
    Published,
    address_of,
    load_credentials,
    publish_live,
)
from simulators.terminal import moment
from simulators.truth import write_links
from simulators.world import World

OUTBOX = "outbox.db"
# The truth of links is written when a fleet is switched on, for so long, and again when it ends, as far as it came.
_FORETOLD_S = 30 * 86_400.0
# A fleet that goes on where its history ended catches up so fast; one that begins again much later, as after a crash,
# has told that already.
_CATCHES_UP, _LONGEST_LEAP_S = 10.0, 300.0


@dataclass(frozen=True)
class Target:
    """Where a fleet is published: the broker, its machines' credentials, its outbox, and where the truth is written."""

    mqtt: str
    credentials: Path | None
    outbox: Path | None = None
    truth: Path | None = None


def pace_of(start: str | None, stop: str | None, speed: float, period_s: float) -> Pace:
    """Return by which clock, and until when, a fleet is published; raise with what is wrong."""
    now = datetime.now(UTC).timestamp()
    if speed > 1 and start is None:
        raise typer.BadParameter("--speed makes up for time that is past; right is with --from, a moment in the past")
    start_s = moment(start, "--from") if start else now
    stop_s = moment(stop, "--to") if stop else math.inf
    if start_s > now:
        raise typer.BadParameter(f"--from {start} is still to come; right is a moment in the past, or none for now")
    if start_s >= stop_s:
        raise typer.BadParameter(f"--to {stop} is not after {start or 'now'}")
    return Pace(period_s, Clock(start_s, now, speed), stop_s)


def pace_since(start: str | None, period_s: float) -> Pace:
    """Return the pace of life, after what happened since a moment that was a little while ago, and without end."""
    ago_s = datetime.now(UTC).timestamp() - moment(start, "--from") if start else math.inf
    return pace_of(start, None, _CATCHES_UP, period_s) if ago_s < _LONGEST_LEAP_S else pace_of(None, None, 1, period_s)


def broadcast(world: World, pace: Pace, target: Target) -> None:
    """Publish a fleet until it is stopped, or until its pace ends, and say what was sent."""
    # Every machine's connection is news in a log, and noise in a terminal.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    urls = _urls(world, target)
    _knock(urls)
    world.go_to(pace.clock.start_s)
    typer.echo(f"{len(world.machines)} machines of fleet {world.fleet.name} publish to {target.mqtt}")
    _tell_links(world, pace, target, min(pace.stop_s, pace.clock.start_s + _FORETOLD_S))
    with nullcontext(target.outbox) if target.outbox else TemporaryDirectory(prefix="howdah-outbox-") as folder:
        done = asyncio.run(_until_stopped(world, urls, Path(folder) / OUTBOX, pace))
    _tell_links(world, pace, target, min(pace.stop_s, pace.clock.now()))
    becomes = "are sent at the next start" if target.outbox else "are lost, without --outbox"
    kept = f"; {done.unconfirmed} were not confirmed, and {becomes}" if done.unconfirmed else ""
    typer.echo(f"{done.sent} messages sent, at most {done.late_s:.1f} s late{kept}")


def _urls(world: World, target: Target) -> dict[str, str]:
    try:
        if target.credentials is None:
            raise BadCredentials("--credentials is missing; right is the file with every machine's user and password")
        known = load_credentials(target.credentials, list(world.machines))
        return {machine: address_of(target.mqtt, credential) for machine, credential in known.items()}
    except (BadCredentials, BadBroker) as error:
        raise typer.BadParameter(str(error)) from None


def _knock(urls: Mapping[str, str]) -> None:
    """Raise where nobody listens, or where machines are not let in: units would try again for ever."""
    refused = []
    for machine, url in urls.items():
        try:
            Courier(url).close()
        except NoEntry as error:
            refused.append(f"{machine}: {error}")
        except OSError as error:
            where = url.rpartition("@")[2]
            said = f"no broker answers at {where} ({error.strerror or error}); start the platform with `howdah up`"
            raise typer.BadParameter(said, param_hint="--mqtt") from None
    if refused:
        more = f" (and {len(refused) - 1} others)" if len(refused) > 1 else ""
        said = f"{refused[0]}{more}; register the machines, or give the credentials that the registry told"
        raise typer.BadParameter(said, param_hint="--credentials")


def _tell_links(world: World, pace: Pace, target: Target, until_s: float) -> None:
    if target.truth:
        start_s = pace.clock.start_s
        file = target.truth / f"link-{datetime.fromtimestamp(start_s, UTC):%Y%m%dT%H%M%SZ}.parquet"
        write_links([pace.link_of(story) for story in world.machines.values()], start_s, until_s, file)


async def _until_stopped(world: World, urls: Mapping[str, str], file: Path, pace: Pace) -> Published:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return await publish_live(world, urls, file, pace, stop)
