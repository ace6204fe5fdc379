"""What is at stake in each alert, and in which order do machines need somebody?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models import plan
from models.machines import Kind
from models.plan import stake
from services.diagnostics.api import Alert, AlertState, Severity
from services.maintenance.api import TriagedAlert, TriagedMachine
from services.maintenance.order.store import Orders
from services.maintenance.plan.job import Advised

_STATES = (AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.SNOOZED)
_SEVERITIES = (Severity.CRITICAL, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True)
class Known:
    """What is known beside the alerts: forecasts with their jobs, unfinished work orders, kinds by machine, costs."""

    advised: Sequence[Advised]
    orders: Orders
    kinds: Mapping[str, Kind]
    rates: plan.Rates
    within_h: float


def board(alerts: Iterable[Alert], known: Known) -> list[TriagedMachine]:
    """Return the machines of alerts, the most at stake first; what is at stake equally is ordered by machine."""
    forecasts = {(one.machine, f"{one.part.mode} {one.part.where}".strip()): one for one in known.advised}
    found: dict[str, list[TriagedAlert]] = defaultdict(list)
    for alert in alerts:
        if alert.machine in known.kinds:
            suspicion = forecasts.get((alert.machine, alert.name)) if alert.source == "diagnosis" else None
            found[alert.machine].append(_triaged(alert, suspicion, known))
    return sorted(_machines(found, known), key=lambda one: (-one.stake_eur, one.machine))


def _machines(found: Mapping[str, Sequence[TriagedAlert]], known: Known) -> Iterator[TriagedMachine]:
    for machine, alerts in found.items():
        ordered = sorted(alerts, key=lambda one: (_STATES.index(one.state), -one.stake_eur, one.id))
        first = ordered[0]
        yield TriagedMachine(
            machine=machine,
            kind=known.kinds[machine],
            state=first.state,
            severity=min((one.severity for one in alerts), key=_SEVERITIES.index),
            stake_eur=max(one.stake_eur for one in alerts),
            basis=first.basis,
            sentence=first.sentence,
            next_step=first.next_step,
            since=min(one.first_seen for one in alerts),
            alerts=ordered,
        )


def _triaged(alert: Alert, suspicion: Advised | None, known: Known) -> TriagedAlert:
    part, kind = suspicion.part if suspicion else None, known.kinds[alert.machine]
    risk = _risk(suspicion, known.within_h)
    if risk is not None and suspicion and suspicion.job:
        at_stake = stake.forecast_eur(suspicion.job.price, known.rates, kind, risk)
    else:
        at_stake = stake.assumed_eur(alert.severity, known.rates, kind, known.within_h)
    return TriagedAlert(
        **alert.model_dump(),
        stake_eur=round(at_stake, 2),
        basis="assumed" if risk is None else "forecast",
        probability=part.probability if part else None,
        risk=risk,
        life=part.life if part else None,
        forecast=part.id if part else None,
        order=known.orders.get((alert.machine, part.mode, part.where)) if part else None,
    )


def _risk(suspicion: Advised | None, within_h: float) -> float | None:
    if suspicion is None or suspicion.job is None:
        return None
    return round(float(suspicion.job.risk(np.array([within_h]))[0]), 4)
