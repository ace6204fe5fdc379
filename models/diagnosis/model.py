"""What does the platform know of a fleet's health, and what follows from it for one machine's minutes?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.anomaly.detector import Detector
from models.diagnosis.account import Account, account
from models.diagnosis.condition import Conditions, Flags, Floats, Values, conditions_of
from models.diagnosis.deviation import Deviations, Own, deviations, learn
from models.diagnosis.norm import Norm, Sample, fit_norm
from models.diagnosis.quantity import measured
from models.diagnosis.repair import Repair, anew
from models.diagnosis.signature import Signatures, signatures
from models.diagnosis.unusual import learn_usual
from models.diagnosis.verdict import Verdicts, judge
from models.machines import Kind

_HOUR_MIN = 60


@dataclass(frozen=True)
class History:
    """Minutes of one machine: what it is, its conditions, its quantities with the minutes in which each counts, and
    which repairs were told of it."""

    kind: Kind
    model: str
    conditions: Conditions
    values: Floats
    judged: Flags
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True)
class FleetModel:
    """The norm of machines with an engine, or of crushers, what is known of how they differ and vary, and what their
    deviations look like together in health (None: a model that was fitted without)."""

    norm: Norm
    own: Own
    usual: Detector | None = None

    def account(self, history: History) -> Account:
        """Return what is kept of a machine's minutes."""
        return account(self.norm, history.conditions, history.values, history.judged)

    def verdicts(self, history: History) -> Verdicts:
        """Return for each hour of a machine how well each failure explains how it differs from its own health."""
        return judge(*self.deviations(history))

    def deviations(self, history: History) -> tuple[Signatures, Deviations]:
        """Return what failures of a machine look like, and how far it is from its own health in each hour."""
        kept, found = self.account(history), signatures(history.kind, self.norm, self.own)
        return found, deviations(kept, history.model, self.own, anew(found, kept.hour, history.repairs))


def family(kind: Kind) -> Kind:
    """Return the kind whose norm a machine shares: all with an engine share that of wheel loaders."""
    return kind if kind is Kind.CRUSHER else Kind.WHEEL_LOADER


def history_of(kind: Kind, model: str, time_min: Floats, values: Values) -> History | None:
    """Return the history of a machine from its minutes in any order, None where it does not tell how it works."""
    order = np.argsort(time_min, kind="stable")
    told = {name: column[order] for name, column in values.items()}
    conditions = conditions_of(kind, time_min[order], told)
    return None if conditions is None else History(kind, model, conditions, *measured(kind, told, conditions))


def fit_model(histories: Sequence[History], healthy: Sequence[Flags]) -> FleetModel:
    """Return what healthy minutes of several machines of one family tell."""
    norm = fit_norm(
        family(histories[0].kind),
        [
            Sample(one.conditions, one.values, one.judged & well[:, None])
            for one, well in zip(histories, healthy, strict=True)
        ],
    )
    accounts = [account(norm, one.conditions, one.values, one.judged) for one in histories]
    hours = [_hours(one, well, kept) for one, well, kept in zip(histories, healthy, accounts, strict=True)]
    own = learn(norm, accounts, [one.model for one in histories], hours)
    # As if nothing had been wrong in between: what a machine was when it was ill is not its own.
    well = [Account(kept.hour[flags], kept.sums[flags]) for kept, flags in zip(accounts, hours, strict=True)]
    away = [deviations(kept, one.model, own) for one, kept in zip(histories, well, strict=True)]
    return FleetModel(norm, own, learn_usual(away))


def _hours(history: History, healthy: Flags, kept: Account) -> Flags:
    """Return which hours hold no unhealthy minute."""
    ill = np.unique((history.conditions.time_min[~healthy] // _HOUR_MIN).astype(np.int64))
    return ~np.isin(kept.hour, ill)
