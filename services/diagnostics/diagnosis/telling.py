"""How is what was judged of a machine told to people?"""

from datetime import datetime

from services.diagnostics.api import Diagnosis, DiagnosisState
from services.kit.telemetry import VisiblePeriod

_NO_MODEL = "No model of this kind of machine is on the shelf, so only fixed bands are looked at: see its condition."


def without_model(period: VisiblePeriod, now: datetime) -> Diagnosis:
    """Return what is said of a machine for whose kind no model is there."""
    return Diagnosis(
        machine=period.machine,
        kind=period.kind,
        model=period.model,
        state=DiagnosisState.CANNOT_TELL,
        sentence=_NO_MODEL,
        at=now,
        data_from=None,
        data_until=None,
        health=None,
        subsystems=[],
        suspects=[],
        courses=[],
        blind=[],
        operating_h=None,
        learned_h=0.0,
        made_by=None,
    )
