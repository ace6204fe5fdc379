"""How is a verdict on a signal told to people?"""

from collections.abc import Sequence

from models.band import ENOUGH_MINUTES, Excursion, TooFew
from models.phrase import quantity
from models.signals import Band, Signal
from services.diagnostics.advice import next_step
from services.diagnostics.api import DiagnosedFailure, Evidence, Finding, Limit, NotJudged, Severity
from services.diagnostics.minute import moment


def tell(entry: Signal, band: Band, verdict: Excursion, onset: tuple[int, int] | None) -> Finding:
    """Return a finding; `onset` says when this time outside began and how many there were."""
    since_us, times = onset or (verdict.from_us, 1)
    return Finding(
        signal=entry.name,
        description=entry.description,
        subsystem=entry.subsystem,
        unit=entry.unit,
        side=verdict.side,
        severity=Severity(verdict.level),
        band=Limit(low=band.low, high=band.high, while_running=band.while_running),
        evidence=Evidence(
            from_=moment(verdict.from_us),
            to=moment(verdict.to_us),
            minutes_judged=verdict.judged,
            minutes_outside=verdict.outside,
            share_outside=round(verdict.share, 3),
            samples=verdict.samples,
            mean=round(verdict.mean, entry.decimals + 1),
            worst=round(verdict.worst, entry.decimals + 1),
            worst_at=moment(verdict.worst_us),
            since=moment(since_us),
            last=moment(verdict.last_us),
            times=times,
        ),
        confidence=round(verdict.confidence, 2),
        sentence=_sentence(entry, band, verdict),
        next_step=next_step(entry.name, verdict.side),
    )


def explained(found: Finding, diagnoses: Sequence[DiagnosedFailure]) -> Finding:
    """Return a finding that also says which diagnosis it belongs to, where one names its signal."""
    causes = [one.sentence.partition(",")[0] for one in diagnoses if found.signal in one.signals]
    if not causes:
        return found
    return found.model_copy(update={"sentence": f"{found.sentence} It fits the diagnosis: {causes[0].lower()}."})


def tell_missing(entry: Signal, band: Band, verdict: TooFew, *, drive_known: bool) -> NotJudged:
    """Return why a signal could not be judged."""
    if band.while_running and not drive_known:
        missing = "The machine does not report the speed of its drive, so nobody can tell when it runs."
    else:
        which, time = ("running minutes", "72 hours") if band.while_running else ("minutes", "hour")
        missing = f"There are {verdict.judged} of at least {ENOUGH_MINUTES} {which} with values in its last {time}."
    return NotJudged(signal=entry.name, description=entry.description, missing=missing)


def _sentence(entry: Signal, band: Band, verdict: Excursion) -> str:
    limit = band.high if verdict.side == "above" else band.low
    minutes = "running minutes" if band.while_running else "minutes"
    return (
        f"{entry.description} was {verdict.side} {_quantity(entry, limit or 0.0)}"
        f" in {verdict.outside} of the last {verdict.judged} {minutes},"
        f" {_quantity(entry, verdict.mean)} on average and {_quantity(entry, verdict.worst)} at worst."
    )


def _quantity(entry: Signal, value: float) -> str:
    return quantity(value, entry.unit, entry.decimals)
