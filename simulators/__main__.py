"""What can a person ask of the simulators from a terminal?"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from simulators.broadcast import Target, broadcast, pace_of, pace_since
from simulators.checkpoint import load, save
from simulators.history import write_history
from simulators.light.command import Wanted, publish_light, record_light
from simulators.recording import Order, record
from simulators.report import NoRecording, Recorded, write_page
from simulators.route import NoWay
from simulators.terminal import FLEETS, check_fit, check_unused, fleet_of, given, moment, period, world_of, writing

DEMO = FLEETS / "demo.toml"

app = typer.Typer(invoke_without_command=True)

FleetFile = Annotated[Path, typer.Option("--fleet", help="The fleet file (TOML), or demo, or evaluation.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same fleet, work and faults.")]
Checkpoint = Annotated[
    Path | None, typer.Option(help="A file that keeps how far the story got, so that the next start is quick.")
]
CREDENTIALS = 'JSON {"<machine>": {"username": "…", "password": "…"}}.'
LOCAL = "mqtt://127.0.0.1:1883"
Broker = Annotated[str, typer.Option(help="The broker, mqtt://host:port.")]
OutboxFolder = Annotated[
    Path | None,
    typer.Option("--outbox", help="A folder that keeps what was not confirmed; without it that ends with the process."),
]
Truth = Annotated[Path | None, typer.Option(help="A folder for the truth of what is sent: when links are in trouble.")]
SINCE = "When the fleet's story begins. Give the same moment to history and live, and counters run on without a step."


@app.callback()
def simulate(
    context: typer.Context,
    *,
    start: Annotated[str | None, typer.Option("--from", help="The first moment, RFC 3339.")] = None,
    stop: Annotated[str | None, typer.Option("--to", help="The moment before which it ends, RFC 3339.")] = None,
    out: Annotated[Path | None, typer.Option(help="The folder for readings/ and truth/, Parquet files.")] = None,
    fleet: FleetFile = DEMO,
    seed: Seed = 1,
    step: Annotated[
        float | None, typer.Option(min=0.1, help="Seconds between readings: 1, or 10 with --light.")
    ] = None,
    processes: Annotated[
        int, typer.Option(min=1, help="Sites worked out side by side, the bytes are the same; or senders of --light.")
    ] = 1,
    report: Annotated[bool, typer.Option("--report", help="Put --out beside published figures: report.html.")] = False,
    publish: Annotated[bool, typer.Option("--publish", help="Send it over MQTT in place of writing it.")] = False,
    speed: Annotated[float, typer.Option(min=1, help="So many times faster than life, up to the present.")] = 1,
    mqtt: Broker = LOCAL,
    credentials: Annotated[Path | None, typer.Option(help=CREDENTIALS)] = None,
    outbox: OutboxFolder = None,
    truth: Truth = None,
    copied: Annotated[str | None, typer.Option("--copy", help="Take a copy of each machine, NAME-<id>.")] = None,
    light: Annotated[bool, typer.Option("--light", help="Very many machines that play what a few have done.")] = False,
    machines: Annotated[int, typer.Option(min=4, max=1_000_000, help="How many machines --light has.")] = 100_000,
) -> None:
    """Simulate a fleet: write a period of it as files, or publish it over MQTT.

    With --from, --to and --out it writes what machines measure, what of it arrives, and the truth beside it.

    With --publish it is sent: what happens at this moment, or what happened --from then on, at some --speed.
    `howdah simulate --publish` needs no more where a platform runs: its machines are registered, and let in.

    With --light there are very many machines, cheap and without truth, to try a platform with: QoS 0, no outbox.
    """
    if context.invoked_subcommand is not None:
        return
    check_fit(given(context))
    if not publish and (out is None or (start is None) != (stop is None) or not (start or report)):
        _explain(context, {"--from": start, "--to": stop, "--out": out})
    chosen, step_s = fleet_of(fleet, copied), step or (10.0 if light else 1.0)
    many = Wanted(chosen, seed, machines, step_s)
    if publish and light:
        publish_light(many, pace_of(start, stop, speed, step_s), (mqtt, credentials), processes)
    elif publish:
        pace = pace_of(start, stop, speed, step_s)
        broadcast(world_of(chosen, seed, pace.clock.start_s), pace, Target(mqtt, credentials, outbox, truth))
    elif out and start and stop and light:
        record_light(many, *period(start, stop), out)
    elif out and start and stop:
        _record(Order(chosen, seed, *period(start, stop), step_s, out), processes)
    if out and report:
        _report(out)


def _explain(context: typer.Context, needed: Mapping[str, object]) -> NoReturn:
    """Say what there is, or what is missing where something was asked for, and end."""
    missing = [name for name, value in needed.items() if value is None]
    if given(context):
        said = f"{', '.join(missing)} missing; a recording takes --from, --to and --out, a report of one --out --report"
        raise typer.BadParameter(said)
    typer.echo(context.get_help())
    raise typer.Exit


def _record(order: Order, processes: int) -> None:
    total = 0
    check_unused(order.out)
    try:
        with writing(order.out):
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
    whole: Annotated[bool, typer.Option("--whole", help="Let what waits for its link at the end arrive too.")] = False,
) -> None:
    """Write the messages of a period as JSON lines {"topic", "payload"}, which `python -m ingest --backfill` reads."""
    start_s, stop_s = period(start, stop)
    world = world_of(fleet_of(fleet), seed, moment(since, "--since") if since else start_s)
    total = 0
    if checkpoint:
        load(world, checkpoint)
    with writing(out):
        for written in write_history(world, start_s, stop_s, step, out, whole=whole):
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
    period_s: Annotated[float, typer.Option("--period", min=0.1, help="Seconds between readings.")] = 1,
    start: Annotated[
        str | None, typer.Option("--from", help="Tell what happened since then first, where that is some minutes ago.")
    ] = None,
    since: Annotated[str | None, typer.Option(help=f"{SINCE} Default: now.")] = None,
    checkpoint: Checkpoint = None,
    outbox: OutboxFolder = None,
    truth: Truth = None,
) -> None:
    """Publish what the fleet does at this moment, every machine under its own name, until stopped."""
    pace = pace_since(start, period_s)
    world = world_of(fleet_of(fleet), seed, moment(since, "--since") if since else pace.clock.start_s)
    if checkpoint:
        load(world, checkpoint)
    broadcast(world, pace, Target(mqtt, credentials, outbox, truth))
    if checkpoint:
        save(world, checkpoint)


def main() -> None:
    """Run the simulators' command."""
    app()


if __name__ == "__main__":
    main()
