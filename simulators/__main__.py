"""What can a person ask of the simulators from a terminal?"""

import asyncio
import math
import signal
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, NoReturn

import typer

from simulators.checkpoint import load, save
from simulators.clock import Clock
from simulators.fleet import BadFleet, Fleet, load_fleet
from simulators.history import write_history
from simulators.publish import BadBroker, BadCredentials, Pace, address_of, load_credentials, publish_live
from simulators.recording import Order, record
from simulators.report import NoRecording, Recorded, write_page
from simulators.route import NoWay
from simulators.world import World

OUTBOX = "outbox.db"
DEMO = Path(__file__).parent / "fleets" / "demo.toml"

app = typer.Typer(invoke_without_command=True, help="Simulate a fleet: its past as files, or its present over MQTT.")

FleetFile = Annotated[Path, typer.Option("--fleet", help="The fleet file (TOML).")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same fleet, work and faults.")]
Checkpoint = Annotated[
    Path | None, typer.Option(help="A file that keeps how far the story got, so that the next start is quick.")
]
CREDENTIALS = 'JSON {"<machine>": {"username": "…", "password": "…"}}.'
LOCAL = "mqtt://127.0.0.1:1883"
Broker = Annotated[str, typer.Option(help="The broker, mqtt://host:port.")]
SINCE = "When the fleet's story begins. Give the same moment to history and live, and counters run on without a step."


class BadMoment(typer.BadParameter):
    """A moment that is not RFC 3339."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is not a moment; right is for example 2026-01-31T06:00:00Z")


@app.callback()
def simulate(
    context: typer.Context,
    *,
    start: Annotated[str | None, typer.Option("--from", help="The first moment, RFC 3339.")] = None,
    stop: Annotated[str | None, typer.Option("--to", help="The moment before which it ends, RFC 3339.")] = None,
    out: Annotated[Path | None, typer.Option(help="The folder for readings/ and truth/, Parquet files.")] = None,
    fleet: FleetFile = DEMO,
    seed: Seed = 1,
    step: Annotated[float, typer.Option(min=0.1, help="Seconds between readings.")] = 1,
    processes: Annotated[int, typer.Option(min=1, help="Sites worked out side by side; the bytes are the same.")] = 1,
    report: Annotated[bool, typer.Option("--report", help="Put --out beside published figures: report.html.")] = False,
    publish: Annotated[bool, typer.Option("--publish", help="Send it over MQTT in place of writing it.")] = False,
    speed: Annotated[float, typer.Option(min=1, help="So many times faster than life, up to the present.")] = 1,
    mqtt: Broker = LOCAL,
    credentials: Annotated[Path | None, typer.Option(help=CREDENTIALS)] = None,
) -> None:
    """Write what a fleet measures in a period, and the truth beside it: --from, --to and --out.

    With --publish it is sent instead: what happens at this moment, or what happened --from then on, at some --speed.
    The commands below write the same as messages, or publish it.
    """
    if context.invoked_subcommand is not None:
        return
    if publish:
        clock, stop_s = _pace(start, stop, speed)
        _publish(_world(fleet, seed, clock.start_s), Pace(step, clock, stop_s), mqtt, credentials, None)
    elif out is None or (start is None) != (stop is None) or not (start or report):
        _explain(context, asked=bool(start or stop or out))
    else:
        if start and stop:
            _record(Order(_fleet(fleet), seed, *_period(start, stop), step, out), processes)
        if report:
            _report(out)


def _explain(context: typer.Context, *, asked: bool) -> NoReturn:
    """Say what there is, and end; who asked for something that is incomplete gets an error's status."""
    typer.echo(context.get_help())
    raise typer.Exit(2 if asked else 0)


def _record(order: Order, processes: int) -> None:
    total = 0
    try:
        for site, readings in record(order, processes):
            total += readings
            typer.echo(f"{site}: {readings} readings")
    except NoWay as error:
        raise typer.BadParameter(f"fleet {order.fleet.name}: {error}") from None
    written = f"{total} readings in {order.out / 'readings'}, truth in {order.out / 'truth'}"
    typer.echo(f"{len(order.fleet.machines)} machines, {written}")


def _report(out: Path) -> None:
    try:
        found = write_page(Recorded(out), out / "report.html")
    except NoRecording as error:
        raise typer.BadParameter(str(error)) from None
    outside = [figure.name for figure in found if figure.holds is False]
    typer.echo(
        f"{out / 'report.html'}: {len(found)} figures; outside of what is published: {', '.join(outside) or 'none'}"
    )


@app.command()
def history(
    *,
    start: Annotated[str, typer.Option("--from", help="The first moment, RFC 3339.")],
    stop: Annotated[str, typer.Option("--to", help="The moment before which it ends, RFC 3339.")],
    out: Annotated[Path, typer.Option(help="The folder for the files, one for each machine.")],
    fleet: FleetFile = DEMO,
    seed: Seed = 1,
    step: Annotated[float, typer.Option(min=1, help="Seconds between readings.")] = 60,
    since: Annotated[str | None, typer.Option(help=f"{SINCE} Default: --from.")] = None,
    checkpoint: Checkpoint = None,
) -> None:
    """Write the messages of a period as JSON lines {"topic", "payload"}, which `python -m ingest --backfill` reads."""
    start_s, stop_s = _period(start, stop)
    world = _world(fleet, seed, _moment(since) if since else start_s)
    total = 0
    if checkpoint:
        load(world, checkpoint)
    for written in write_history(world, start_s, stop_s, step, out):
        total += written.readings
        typer.echo(f"{written.path}: {written.messages} messages, {written.readings} readings")
    if checkpoint:
        save(world, checkpoint)
    typer.echo(f"{len(world.machines)} machines, {total} readings")


@app.command()
def live(
    *,
    credentials: Annotated[Path, typer.Option(help=CREDENTIALS)],
    mqtt: Broker,
    fleet: FleetFile = DEMO,
    seed: Seed = 1,
    period: Annotated[float, typer.Option(min=0.1, help="Seconds between readings of a running machine.")] = 1,
    since: Annotated[str | None, typer.Option(help=f"{SINCE} Default: now.")] = None,
    checkpoint: Checkpoint = None,
    outbox: Annotated[
        Path | None,
        typer.Option(help="A folder that keeps what was not confirmed; without it that is lost with the process."),
    ] = None,
) -> None:
    """Publish what the fleet does at this moment, every machine under its own name, until stopped."""
    now = datetime.now(UTC).timestamp()
    world = _world(fleet, seed, _moment(since) if since else now)
    if checkpoint:
        load(world, checkpoint)
    _publish(world, Pace(period, Clock.of_life()), mqtt, credentials, outbox)
    if checkpoint:
        save(world, checkpoint)


def _publish(world: World, pace: Pace, mqtt: str, credentials: Path | None, outbox: Path | None) -> None:
    """Publish a fleet until stopped, or until its pace ends."""
    try:
        if credentials is None:
            raise BadCredentials("--credentials is missing; right is the file with every machine's user and password")
        known = load_credentials(credentials, list(world.machines))
        urls = {machine: address_of(mqtt, credential) for machine, credential in known.items()}
    except (BadCredentials, BadBroker) as error:
        raise typer.BadParameter(str(error)) from None
    world.go_to(pace.clock.now())
    typer.echo(f"{len(world.machines)} machines of fleet {world.fleet.name} publish to {mqtt}")
    with nullcontext(outbox) if outbox else TemporaryDirectory(prefix="howdah-outbox-") as folder:
        asyncio.run(_until_stopped(world, urls, Path(folder) / OUTBOX, pace))


def _pace(start: str | None, stop: str | None, speed: float) -> tuple[Clock, float]:
    """Return by which clock, and until when, a fleet is published."""
    now = datetime.now(UTC).timestamp()
    if speed > 1 and start is None:
        raise typer.BadParameter("--speed makes up for time that is past; right is with --from, a moment in the past")
    start_s, stop_s = _moment(start) if start else now, _moment(stop) if stop else math.inf
    if start_s > now:
        raise typer.BadParameter(f"--from {start} is still to come; right is a moment in the past, or none for now")
    if start_s >= stop_s:
        raise typer.BadParameter(f"--to {stop} is not after {start or 'now'}")
    return Clock(start_s, now, speed), stop_s


async def _until_stopped(world: World, urls: dict[str, str], file: Path, pace: Pace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await publish_live(world, urls, file, pace, stop)


def _fleet(file: Path) -> Fleet:
    try:
        return load_fleet(file)
    except BadFleet as error:
        raise typer.BadParameter(str(error)) from None


def _world(fleet: Path, seed: int, since_s: float) -> World:
    try:
        return World.begin(_fleet(fleet), seed, since_s)
    except NoWay as error:
        raise typer.BadParameter(f"{fleet}: {error}") from None


def _period(start: str, stop: str) -> tuple[float, float]:
    first, last = _moment(start), _moment(stop)
    if first >= last:
        raise typer.BadParameter(f"--from {start} is not before --to {stop}")
    return first, last


def _moment(text: str) -> float:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadMoment(text) from None
    if moment.tzinfo is None:
        raise BadMoment(text)
    return moment.timestamp()


def main() -> None:
    """Run the simulators' command."""
    app()


if __name__ == "__main__":
    main()
