"""How is one platform brought up from nothing to live machines, and taken down again?"""

import asyncio
import contextlib
import functools
import logging
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from deploy import startup
from deploy.demo import peer
from deploy.demo.cast import Person, cast
from deploy.demo.crew import Keyring, demo_fleet
from deploy.demo.diary import Past
from deploy.demo.history import History, heard_since
from deploy.demo.registration import register
from deploy.demo.shelf import fill
from deploy.layout import ADMINISTRATOR, Layout
from deploy.processes import Supervisor, Watched
from deploy.progress import Progress

# While the past is stored every core is needed; what services work out of it is wanted afterwards.
_CALM_S = 60.0


@dataclass(frozen=True)
class Platform:
    """A platform that is up: where everything listens, and who may sign in."""

    layout: Layout
    supervisor: Supervisor
    people: list[Person]
    started_at: datetime


@contextlib.contextmanager
def running(layout: Layout, progress: Progress, history: Past) -> Iterator[Platform]:
    """Bring the platform up, and when this ends, however it ends, stop everything that was started and nothing else."""
    started_at = datetime.now(UTC)
    supervisor = Supervisor(progress.say, lambda watched: _tell(layout, started_at, watched))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    # Progress is for people; what our own connections have to tell is theirs to know only when something is wrong.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    try:
        people = _bring_up(layout, supervisor, progress, history)
        yield Platform(layout, supervisor, people, started_at)
    finally:
        # Whoever presses Ctrl-C again would only leave children to the kernel.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        with progress.step("stopping", "everything stopped"):
            supervisor.stop_all()


def _bring_up(layout: Layout, supervisor: Supervisor, progress: Progress, wanted: Past) -> list[Person]:
    history = History(layout, supervisor, wanted)
    with progress.step("database and broker"):
        startup.start_servers(layout, supervisor)
    with progress.step("database schemas"):
        startup.apply_migrations(layout)
        history.begin()
        fill(layout.home.models)
    with progress.step(f"ingest, {len(layout.services)} services and the public door"):
        startup.start_parts(layout, supervisor, calm_s=_CALM_S if history.is_missing else 0.0)
        supervisor.wait_until_ready(120)
    with progress.step("customers, sites, machines and users"):
        people = _register(layout)
    fleet = layout.simulators(*history.present, credentials=Keyring(layout.vault).file)
    if history.is_missing:
        with progress.step(history.title):
            history.finish(begin_present=lambda: supervisor.start(fleet))
    else:
        supervisor.start(fleet)
    with progress.step("live machines"):
        heard = functools.partial(heard_since, layout, wanted.end)
        supervisor.wait_for(heard, 120, lambda: "no machine has been heard over MQTT", every_s=0.5)
    return people


def _register(layout: Layout) -> list[Person]:
    fleet = demo_fleet()
    people = cast(fleet, layout.vault)
    keyring = Keyring(layout.vault)
    password = layout.vault.phrase(f"user-{ADMINISTRATOR}")
    keyring.keep(asyncio.run(register(layout.service_url("registry"), password, fleet, people, keyring.known())))
    # They are compared with those who agreed to it by then.
    peer.bring(layout.admin_url, fleet)
    return people


def _tell(layout: Layout, started_at: datetime, watched: list[Watched]) -> None:
    programs = [
        {
            "name": one.program.name,
            "state": one.state,
            "pid": one.child.pid,
            "restarts": one.restarts,
            "log": str(one.program.log),
        }
        for one in watched
    ]
    layout.home.tell(
        {
            "url": layout.caddy.url,
            "broker_port": layout.broker_port,
            "postgres_port": layout.postgres_port,
            "started_at": started_at.isoformat(),
            "services": {"ingest": layout.ingest_url, **{name: layout.service_url(name) for name in layout.services}},
            "programs": programs,
        }
    )
