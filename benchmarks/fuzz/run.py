"""What do decoders say to very many mutated messages?"""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.fuzz.mutator import Chance, Mutator
from benchmarks.fuzz.target import Disagreement, Target, targets
from models.messages import Rejected

_MOST_SHOWN = 20
# What a decoder's mistake raises; anything else ends the run.
FAILURES = (
    *(ArithmeticError, AttributeError, LookupError, MemoryError, NameError, RuntimeError, TypeError, ValueError),
    *(OSError, Disagreement),
)


@dataclass
class Result:
    """How many messages each decoder took or refused, by reason, and which made it fail."""

    messages: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0


def fuzz(messages: int, seed: int, chosen: Sequence[Target] | None = None) -> Result:
    """Give mutated messages to every decoder in turn; the same seed gives the same messages."""
    result, started = Result(), time.monotonic()
    chosen = targets() if chosen is None else chosen
    for place, target in enumerate(chosen):
        share = messages // len(chosen) + (place < messages % len(chosen))
        _try(target, share, Chance([seed, place]), result)
    result.seconds = time.monotonic() - started
    return result


def _try(target: Target, messages: int, chance: Chance, result: Result) -> None:
    for seed in target.seeds:
        target.decode(seed)
    mutator = Mutator(target.seeds, chance)
    for _ in range(messages):
        message = mutator.draw()
        result.messages += 1
        try:
            target.decode(message)
        except Rejected as rejected:
            result.refused[target.name, rejected.reason.value] += 1
        except FAILURES as error:
            _note(target, message, error, result)
        else:
            result.taken[target.name] += 1
            mutator.keep(message)


def _note(target: Target, message: bytes, error: BaseException, result: Result) -> None:
    if len(result.failures) < _MOST_SHOWN:
        told = f"{type(error).__name__}: {str(error)[:300]}"
        result.failures.append(f"{target.name}: {told}\n    {message[:400]!r} ({len(message)} bytes)")
