"""What did the run come to: what was sent beside what is stored, row by row and count by count?"""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.faults import ledger
from benchmarks.faults.account import count_messages, declared, misjudged, unsettled
from benchmarks.faults.bucket import wrong_latest, wrong_rollups
from benchmarks.faults.comparison import Findings, compare
from benchmarks.faults.ledger import Marks, Number, Records
from benchmarks.faults.statement import QUERIES
from benchmarks.faults.stored import looking, readings


@dataclass
class Examined:
    """What was found: `accounts` are phrases about messages that are not settled as the ledger says."""

    findings: Findings = field(default_factory=Findings)
    messages: Counter[str] = field(default_factory=Counter)
    events: int = 0
    latest: list[str] = field(default_factory=list)
    rollups: list[str] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)


def examine(url: str, folder: Path, machines: Sequence[str], ended: Sequence[int]) -> Examined:
    """Return what was found about machines; `ended` names for each the boot that ended in order, or -1."""
    found = Examined()
    with looking(url) as connection:
        for number, machine in enumerate(machines):
            records = ledger.read(folder, machine)
            sure = ledger.certain(records, frozenset({ended[number]}))
            gaps = declared(connection, machine)
            stored = readings(connection, machine)
            findings = compare(number, records, sure, gaps, stored)
            events = _events(connection, machine)
            lost = _lost_events(records, sure, events | gaps)
            findings.lost += len(lost)
            findings.rows += lost
            found.events += len(events)
            found.findings.add(machine, findings)
            found.accounts += unsettled(connection, machine, records, sure)
            found.accounts += misjudged(connection, machine, records, sure)
            found.messages += count_messages(records, sure, gaps)
            found.latest += wrong_latest(connection, machine, stored)
            found.rollups += wrong_rollups(connection, machine, stored)
    return found


def _events(connection: psycopg.Connection[Any], machine: str) -> set[Number]:
    return {(int(boot), seq) for boot, seq in connection.execute(QUERIES["events"], {"machine": machine})}


def _lost_events(records: Records, sure: Marks, there: Set[Number]) -> list[str]:
    sent = records[(records["readings"] == 0) & sure][["boot", "seq"]].tolist()
    return [f"boot {boot} message {seq}: the event is lost" for boot, seq in sent if (boot, seq) not in there]
