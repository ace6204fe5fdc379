"""How well is remaining useful life forecast on engines that were run to failure?"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.accuracy.cmapss import Unreadable, read_history, read_truth
from models.prognosis import History, LifeModel, fit_life
from models.prognosis.history import Flags, Floats

# Published figures clip at 125 cycles, and ask for failures within 30.
CAP = 125.0
HORIZON = 30.0
CONFIDENCE = 0.9
_SHORT_LIFE = 50.0
_BOOTSTRAPS = 1_000

Figures = Mapping[str, object]


@dataclass(frozen=True)
class Case:
    """Engines to learn from, engines cut off before they failed, and how long those (n) really lived on, in cycles."""

    train: History
    test: History
    truth: Floats


def read_case(train: Path, test: Path, truth: Path) -> Case:
    """Return what the three files hold; raises Unreadable for what they should not."""
    case = Case(read_history(train), read_history(test), read_truth(truth))
    if len(case.truth) != len(case.test.starts):
        units = len(case.test.starts)
        raise Unreadable(f"{truth} holds {len(case.truth)} lives, and {test} {units} units; one life a unit is right.")
    return case


def evaluate(case: Case, seed: int) -> Figures:
    """Return the figures of a model fitted on the training engines, with the time that it took."""
    began = time.perf_counter()
    model = fit_life(case.train, CAP, seed)
    return {**judge(model, case, seed), "fit_s": time.perf_counter() - began}


def judge(model: LifeModel, case: Case, seed: int) -> Figures:
    """Return the figures of a model for the test engines, lives clipped at 125; chance draws the interval of errors."""
    outlook = model.forecast(case.test, CONFIDENCE)
    clipped = np.minimum(case.truth, CAP)
    return {
        **_errors(outlook.life, case.truth, seed),
        **_probabilities(model.fail_within(case.test, HORIZON), case.truth <= HORIZON),
        "coverage90": _share((outlook.low <= clipped) & (clipped <= outlook.high)),
        "width90": float(np.mean(outlook.high - outlook.low)),
        "cv": model.cross_validated,
        "engines": {"train": len(case.train.starts), "test": len(case.truth)},
        "regimes": len(model.regimes.centre),
        "baseline": _baseline(case),
    }


def _errors(life: Floats, truth: Floats, seed: int) -> dict[str, object]:
    error = life - np.minimum(truth, CAP)
    short = truth < _SHORT_LIFE
    return {
        "rmse": _rmse(error),
        "rmse_interval95": _bootstrapped(error, seed),
        "rmse_unclipped": _rmse(life - truth),
        "rmse_under_50": _rmse(error[short]) if short.any() else None,
        "score": nasa_score(error),
    }


def nasa_score(error: Floats) -> float:
    """Return the sum of NASA's penalty over prediction less truth: late costs more than early (Saxena et al. 2008)."""
    return float(np.where(error < 0, np.exp(-error / 13) - 1, np.exp(error / 10) - 1).sum())


def _probabilities(probability: Floats, failed: Flags) -> dict[str, object]:
    """Return how well failures within 30 cycles are told; there is no AUC where all or none of the engines fail."""
    mixed = 0 < failed.sum() < len(failed)
    return {
        "auc30": float(roc_auc_score(failed, probability)) if mixed else None,
        "brier30": float(np.mean((probability - failed) ** 2)),
    }


def _baseline(case: Case) -> dict[str, object]:
    """Return the figures of who knows only how long engines live: the mean of all clipped lives, and their spread."""
    known = np.minimum(case.train.life_left(), CAP)
    clipped = np.minimum(case.truth, CAP)
    error = known.mean() - clipped
    low, high = np.quantile(known, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    failed = case.truth <= HORIZON
    return {
        "what": "the mean life of all training rows, clipped",
        "rmse": _rmse(error),
        "score": nasa_score(error),
        "auc30": 0.5,
        "brier30": float(np.mean((np.mean(known <= HORIZON) - failed) ** 2)),
        "coverage90": _share((low <= clipped) & (clipped <= high)),
        "width90": float(high - low),
    }


def _bootstrapped(error: Floats, seed: int) -> list[float]:
    """Return the 95 % interval of the root mean square over engines drawn again with replacement."""
    rows = np.random.default_rng(seed).integers(0, len(error), (_BOOTSTRAPS, len(error)))
    low, high = np.quantile(np.sqrt(np.mean(error[rows] ** 2, axis=1)), [0.025, 0.975])
    return [float(low), float(high)]


def _rmse(error: Floats) -> float:
    return float(np.sqrt(np.mean(error**2)))


def _share(flags: Flags) -> float:
    return float(np.mean(flags))
