"""What does diagnostics tell of a machine of which a part wears?"""

from datetime import UTC, datetime, timedelta

from services.diagnostics.api import Diagnosis, DiagnosisState, MadeBy, Sign, Suspect, WearCourse

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
MADE_BY = MadeBy(name="diagnosis-engine", version="d1", trained_at="2026-01-01T00:00:00Z")
PUMP = "hydraulic_pump_wear"


def suspect(mode: str = PUMP, severity: float = 0.6, *, where: str = "", is_of_sensor: bool = False) -> Suspect:
    """Return a suspicion with one sign."""
    sign = Sign(
        quantity="pump_case_drain_lpm",
        signal="pump_case_drain_lpm",
        aspect="offset",
        deviation_sd=6.0,
        observed=31.0,
        expected=18.0,
        unit="L/min",
        sentence="Case drain is 31 L/min where 18 L/min are expected.",
    )
    return Suspect(
        mode=mode,
        where=where,
        name=mode.replace("_", " "),
        subsystem="hydraulics",
        is_of_sensor=is_of_sensor,
        probability=0.92,
        severity=severity,
        severity_spread=0.05,
        since=NOW - timedelta(days=6),
        signs=[sign],
        next_step="Take an oil sample.",
    )


def course(mode: str = PUMP, severity: float = 0.6, *, hours: int = 80, until: datetime = NOW) -> WearCourse:
    """Return a course that grew evenly to a severity: a judged hour for every other one of the calendar."""
    moments = [until - timedelta(hours=2 * (hours - i)) for i in range(hours)]
    grown = [severity * (i + 1) / hours for i in range(hours)]
    return WearCourse(
        mode=mode,
        where="",
        hours=moments,
        operating_h=[5_000.0 + i for i in range(hours)],
        severity=grown,
        spread=[0.04] * hours,
    )


def diagnosis(machine: str, *suspects: Suspect, at: datetime = NOW, state: str = "alarm") -> Diagnosis:
    """Return what is told of a machine with these suspicions; with none it is healthy."""
    courses = [course(one.mode, one.severity, until=at) for one in suspects if not one.is_of_sensor]
    return Diagnosis(
        machine=machine,
        kind="wheel_loader",
        model="test-model",
        state=DiagnosisState(state) if suspects else DiagnosisState.HEALTHY,
        sentence="Something is wrong." if suspects else "It is as it always was in health.",
        at=at,
        data_from=at - timedelta(days=7),
        data_until=at,
        health=40.0 if suspects else 100.0,
        subsystems=[],
        suspects=list(suspects),
        courses=courses,
        blind=[],
        operating_h=5_080.0,
        learned_h=300.0,
        made_by=MADE_BY,
    )
