"""What does a snapshot of a machine say that it has not said before?"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from models.messages import Observation, Report, Window, decode_snapshot

_MOST_MACHINES = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotReport(Report):
    """What a snapshot says, less the `repeated` readings that the one before said; `said` are the keys of them all."""

    repeated: int = 0
    said: frozenset[tuple[int, int]] = frozenset()


@dataclass
class Snapshots:
    """Remembers what each machine's last snapshot said: the next one says most of it again.

    The database would find that out too, but it is slower as soon as a batch holds a duplicate.
    """

    _said: OrderedDict[str, frozenset[tuple[int, int]]] = field(default_factory=OrderedDict)

    def read(self, machine: str, payload: bytes, window: Window) -> SnapshotReport:
        """Return what a snapshot says; raises `Rejected` for one that is none."""
        report = decode_snapshot(payload, window)
        told = report.telemetry
        if told is None:
            return SnapshotReport(events=report.events, refusal=report.refusal)
        keys, known = list(zip(told.time_ms.tolist(), told.keys.tolist(), strict=True)), self._said.get(machine, ())
        kept = [place for place, key in enumerate(keys) if key not in known]
        return SnapshotReport(
            telemetry=_only(told, kept) if kept else None,
            events=report.events,
            refusal=report.refusal,
            repeated=len(keys) - len(kept),
            said=frozenset(keys),
        )

    def remember(self, machine: str, report: SnapshotReport) -> None:
        """Take it that what a snapshot said is stored."""
        self._said.pop(machine, None)
        self._said[machine] = report.said
        if len(self._said) > _MOST_MACHINES:
            self._said.popitem(last=False)


def _only(told: Observation, kept: Sequence[int]) -> Observation:
    return replace(
        told,
        time_ms=told.time_ms[kept],
        values=told.values[:, kept],
        samples=told.samples[kept],
        extra={name: [values[place] for place in kept] for name, values in told.extra.items()},
    )
