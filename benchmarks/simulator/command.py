"""How are the simulators measured from the command line, and how is what was seen shown?"""

import json
import logging
import sys
from collections.abc import Sequence
from typing import Any

import structlog
from rich.console import Console
from rich.table import Table

from benchmarks.host import Child, Host
from benchmarks.ingest.broker import SENDER, Broker
from benchmarks.simulator.plan import Plan
from benchmarks.simulator.publishing import publish_per_s
from benchmarks.simulator.speed import bank_of, detailed_times_real, light_times_real
from benchmarks.usage import own_s
from simulators.__main__ import DEMO
from simulators.fleet import load_fleet

_SENDERS = 2
# What each must be at least, and what it is.
_MEASURES = {
    "detailed_times_real": (200, "24 machines, every signal at 1 Hz, one core"),
    "light_times_real": (5, "100,000 machines, a message every 10 s, one core"),
    "publish_per_s": (100_000, "messages at QoS 0, two senders beside the broker"),
}


def run(host: Host, server: Child, plan: Plan, *, as_json: bool) -> int:
    """Measure, show the figures, and return 0; `server` is the broker."""
    # What our own connections have to tell belongs to no report.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    broker = Broker(host, server.pid)
    senders = [f"{SENDER}-{number}" for number in range(_SENDERS)]
    broker.admit(senders)
    document = measure([broker.url(sender) for sender in senders], server.pid, plan)
    if as_json:
        sys.stdout.write(json.dumps(document) + "\n")
    else:
        _show(document)
    return 0


def measure(urls: Sequence[str], broker: int, plan: Plan) -> dict[str, Any]:
    """Return the figures of a plan; `broker` is the number of its process, each URL is for one sender."""
    fleet = load_fleet(DEMO)
    bank = bank_of(fleet)
    light, worked_out = light_times_real(bank, plan)
    used = own_s(broker)
    published, by_cpu = publish_per_s(urls, bank, plan)
    taken_by_cpu = plan.messages / max(own_s(broker) - used, 0.01)
    return {
        "detailed_times_real": round(detailed_times_real(fleet, plan), 1),
        "detailed_machines": len(fleet.machines),
        "light_times_real": round(light * plan.machines / 100_000, 2),
        "light_values_times_real": round(worked_out * plan.machines / 100_000, 2),
        "light_machines": plan.machines,
        "publish_per_s": round(published),
        "publish_per_cpu_s": round(by_cpu),
        "broker_per_cpu_s": round(taken_by_cpu),
        "publish_per_s_of_two_free_cores": round(2 / (1 / by_cpu + 1 / taken_by_cpu)),
        "published": plan.messages,
    }


def _show(document: dict[str, Any]) -> None:
    table = Table("measure", "at least", "measured", "of what")
    for name, (least, what) in _MEASURES.items():
        table.add_row(name, f"{least:,}", f"{document[name]:,}", what)
    Console().print(table)
