"""What is told of deviations that no known failure explains?"""

import numpy as np

from models.diagnosis.alarm import STARTUP_HOURS
from models.diagnosis.condition import Floats
from models.diagnosis.deviation import Aspect
from models.diagnosis.unusual import unusual
from services.diagnostics.api import Sign, Unusual
from services.diagnostics.diagnosis.hour import begin_of
from services.diagnostics.diagnosis.record import Record
from services.diagnostics.diagnosis.shelf import Judge
from services.diagnostics.diagnosis.sign import sign_at

# So many quantities are told, and none that counts for less than this share.
_MOST, _LEAST = 4, 0.1


def unusual_of(judge: Judge, record: Record) -> Unusual | None:
    """Return what is unusual about a machine's newest hour beside what is suspected, None where nothing is, or where
    the model does not know it."""
    detector = judge.ready.model.usual
    if detector is None or record.standing.judged <= STARTUP_HOURS:
        return None
    found = unusual(detector, *record.left(judge))
    if found is None:
        return None
    signs = _signs(judge, record, found.parts)
    why = "; ".join(sign.sentence.rstrip(".") for sign in signs[:2])
    return Unusual(
        severity="info",
        ratio=round(found.ratio, 2),
        since=begin_of(record.verdicts[found.since].hour),
        signs=signs,
        sentence=f"It is unlike itself in health, and no known failure explains it: {why[:1].lower()}{why[1:]}.",
    )


def _signs(judge: Judge, record: Record, parts: Floats) -> list[Sign]:
    """Return the quantities that count most, each by the aspect that does."""
    each = parts.reshape(-1, len(Aspect))
    of_quantity = each.sum(axis=1)
    told = [place for place in np.argsort(-of_quantity).tolist()[:_MOST] if of_quantity[place] > _LEAST]
    hour = record.hour(judge)
    return [sign_at(judge, hour, place * len(Aspect) + int(each[place].argmax())) for place in told]
