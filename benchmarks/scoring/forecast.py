"""How long does the forecast of one machine take over HTTP, when 32 connections ask?"""

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import psycopg

from benchmarks.host import Host
from benchmarks.keys import published
from benchmarks.patience import wait_until
from benchmarks.scoring.asking import Answers, Asking
from services.diagnostics.api import Diagnosis, DiagnosisState, MadeBy, Suspect, WearCourse
from services.kit.auth import Role
from services.kit.testing.signing import SigningKey
from services.maintenance.forecast.assessment import answer, assess
from services.maintenance.forecast.bench import bench_of
from services.maintenance.forecast.life import Teller
from services.maintenance.forecast.store import Told, keep

_CONNECTIONS, _MACHINES, _VIEWER = 32, 1_000, "customer:bench"
_COURSE_H = 120
_MODE = "hydraulic_pump_wear"


@dataclass(frozen=True)
class Forecasting:
    """Answers at a rate at which every connection asks a few times a second, and as fast as they come."""

    paced: Answers
    closed: Answers
    per_s: float
    bytes: int


def measure(host: Host, shelf: Path, seconds: float, per_s: float) -> Forecasting:
    """Keep forecasts of a thousand machines, serve them by a process of its own, and ask for them as a customer."""
    signing = SigningKey()
    asyncio.run(_keep(host, shelf))
    with published(signing) as registry:
        port = host.free_port()
        environment = {
            "HOWDAH_PORT": str(port),
            "HOWDAH_DATABASE_URL": host.database_url("svc_maintenance"),
            "HOWDAH_SERVICE_URLS": json.dumps({"registry": registry}),
        }
        child = host.start_module("maintenance", "services.kit", "maintenance", env=environment)
        token = signing.token(Role.CUSTOMER, _VIEWER, permissions=["maintenance:read"])
        ask = Asking(port, [f"Authorization: Bearer {token}"], _CONNECTIONS)
        try:
            wait_until(partial(_answers, port, token), 60, "The maintenance service does not answer")
            size = len(
                httpx.get(f"http://127.0.0.1:{port}{_path(0)}", headers={"Authorization": f"Bearer {token}"}).content
            )
            ask.ask(_path, 2.0, per_s)
            return Forecasting(ask.ask(_path, seconds, per_s), ask.ask(_path, seconds, None), per_s, size)
        finally:
            child.stop()


def _path(number: int) -> str:
    return f"/v1/machines/m-{number * 37 % _MACHINES:06}/forecasts"


def _answers(port: int, token: str) -> bool:
    try:
        url = f"http://127.0.0.1:{port}{_path(0)}"
        return httpx.get(url, headers={"Authorization": f"Bearer {token}"}).status_code == 200
    except httpx.TransportError:
        return False


async def _keep(host: Host, shelf: Path) -> None:
    """Register machines that one customer sees, and keep of each what follows from a diagnosis of a worn pump."""
    values = {"machines": _MACHINES, "viewer": _VIEWER}
    async with await psycopg.AsyncConnection.connect(host.admin_url, autocommit=True) as admin:
        await admin.execute(
            "insert into access.machine (machine, kind, model, generation, commissioned_at)"
            " select 'm-' || lpad(n::text, 6, '0'), 'wheel_loader', 'l350', 'json', now() - interval '1000 days'"
            " from generate_series(0, %(machines)s - 1) n on conflict do nothing",
            values,
        )
        await admin.execute(
            "insert into access.visibility select %(viewer)s, machine, '-infinity', 'infinity' from access.machine",
            values,
        )
    options = "-c search_path=maintenance,public"
    async with await psycopg.AsyncConnection.connect(host.database_url("svc_maintenance"), options=options) as own:
        await own.execute("select set_config('howdah.viewers', 'all,worker', false)")
        await keep(own, _told(_diagnosis(), bench_of(shelf).tellers()[0]))


def _told(one: Diagnosis, teller: Teller) -> list[Told]:
    parts = assess([one], teller)[0]
    each = [one.model_copy(update={"machine": f"m-{number:06}"}) for number in range(_MACHINES)]
    return [Told(diagnosis, answer(diagnosis, "champion", parts)) for diagnosis in each]


def _diagnosis() -> Diagnosis:
    until = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    hours = [until - timedelta(hours=_COURSE_H - place) for place in range(_COURSE_H)]
    severity = [0.1 + 0.6 * (place / _COURSE_H) ** 2 for place in range(_COURSE_H)]
    course = WearCourse(
        mode=_MODE,
        where="",
        hours=hours,
        operating_h=[1000.0 + 0.6 * place for place in range(_COURSE_H)],
        severity=severity,
        spread=[0.05] * _COURSE_H,
    )
    return Diagnosis(
        machine="m-000000",
        kind="wheel_loader",
        model="l350",
        state=DiagnosisState.ALARM,
        sentence="The hydraulic pump is worn.",
        at=until,
        data_from=hours[0],
        data_until=until,
        health=40.0,
        subsystems=[],
        suspects=[_suspect(hours[0])],
        courses=[course],
        blind=[],
        operating_h=1072.0,
        learned_h=25.0,
        made_by=MadeBy(name="diagnosis-engine", version="bench", trained_at="2026-01-05T00:00:00+00:00"),
    )


def _suspect(since: datetime) -> Suspect:
    return Suspect(
        mode=_MODE,
        where="",
        name="Hydraulic pump wear",
        subsystem="hydraulics",
        is_of_sensor=False,
        probability=0.9,
        severity=0.7,
        severity_spread=0.05,
        since=since,
        signs=[],
        next_step="Plan to overhaul the main pump.",
    )
