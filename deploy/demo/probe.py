"""Has a service answered with something that came over MQTT since this platform started?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx


@dataclass(frozen=True)
class Look:
    """Through which door, at which machine and since when is looked; nothing older than `since` is in [since, to)."""

    door: httpx.Client
    machine: str
    user: str
    password: str
    since: datetime
    to: datetime

    @property
    def during(self) -> dict[str, str]:
        """The time looked at, as query parameters."""
        return {"from": self.since.isoformat(), "to": self.to.isoformat()}

    def ask(self, service: str, path: str, **query: str) -> Any:
        """Return the answer of a service, None where there is no good one."""
        answer = self.door.get(f"/api/{service}/v1{path}", params=query)
        return answer.json() if answer.is_success else None


def has_answered(service: str, look: Look) -> bool:
    """Tell whether the service answers, in its own way, from what the machine has sent meanwhile."""
    return _PROBES.get(service, _any_route(service))(look)


def _registry(look: Look) -> bool:
    # It keeps no telemetry. What reaches it over MQTT is the broker's word that the machine may connect.
    machine = look.ask("registry", f"/machines/{look.machine}")
    return machine is not None and machine["access"] == "granted"


def _telemetry(look: Look) -> bool:
    latest = look.ask("telemetry", f"/machines/{look.machine}/latest")
    return bool(latest and latest["time"] and datetime.fromisoformat(latest["time"]) >= look.since)


def _diagnostics(look: Look) -> bool:
    condition = look.ask("diagnostics", f"/machines/{look.machine}/condition")
    until = condition and condition["data_until"]
    return bool(until and datetime.fromisoformat(until) >= look.since.replace(second=0, microsecond=0))


def _maintenance(look: Look) -> bool:
    """See that it can say how a machine stands; what it says follows an hour of data and a model."""
    told = look.ask("maintenance", f"/machines/{look.machine}/forecasts")
    return bool(told and not told["missing"])


def _weighing(look: Look) -> bool:
    """See that it can say whether the machine weighs; what it weighs follows minutes of work."""
    told = look.ask("weighing", f"/machines/{look.machine}/scale")
    return bool(told and told["sentence"])


def _positioning(look: Look) -> bool:
    """See that it can say how well it sees the machine's work; cycles follow minutes of work."""
    told = look.ask("positioning", f"/machines/{look.machine}/haulage", **look.during)
    return bool(told and told["detail"])


def _site(look: Look) -> bool:
    """See that it can say what a site produces and who tells of that; cycles follow minutes of work."""
    # A machine may be on no site, as one that was rented out a moment ago.
    sites = look.ask("registry", "/sites", limit="1")
    told = sites and sites["items"] and look.ask("site", f"/sites/{sites['items'][0]['id']}/production", **look.during)
    return bool(told and told["scope"] and not told["partial"])


def _benchmarking(look: Look) -> bool:
    """See that some truck is told where it stands; that rests on weeks that were brought along."""
    told = look.ask("benchmarking", "/benchmark")
    return bool(told and any(one["state"] == "told" for one in told["machines"]))


def _dashboard(look: Look) -> bool:
    """Sign in as a person does, and see a point on the machine's chart."""
    door = look.door
    origin = {"Origin": str(door.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    if not door.cookies:
        door.post("/sign-in", data={"name": look.user, "password": look.password}, headers=origin)
    asked = {**look.during, "signals": "engine_speed_rpm,crusher_power_kw"}
    answer = door.get(f"/machines/{look.machine}/chart", params=asked)
    return answer.is_success and any(line["coverage"]["samples"] for line in answer.json()["signals"])


def _any_route(service: str) -> Callable[[Look], bool]:
    """Ask a service that is not known here for what it can tell about one machine over the time looked at."""

    def asked(look: Look) -> bool:
        paths = look.door.get(f"/api/{service}/openapi.json").json()["paths"]
        reading = [path for path, ways in paths.items() if "get" in ways]
        about = [path for path in reading if path.count("{") == path.count("{machine}") == 1]
        answers = [
            look.ask(service, path.removeprefix("/v1").replace("{machine}", look.machine), **look.during)
            for path in about
        ]
        return any(map(_says_something, answers)) if about else look.door.get(f"/api/{service}/health").is_success

    return asked


def _says_something(answer: Any) -> bool:
    values = answer.values() if isinstance(answer, dict) else []
    return any(isinstance(value, int | float | list | dict) and value != [] and value != {} for value in values)


_PROBES: dict[str, Callable[[Look], bool]] = {
    "benchmarking": _benchmarking,
    "registry": _registry,
    "telemetry": _telemetry,
    "diagnostics": _diagnostics,
    "maintenance": _maintenance,
    "positioning": _positioning,
    "site": _site,
    "weighing": _weighing,
    "dashboard": _dashboard,
}
