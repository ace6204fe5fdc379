"""How are the simulators measured from the command line, and how is what was seen shown?"""

import json
import logging
import socket
import sys
from typing import Any

import structlog
from rich.console import Console
from rich.table import Table

from benchmarks.host import Child, Host
from benchmarks.ingest.broker import SENDER, Broker
from benchmarks.patience import wait_until
from benchmarks.simulator.plan import Plan
from benchmarks.simulator.publishing import Flow, Receiver, publish
from benchmarks.simulator.speed import bank_of, detailed_times_real, light_times_real
from simulators.__main__ import DEMO
from simulators.fleet import load_fleet

_SENDERS = 2
_WITHIN_S = 30.0
# What each must be at least, and what it is.
_MEASURES = {
    "detailed_times_real": (200, "24 machines, every signal at 1 Hz, one core"),
    "light_times_real": (5, "100,000 machines, a message every 10 s, one core"),
    "publish_per_s": (100_000, "messages at QoS 0, two senders beside the broker"),
    "publish_to_sink_per_s": (100_000, "the same to a reader that only counts"),
}
# What a flow says of its receiver is said of the broker by its name.
_NAMES = {"receiver": "broker"}


def run(host: Host, server: Child, plan: Plan, *, as_json: bool) -> int:
    """Measure, show the figures, and return 0; `server` is the broker."""
    # What our own connections have to tell belongs to no report.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    broker = Broker(host, server.pid)
    senders = [f"{SENDER}-{number}" for number in range(_SENDERS)]
    broker.admit(senders)
    document = measure(Receiver(server.pid, [broker.url(sender) for sender in senders]), start_sink(host), plan)
    if as_json:
        sys.stdout.write(json.dumps(document) + "\n")
    else:
        _show(document)
    return 0


def start_sink(host: Host) -> Receiver:
    """Return a reader that counts messages and does nothing else, once it listens."""
    port = host.free_port()
    child = host.start_module("sink", "benchmarks.simulator.sink", str(port), env={})
    with socket.socket() as probe:
        wait_until(lambda: not probe.connect_ex(("127.0.0.1", port)), _WITHIN_S, "The sink does not listen")
    return Receiver(child.pid, [f"mqtt://{SENDER}-{number}@127.0.0.1:{port}" for number in range(_SENDERS)])


def measure(broker: Receiver, sink: Receiver, plan: Plan) -> dict[str, Any]:
    """Return the figures of a plan."""
    fleet = load_fleet(DEMO)
    bank = bank_of(fleet)
    light, worked_out = light_times_real(bank, plan)
    return {
        "detailed_times_real": round(detailed_times_real(fleet, plan), 1),
        "detailed_machines": len(fleet.machines),
        "light_times_real": round(light * plan.machines / 100_000, 2),
        "light_values_times_real": round(worked_out * plan.machines / 100_000, 2),
        "light_machines": plan.machines,
        **_published("publish", publish(broker, bank, plan)),
        **_published("publish_to_sink", publish(sink, bank, plan)),
    }


def _published(name: str, flow: Flow) -> dict[str, Any]:
    by_cpu = flow.messages / max(flow.senders_cpu_s, 0.01)
    taken_by_cpu = flow.messages / max(flow.receiver_cpu_s, 0.01)
    return {
        f"{name}_per_s": round(flow.per_s),
        f"{name}_limited_by": _NAMES.get(flow.limited_by, flow.limited_by) if name == "publish" else flow.limited_by,
        f"{name}_per_cpu_s": round(by_cpu),
        f"{name}_taken_per_cpu_s": round(taken_by_cpu),
        f"{name}_per_s_of_two_free_cores": round(2 / (1 / by_cpu + 1 / taken_by_cpu)),
        f"{name}_messages": flow.messages,
    }


def _show(document: dict[str, Any]) -> None:
    table = Table("measure", "at least", "measured", "of what")
    for name, (least, what) in _MEASURES.items():
        table.add_row(name, f"{least:,}", f"{document[name]:,}", what)
    Console().print(table)
    for name, of in (("publish", "the broker"), ("publish_to_sink", "the sink")):
        free = document[f"{name}_per_s_of_two_free_cores"]
        limited = document[f"{name}_limited_by"]
        Console().print(f"To {of}: limited by {limited}; two cores for these alone would do {free:,} a second.")
