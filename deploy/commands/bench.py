"""How are servers started for a benchmark, aside from any platform that runs here?"""

import signal
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from deploy.demo.here import Demo

bench = typer.Typer(no_args_is_help=True, help="Measure the platform, most of it on private servers of the run's own.")

Messages = Annotated[int | None, typer.Option(min=1, help="Messages in a backlog: 100,000, or 20,000 quick.")]
Readings = Annotated[int | None, typer.Option(min=1, max=1000, help="Readings in each; 1 and 10, if not given.")]
Machines = Annotated[int, typer.Option(min=1, max=100_000, help="Machines they come from.")]
Quick = Annotated[bool, typer.Option("--quick", help="Once over, with less, and without what takes long.")]
Soak = Annotated[bool, typer.Option(help="Run 100,000 machines for five minutes.")]
Peers = Annotated[bool, typer.Option(help="Measure peers, installed for it in the cache folder.")]
Profile = Annotated[bool, typer.Option("--profile", help="Show where ingest spends its processor time.")]
Figures = Annotated[Path | None, typer.Option(help="Measure over batch sizes and rates, and draw it here.")]
Json = Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")]
Number = Annotated[int, typer.Option("--faults", min=1, help="How many faults are injected.")]
Seed = Annotated[int | None, typer.Option(min=0, help="What the schedule follows from; drawn, if not given.")]
LiveS = Annotated[float | None, typer.Option("--live", min=30, help="Seconds of work in real time: 300, or 90 quick.")]
Zoomed = Annotated[list[str] | None, typer.Option("--machine", help="Whose page; a truck and a digger, if not given.")]
Times = Annotated[int, typer.Option(min=1, help="How often each zoom is asked for.")]
Crowd = Annotated[int, typer.Option("--machines", min=1, max=20_000, help="Machines in the list besides the demo's.")]
Users = Annotated[int, typer.Option(min=1, max=200, help="Users at once.")]
Visits = Annotated[int, typer.Option("--times", min=1, help="How often each page is opened.")]
Pictures = Annotated[
    Path | None, typer.Option(help="Take pictures of all pages into this folder, and measure nothing.")
]
Wanted = Annotated[int | None, typer.Option(min=1, help="How many readings are sent at least.")]


@bench.command()
def ingest(
    *,
    messages: Messages = None,
    readings_per_message: Readings = None,
    machines: Machines = 1_000,
    quick: Quick = False,
    soak: Soak = True,
    peers: Peers = True,
    profile: Profile = False,
    figures: Figures = None,
    as_json: Json = False,
) -> None:
    """Compare ingest with its limits and its peers, on the same rows and servers."""
    from benchmarks.ingest.command import run
    from benchmarks.ingest.plan import QUICK, Plan
    from deploy.servers.installation import cache_home
    from deploy.stand import standing

    plan = QUICK if quick else Plan()
    plan = replace(plan, messages=messages or plan.messages, readings=readings_per_message, machines=machines)
    plan = replace(plan, peers=plan.peers and peers, soak_s=plan.soak_s * soak, profile=profile, figures=figures)
    _end_by_interrupt()
    with standing() as stand:
        database, broker = [server.wait_until_ready(60) for server in (stand.start_database(), stand.start_broker())]
        stand.migrate()
        raise typer.Exit(run(stand, (database, broker), plan, cache_home(), as_json=as_json))


@bench.command()
def faults(*, number: Number = 25, seed: Seed = None, readings: Wanted = None, as_json: Json = False) -> None:
    """Run a fleet through injected faults, and compare what was sent with what is stored, row by row."""
    from benchmarks.faults.command import run
    from deploy.stand import standing

    _end_by_interrupt()
    with standing() as stand:
        raise typer.Exit(run(stand, faults=number, seed=seed, readings=readings, as_json=as_json))


@bench.command()
def simulator(*, quick: Quick = False, as_json: Json = False) -> None:
    """Measure how much faster than life machines are simulated, and how many messages a second they publish."""
    from benchmarks.simulator.command import run
    from benchmarks.simulator.plan import QUICK, Plan
    from deploy.stand import standing

    _end_by_interrupt()
    with standing() as stand:
        broker = stand.start_broker().wait_until_ready(60)
        raise typer.Exit(run(stand, broker, QUICK if quick else Plan(), as_json=as_json))


@bench.command()
def scoring(*, quick: Quick = False, as_json: Json = False) -> None:
    """Measure how fast a large fleet is judged, from the database to what is stored, and how fast a forecast comes."""
    from benchmarks.scoring.command import Plan, run
    from deploy.demo.shelf import fill
    from deploy.servers.installation import cache_home
    from deploy.stand import standing
    from simulators.__main__ import DEMO
    from simulators.fleet import load_fleet

    _end_by_interrupt()
    with standing() as stand:
        stand.start_database().wait_until_ready(60)
        stand.migrate()
        shelf = stand.layout.home.models
        fill(shelf)
        plan = Plan(load_fleet(DEMO), shelf)
        raise typer.Exit(run(stand, plan.quick() if quick else plan, cache_home(), as_json=as_json))


@bench.command()
def site(*, quick: Quick = False, live_s: LiveS = None, seed: Seed = None, as_json: Json = False) -> None:
    """Measure how fast a shift is taken in, how soon passes and cycles are told, and how fast a site's day answers."""
    from benchmarks.site.command import Plan, run
    from deploy.stand import standing

    plan = Plan().quick() if quick else Plan()
    plan = replace(plan, live_s=live_s or plan.live_s, seed=plan.seed if seed is None else seed)
    _end_by_interrupt()
    with standing() as stand:
        database, broker = stand.start_database(), stand.start_broker()
        for server in (database, broker):
            server.wait_until_ready(60)
        stand.migrate()
        raise typer.Exit(run(stand, (database, broker), plan, as_json=as_json))


@bench.command()
def zoom(*, machine: Zoomed = None, times: Times = 20, as_json: Json = False) -> None:
    """Measure how soon each zoom of a machine's page answers, on the demo that runs here."""
    from benchmarks.zoom.command import run

    raise typer.Exit(run(_demo().door, machine or ["yar-ht-01", "yar-ex-01"], times, as_json=as_json))


@bench.command()
def pages(
    *,
    machines: Crowd = 5000,
    users: Users = 50,
    times: Visits = 5,
    pictures: Pictures = None,
    as_json: Json = False,
) -> None:
    """Measure how soon pages of the demo that runs here are usable, or take pictures of them."""
    from benchmarks.page.command import Plan, run

    demo = _demo()
    plan = Plan(machines=machines, users=users, times=times, pictures=pictures, owner=demo.owner)
    raise typer.Exit(run(demo.door, demo.admin_url, plan, as_json=as_json))


def _demo() -> "Demo":
    from deploy.demo.here import demo_here

    return demo_here()


def _end_by_interrupt() -> None:
    """Let every polite end be like Ctrl-C: servers and files are removed on the way out."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
