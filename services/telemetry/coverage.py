"""How complete is what a machine sent, and what is missing?"""

from collections.abc import Sequence
from datetime import UTC, datetime

from models.coverage import Span
from models.messages import GapReason
from services.kit.delivery import NOT_ARRIVED, Delivery, Gap, read_delivery
from services.kit.parameter import Period
from services.kit.telemetry import TelemetryReader, VisiblePeriod
from services.telemetry import latest
from services.telemetry.api import Completeness, MachineCoverage, MissingMessages

MOST_GAPS = 1000
_SENTENCES = {reason.value: reason.sentence for reason in GapReason} | {
    NOT_ARRIVED: "Later messages came and these did not; the machine is expected to send them again."
}


async def of_machine(telemetry: TelemetryReader, machine: str, during: Period) -> MachineCoverage:
    """Return how complete a machine's messages of a period are; raises UnknownMachine when it is not visible."""
    periods = await telemetry.require(machine)
    delivery = await read_delivery(telemetry, machine, during.from_, during.to)
    waiting = [boot.waiting_since for boot in delivery.boots if boot.waiting_since]
    return MachineCoverage(
        **dict(_completeness(delivery, periods, during)),
        machine=machine,
        from_=during.from_,
        to=during.to,
        visible=latest.seen([p for p in periods if p.from_time < during.to and p.to_time > during.from_]),
        waiting_since=min(waiting, default=None),
        missing=[_told(gap) for gap in delivery.gaps[:MOST_GAPS]],
    )


async def of_period(telemetry: TelemetryReader, periods: Sequence[VisiblePeriod], during: Period) -> Completeness:
    """Return how much of a period a machine's messages cover, which the caller sees in these periods."""
    return _completeness(await read_delivery(telemetry, periods[0].machine, during.from_, during.to), periods, during)


def _completeness(delivery: Delivery, periods: Sequence[VisiblePeriod], during: Period) -> Completeness:
    found = delivery.coverage(_asked(periods, during))
    return Completeness(
        asked_s=found.asked.total_seconds(),
        known_s=found.known.total_seconds(),
        covered_s=found.covered.total_seconds(),
        lost_s=found.lost.total_seconds(),
        not_arrived_s=found.not_arrived.total_seconds(),
        share=None if found.share is None else round(found.share, 6),
        lost_messages=sum(gap.messages for gap in delivery.gaps if gap.reason != NOT_ARRIVED),
        not_arrived_messages=sum(gap.messages for gap in delivery.gaps if gap.reason == NOT_ARRIVED),
    )


def _asked(periods: Sequence[VisiblePeriod], during: Period) -> list[Span]:
    end = min(during.to, datetime.now(UTC))
    spans = ((max(period.from_time, during.from_), min(period.to_time, end)) for period in periods)
    return [span for span in spans if span[0] < span[1]]


def _told(gap: Gap) -> MissingMessages:
    return MissingMessages(
        from_=gap.from_time,
        to=gap.to_time,
        reason=gap.reason,
        sentence=_SENTENCES.get(gap.reason, gap.reason),
        messages=gap.messages,
        share=round(gap.share, 6),
    )
