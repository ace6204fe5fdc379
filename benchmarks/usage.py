"""How much processor time and memory do processes take, by what the kernel counts?"""

import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

OURSELVES = "benchmark"

_TICKS = os.sysconf("SC_CLK_TCK")
# Fields of /proc/…/stat counted from the one after the program's name.
_PARENT, _USER, _CHILDREN = 1, 11, 15


@dataclass(frozen=True)
class Reading:
    """Processor seconds since each part began, and of the whole machine, at a moment of the monotonic clock."""

    at: float
    parts: Mapping[str, float]
    machine: float

    def since(self, before: "Reading") -> "Reading":
        """Return what was used between an earlier reading and this one; `at` is the time between."""
        parts = {name: used - before.parts.get(name, 0.0) for name, used in self.parts.items()}
        return Reading(self.at - before.at, parts, self.machine - before.machine)

    @property
    def others(self) -> float:
        """Return the seconds that nobody whom we measure used, ourselves included."""
        return self.machine - sum(self.parts.values())


def read(processes: Mapping[str, Iterable[int]]) -> Reading:
    """Return what the named groups of processes, with all that they started, and our own alone have used so far."""
    parents = _parents()
    parts = {name: sum(_with_children(pid, parents) for pid in pids) for name, pids in processes.items()}
    return Reading(time.monotonic(), {**parts, OURSELVES: own_s(os.getpid())}, _machine())


def own_s(pid: int) -> float:
    """Return the processor seconds of one process alone, 0 when it is gone."""
    fields = _stat(pid)
    return sum(map(int, fields[_USER : _USER + 2])) / _TICKS if fields else 0.0


def resident_mb(pid: int) -> float:
    """Return how much memory a process has at this moment, in MB (10^6 bytes), 0 when it is gone."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) * 1024 / 1e6 for line in text.splitlines() if line.startswith("VmRSS")), 0.0)


def connected(pid: int, port: int) -> bool:
    """Return whether a process has a connection to a port of this machine."""
    sockets = set()
    for entry in Path(f"/proc/{pid}/fd").glob("*"):
        try:
            sockets.add(str(entry.readlink()))
        except OSError:
            continue
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    fields = (line.split() for line in lines)
    # State 01 is ESTABLISHED; addresses are hexadecimal.
    return any(f[3] == "01" and int(f[2][-4:], 16) == port and f"socket:[{f[9]}]" in sockets for f in fields)


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it, parents first: a server's workers lead groups of their own."""
    children, found = _parents(), [pid]
    for one in found:
        found += children.get(one, [])
    return found


def _with_children(pid: int, parents: Mapping[int, list[int]]) -> float:
    """Return the seconds of a process, of its children that it waited for, and of those that live."""
    fields = _stat(pid)
    own = sum(map(int, fields[_USER:_CHILDREN])) / _TICKS if fields else 0.0
    return own + sum(_with_children(child, parents) for child in parents.get(pid, []))


def _parents() -> dict[int, list[int]]:
    children: dict[int, list[int]] = {}
    for pid in (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()):
        if fields := _stat(pid):
            children.setdefault(int(fields[_PARENT]), []).append(pid)
    return children


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _machine() -> float:
    # user, nice, system, idle, iowait, irq, softirq, steal: all but idle and iowait is work.
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / _TICKS
