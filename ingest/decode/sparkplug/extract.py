"""Which readings are in the metrics of a payload?"""

import math
from dataclasses import dataclass, field

from ingest.decode.sparkplug.vocabulary import Meaning, Vocabulary
from models.messages import Observation, Reason, Rejected, Row, Window, observe
from models.sparkplug import Metric, Payload, number


@dataclass
class Extract:
    """What a payload's metrics say: readings, what of them is refused, and aliases that no birth explains.

    `by_alias` says that at least one metric is named by nothing but an alias.
    """

    seq: int | None = None
    by_alias: bool = False
    readings: Observation | None = None
    refusals: list[Rejected] = field(default_factory=list)
    strangers: list[int | None] = field(default_factory=list)


def extract(payload: Payload, vocabulary: Vocabulary, received_ms: int, window: Window) -> Extract:
    """Return the readings of a payload, one for each time that its metrics bear."""
    found = Extract(payload.seq, any(metric.name is None for metric in payload.metrics))
    default_ms = received_ms if payload.time_ms is None else payload.time_ms
    rows: dict[int, dict[str, float]] = {}
    for metric in payload.metrics:
        meaning = vocabulary.meaning(metric)
        if meaning is None:
            found.strangers.append(metric.alias)
        elif meaning.target is not None:
            time_ms = default_ms if metric.time_ms is None else metric.time_ms
            try:
                _put(rows.setdefault(time_ms, {}), meaning, metric)
            except Rejected as rejected:
                found.refusals.append(Rejected(rejected.reason, f"{meaning.name[:80]!r}: {rejected.detail}"))
    found.readings, refusals = observe([Row(*row) for row in rows.items()], window)
    found.refusals += refusals
    return found


def _put(row: dict[str, float], meaning: Meaning, metric: Metric) -> None:
    told = number(metric, meaning.datatype)
    if told is None or meaning.target is None:
        return
    value = meaning.target.value(told)
    if not math.isfinite(value):
        raise Rejected(Reason.NOT_FINITE, f"{told} becomes {value}")
    if row.setdefault(meaning.target.signal, value) != value:
        raise Rejected(Reason.REPEATED_TIME, f"it says {row[meaning.target.signal]} and {value} of one time")
