"""Which faults happen, in which order and for how long, as a function of the seed?"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, unique

import numpy as np

# From so many faults on, some of them last as long as real ones do.
LONG_FROM = 100


@unique
class Deed(StrEnum):
    """What is done to the platform or to a machine."""

    KILL = "kill -9"
    RESTART = "clean restart"
    PAUSE = "pause"
    STOP = "stop for a while"
    FILL = "disk full"
    CUT = "connections reset"
    SILENCE = "silent partition"
    SLOW = "slow line"
    SCRAMBLE = "duplicated and out of order"
    CLOCK = "clock wrong"
    OFFLINE = "offline for a day"
    OVERFLOW = "outbox overflow"
    POWER_CUT = "power cut"


@unique
class Target(StrEnum):
    """What a deed is done to: a process with all that it started, or a network connection."""

    INGEST = "ingest"
    DATABASE = "database"
    BROKER = "broker"
    FLEET = "fleet"
    MACHINE = "machine"
    FROM_MACHINES = "machines to broker"
    TO_INGEST = "broker to ingest"
    TO_DATABASE = "ingest to database"


@dataclass(frozen=True)
class Action:
    """A deed `at_s` after its fault began, for `lasts_s` (0: over at once).

    `which` picks a machine or a half of the fleet, counted round; `amount` is the hours of a wrong clock.
    """

    deed: Deed
    target: Target
    at_s: float = 0.0
    lasts_s: float = 0.0
    which: int = 0
    amount: float = 0.0

    def __str__(self) -> str:
        """Return the action as one phrase."""
        return f"{self.target} {self.deed}" + (f" {self.lasts_s:.1f} s" if self.lasts_s else "")


@dataclass(frozen=True)
class Fault:
    """Actions that overlap, and how long the platform is left alone afterwards."""

    number: int
    actions: tuple[Action, ...]
    rest_s: float

    @property
    def compound(self) -> bool:
        """Return whether something is done while something else is wrong."""
        return len(self.actions) > 1

    @property
    def seconds(self) -> float:
        """Return how long it takes, rest and all."""
        return max(action.at_s + action.lasts_s for action in self.actions) + self.rest_s

    def __str__(self) -> str:
        """Return the fault as one line."""
        return ", then ".join(map(str, self.actions))


_SINGLE = (
    (Deed.KILL, Target.INGEST),
    (Deed.KILL, Target.BROKER),
    (Deed.KILL, Target.DATABASE),
    (Deed.RESTART, Target.BROKER),
    (Deed.PAUSE, Target.INGEST),
    (Deed.STOP, Target.DATABASE),
    (Deed.FILL, Target.DATABASE),
    (Deed.POWER_CUT, Target.FLEET),
    (Deed.CLOCK, Target.MACHINE),
    (Deed.OFFLINE, Target.MACHINE),
    (Deed.SCRAMBLE, Target.FROM_MACHINES),
    (Deed.CUT, Target.FROM_MACHINES),
    (Deed.KILL, Target.INGEST),
    (Deed.KILL, Target.BROKER),
    (Deed.KILL, Target.DATABASE),
    (Deed.OVERFLOW, Target.MACHINE),
    (Deed.PAUSE, Target.DATABASE),
    (Deed.PAUSE, Target.BROKER),
    (Deed.SILENCE, Target.FROM_MACHINES),
    (Deed.SILENCE, Target.TO_INGEST),
    (Deed.SILENCE, Target.TO_DATABASE),
    (Deed.SLOW, Target.TO_INGEST),
    (Deed.SLOW, Target.FROM_MACHINES),
    (Deed.CUT, Target.TO_INGEST),
    (Deed.CUT, Target.TO_DATABASE),
)
# What lets a backlog grow, and what then hits it. Every second time that is the broker, where the backlog lies.
_HOLDS = (
    (Deed.PAUSE, Target.INGEST),
    (Deed.PAUSE, Target.DATABASE),
    (Deed.STOP, Target.DATABASE),
    (Deed.STOP, Target.INGEST),
    (Deed.SILENCE, Target.TO_DATABASE),
    (Deed.SILENCE, Target.TO_INGEST),
    (Deed.SLOW, Target.TO_INGEST),
    (Deed.SCRAMBLE, Target.FROM_MACHINES),
    (Deed.FILL, Target.DATABASE),
)
_STRIKES = (
    (Deed.KILL, Target.INGEST),
    (Deed.RESTART, Target.BROKER),
    (Deed.POWER_CUT, Target.FLEET),
    (Deed.KILL, Target.DATABASE),
    (Deed.CUT, Target.TO_INGEST),
    (Deed.CUT, Target.FROM_MACHINES),
    (Deed.CUT, Target.TO_DATABASE),
    (Deed.CLOCK, Target.MACHINE),
    (Deed.OFFLINE, Target.MACHINE),
    (Deed.OVERFLOW, Target.MACHINE),
)
# The third puts the clock back by a whole number of readings: two readings bear the same time then.
_CLOCK_HOURS = (72.0, 6.0, -7 / 18, -24.0 * 400)
# One in so many outages of a kind is a long one in a long run, beginning with this one.
_RARELY, _FIRST_RARE = 16, 2
# Between which seconds the platform is left alone after a fault, in a short run and in a long one.
_REST_S = {False: (0.3, 2.5), True: (0.3, 3.0)}
_Choice = tuple[Deed, Target]


@dataclass(frozen=True)
class _Form:
    """Whether a run is a long one, and whether a fault in it is an outage that lasts until people mend it."""

    long: bool
    rare: bool


@dataclass
class _Deck:
    """Cards dealt in random order, all of them before one comes again."""

    chance: np.random.Generator
    cards: Sequence[_Choice]
    left: list[_Choice] = field(default_factory=list)

    def deal(self) -> _Choice:
        if not self.left:
            self.left = [self.cards[i] for i in self.chance.permutation(len(self.cards))]
        return self.left.pop()


def plan(seed: int, faults: int) -> list[Fault]:
    """Return so many faults, at least half of them compound: the same for the same seed and number."""
    chance = np.random.default_rng(seed)
    long = faults >= LONG_FROM
    singles, compounds = _singles(chance, faults // 2), _compounds(chance, faults - faults // 2)
    kinds = [next(compounds if number % 2 == 0 else singles) for number in range(faults)]
    seen: Counter[_Choice] = Counter()
    drawn = []
    for number, kind in enumerate(kinds, 1):
        # An outage that people mend: now and then, and not all of them at the beginning.
        rare = long and seen[kind[0]] % _RARELY == _FIRST_RARE
        seen[kind[0]] += 1
        actions = tuple(_act(chance, kind, _Form(long, rare)))
        drawn.append(Fault(number, actions, round(float(chance.uniform(*_REST_S[long])), 2)))
    return drawn


def expected_s(faults: Sequence[Fault]) -> float:
    """Return about how long the faults take, with the waiting for what must come back after each."""
    return sum(fault.seconds + 0.5 for fault in faults)


def _singles(chance: np.random.Generator, count: int) -> Iterator[tuple[_Choice, ...]]:
    # A short run takes the first of the list, which the promise names; their order is drawn.
    deck = _Deck(chance, _SINGLE[:count] if count < len(_SINGLE) else _SINGLE)
    while True:
        yield (deck.deal(),)


def _compounds(chance: np.random.Generator, count: int) -> Iterator[tuple[_Choice, ...]]:
    holds, strikes = _Deck(chance, _HOLDS), _Deck(chance, _STRIKES)
    for number in range(count):
        first = (Deed.KILL, Target.BROKER) if number % 2 == 0 else strikes.deal()
        more = (strikes.deal(),) if chance.random() < 0.4 else ()
        yield (holds.deal(), first, *more)


def _act(chance: np.random.Generator, kind: Sequence[_Choice], form: _Form) -> Iterator[Action]:
    """Yield the hold from the beginning, and each strike at a random moment of it."""
    hold = _action(chance, kind[0], form)
    yield hold
    for choice in kind[1:]:
        at_s = round(float(chance.uniform(0.5, 1.0)) * max(hold.lasts_s, 0.5), 2)
        yield _action(chance, choice, _Form(form.long, rare=False), at_s)


def _action(chance: np.random.Generator, choice: _Choice, form: _Form, at_s: float = 0.0) -> Action:
    deed, target = choice
    low, high = _range(deed, target, form)
    lasts_s = round(float(chance.uniform(low, high)), 2)
    which, hours = int(chance.integers(1000)), _CLOCK_HOURS[chance.integers(len(_CLOCK_HOURS))]
    return Action(deed, target, at_s, lasts_s, which, hours if deed is Deed.CLOCK else 0.0)


def _range(deed: Deed, target: Target, form: _Form) -> tuple[float, float]:
    """Return between which seconds a deed lasts."""
    match deed:
        case Deed.PAUSE if form.rare:
            return (90.0, 90.0) if target is Target.INGEST else (30.0, 45.0)
        case Deed.STOP | Deed.SILENCE if form.rare:
            return 60.0, 60.0
        case Deed.PAUSE | Deed.STOP | Deed.SILENCE | Deed.SLOW | Deed.FILL:
            return (1.0, 8.0) if form.long else (1.0, 4.0)
        case Deed.SCRAMBLE | Deed.CLOCK:
            return 2.0, 4.0
        case _:
            return 0.0, 0.0
