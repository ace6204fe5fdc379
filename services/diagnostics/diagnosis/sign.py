"""Which signs speak for a suspect, in numbers that people know?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models import phrase
from models.diagnosis.condition import Flags, Floats
from models.diagnosis.deviation import Aspect
from models.diagnosis.evidence import Reading, gains, reading
from models.diagnosis.mode import Mode
from models.diagnosis.quantity import quantities
from models.signals import signal
from services.diagnostics.api import ActiveFault, Sign
from services.diagnostics.diagnosis.advice import describe, signal_of
from services.diagnostics.diagnosis.shelf import Judge

_MOST = 4
# What speaks less for a failure than this (log likelihood) is no sign of it.
_LEAST = 0.5


@dataclass(frozen=True)
class Hour:
    """What is known of a machine at the end of an hour: sums (quantity, sum), what is usual (quantity, aspect), and its
    deviations in one row with which of them are known."""

    recent: Floats
    usual: Floats
    values: Floats
    known: Flags


def signs_of(judge: Judge, hour: Hour, place: int, faults: Sequence[ActiveFault]) -> list[Sign]:
    """Return the signs that speak most for the failure at a place of the signatures, and fault codes that name them."""
    mode, gained = judge.ready.signatures.modes[place], gains(judge.ready.signatures, place, hour.values, hour.known)
    found: dict[int, int] = {}
    for at in np.argsort(-gained).tolist():
        if gained[at] > _LEAST and len(found) < _MOST:
            found.setdefault(at // len(Aspect), at)
    signs = [sign_at(judge, hour, at) for at in found.values()]
    named = {sign.signal for sign in signs} | ({mode.where} if mode.is_of_sensor else set())
    return signs + [_fault_sign(fault) for fault in faults if fault.signal in named]


def sign_at(judge: Judge, hour: Hour, at: int) -> Sign:
    """Return the deviation at a place of an hour's row, in numbers that people know."""
    quantity, aspect = at // len(Aspect), Aspect(at % len(Aspect))
    name = quantities(judge.kind)[quantity]
    deviation = float(hour.values[at])
    told = reading(judge.ready.model, hour.recent, hour.usual, (quantity, aspect), deviation)
    entry = signal(signal_of(name))
    share = aspect in (Aspect.MISSING, Aspect.FROZEN)
    scale, decimals = (100.0, 0) if share else (1.0, entry.decimals + 1)
    return Sign(
        quantity=name,
        signal=entry.name,
        aspect=aspect.name.lower(),
        deviation_sd=round(deviation, 1),
        observed=round(told.observed * scale, decimals),
        expected=round(told.expected * scale, decimals),
        unit="%" if share else entry.unit,
        sentence=_sentence(describe(name), aspect, told, entry.unit, entry.decimals),
    )


def _sentence(name: str, aspect: Aspect, told: Reading, unit: str, decimals: int) -> str:
    match aspect:
        case Aspect.NOISE:
            more = f"{told.observed / max(told.expected, 1e-9):.1f} times as much as is usual for it"
            return f"{name} moves from minute to minute {more}."
        case Aspect.MISSING:
            return f"{name} is missing in {_minutes(told)}."
        case Aspect.FROZEN:
            return f"{name} repeats the minute before in {_minutes(told)}."
    work = " at higher load" if aspect is Aspect.SLOPE else ""
    observed, expected = (phrase.quantity(value, unit, decimals) for value in (told.observed, told.expected))
    return f"{name} is {observed}{work}, {expected} is expected of this machine under the same conditions."


def _minutes(told: Reading) -> str:
    return f"{phrase.percent(told.observed)} of the minutes, {phrase.percent(told.expected)} is usual"


def _fault_sign(fault: ActiveFault) -> Sign:
    return Sign(
        quantity=fault.code,
        signal=fault.signal,
        aspect="fault_code",
        deviation_sd=None,
        observed=None,
        expected=None,
        unit="",
        sentence=f"The machine reports it itself: {fault.sentence}",
    )


def known_as(mode: Mode) -> set[str]:
    """Return the signals of a failure: those that it moves, or the sensor's own."""
    return {mode.where} if mode.is_of_sensor else {signal_of(name) for name in mode.effects}
