"""Is every message settled, as what the ledger says that it must become, and told to be so?"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import psycopg

from benchmarks.faults.ledger import Fate, Marks, Number, Records
from benchmarks.faults.statement import QUERIES

_REASON = {Fate.FUTURE: "future_time", Fate.TOO_OLD: "too_old"}
_NUMBER = re.compile(rb'"boot":"(\d+)","seq":(\d+)')
# So many refused messages of a machine, day and reason are kept, and the others counted.
_KEPT = 200


def count_messages(records: Records, sure: Marks, absent: frozenset[Number]) -> Counter[str]:
    """Return how many messages were published, and how many of them must be stored, rejected and gap.

    `absent` are the numbers (boot, seq) of what is declared as a gap.
    """
    fates = records["fate"][sure]
    refused = int(np.isin(fates, list(_REASON)).sum())
    return Counter(published=len(fates), rejected=refused, gap=len(absent), stored=len(fates) - refused - len(absent))


def declared(connection: psycopg.Connection[Any], machine: str) -> frozenset[Number]:
    """Return the numbers (boot, seq) that the machine declared as gaps and that have not come since."""
    rows = connection.execute(QUERIES["declared"], {"machine": machine})
    return frozenset((int(boot), seq) for boot, seq in rows)


def unsettled(connection: psycopg.Connection[Any], machine: str, records: Records, sure: Marks) -> Iterator[str]:
    """Yield what is wrong with what the platform says of a machine's boots.

    The uncertain last message of a boot may be counted or not.
    """
    known = {int(row[0]): row[1:] for row in connection.execute(QUERIES["deliveries"], {"machine": machine})}
    missing = declared(connection, machine)
    for boot in np.unique(records["boot"]).tolist():
        of_boot = records["boot"] == boot
        seqs, certain = records["seq"][of_boot], sure[of_boot]
        if (seqs != np.arange(len(seqs))).any():
            yield f"{machine} boot {boot}: the ledger's own numbers have a gap"
        if boot not in known:
            if certain.any():
                yield f"{machine} boot {boot}: the platform knows nothing of {len(seqs)} messages"
            continue
        lost = frozenset(number for number in missing if number[0] == boot)
        wanted = count_messages(records[of_boot], certain, lost)
        yield from _differences(f"{machine} boot {boot}", wanted, known[boot], spare=int((~certain).sum()))


def _differences(name: str, wanted: Counter[str], known: tuple[int, ...], *, spare: int) -> Iterator[str]:
    watermark, stored, rejected, gap, not_arrived = known
    if not_arrived:
        yield f"{name}: {not_arrived} messages have not arrived, and later ones have"
    for what, found, right in (
        ("settled", watermark + 1, wanted["published"]),
        ("stored", stored, wanted["stored"]),
        ("rejected", rejected, wanted["rejected"]),
        ("gap", gap, wanted["gap"]),
    ):
        if not right <= found <= right + spare:
            yield f"{name}: {found} messages are {what}, and should be {right}"


def misjudged(connection: psycopg.Connection[Any], machine: str, records: Records, sure: Marks) -> Iterator[str]:
    """Yield the refusals that should not be, and the refused messages that nobody can find again."""
    kept: dict[str, set[Number]] = {reason: set() for reason in _REASON.values()}
    for reason, payload in connection.execute(QUERIES["rejects"], {"machine": machine}):
        number = _NUMBER.search(payload)
        if reason not in kept or number is None:
            yield f"{machine}: refused as {reason}: {payload[:80]!r}"
        else:
            kept[reason].add((int(number[1]), int(number[2])))
    for fate, reason in _REASON.items():
        of_fate = records["fate"] == fate
        may = set(records[of_fate][["boot", "seq"]].tolist())
        must = set(records[of_fate & sure][["boot", "seq"]].tolist())
        if wrong := kept[reason] - may:
            yield f"{machine}: {len(wrong)} good messages were refused as {reason}, for example {min(wrong)}"
        if len(kept[reason]) < _KEPT and (unknown := must - kept[reason]):
            yield f"{machine}: {len(unknown)} messages should be refused as {reason}, for example {min(unknown)}"
