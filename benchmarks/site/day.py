"""How long does a site's day take over the API, while several ask?"""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlencode

import httpx

from benchmarks.keys import published
from benchmarks.patience import wait_until
from benchmarks.scoring.asking import Answers, Asking
from benchmarks.site.ground import VIEWER, Ground
from services.kit.auth import Role
from services.kit.testing.signing import SigningKey

CONNECTIONS = 8
_SERVICES = ("site", "positioning", "weighing")
# The workers rest: nothing new comes.
_REST = {"HOWDAH_WORK_AFTER_S": "3600", "HOWDAH_TRAFFIC_AFTER_S": "3600"}


def ask(ground: Ground, begin: datetime, seconds: float) -> dict[str, Answers]:
    """Return how long answers took over open connections that ask for the day of each site in turn: a question of each
    every second, from when it was due (`paced`), and as fast as answers come (`closed`)."""
    signing = SigningKey()
    token = signing.token(Role.CUSTOMER, VIEWER, permissions=["*:read"])
    with published(signing) as keys, _running(ground, keys) as port:
        asking = Asking(port, [f"Authorization: Bearer {token}"], CONNECTIONS)
        path = partial(_path, ground, begin)
        wait_until(
            partial(_answers, f"http://127.0.0.1:{port}{path(0)}", token), 60, "The site service does not answer"
        )
        asking.ask(path, 2.0, None)
        return {"paced": asking.ask(path, seconds, float(CONNECTIONS)), "closed": asking.ask(path, seconds, None)}


def _path(ground: Ground, begin: datetime, number: int) -> str:
    sites = ground.world.fleet.sites
    day = {"from": begin.isoformat(), "to": (begin + timedelta(days=1)).isoformat()}
    return f"/v1/sites/{sites[number % len(sites)].id}/production?{urlencode(day)}"


def _answers(url: str, token: str) -> bool:
    try:
        answer = httpx.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=10)
    except httpx.TransportError:
        return False
    return answer.status_code == 200 and not answer.json()["partial"]


@contextmanager
def _running(ground: Ground, keys: str) -> Iterator[int]:
    """Run the services that a site's day is made of; yield where the first of them listens."""
    host = ground.host
    ports = {name: host.free_port() for name in _SERVICES}
    urls = {"registry": keys} | {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    with ExitStack() as stack:
        for name, port in ports.items():
            env = {
                "HOWDAH_PORT": str(port),
                "HOWDAH_DATABASE_URL": host.database_url(f"svc_{name}"),
                "HOWDAH_SERVICE_URLS": json.dumps(urls),
            }
            stack.callback(host.start_module(name, "services.kit", name, env=env | _REST).stop)
        yield ports["site"]
