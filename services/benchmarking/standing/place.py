"""Is a machine told where it stands, and if not, why, and what would change it?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.benchmarking.cell import OWNERS
from models.benchmarking.quarter import SETTLES, over
from models.benchmarking.typical import Typical
from models.machines import Kind
from models.phrase import quantity
from models.weighing.handbook import SPECIFICATIONS
from services.benchmarking.api import Group, Lacking, Place, Standing, State, Untold
from services.benchmarking.release.store import KeptRelease
from services.benchmarking.standing.store import KeptStanding
from services.kit.telemetry import VisiblePeriod

# What an owner has to let be compared, or a machine's weeks are not.
GROUPS = ("engine", "fuel", "payload", "position", "production")
_CONSENT = (
    "Its owner lets the platform have these groups of data for the purpose 'benchmarking', with POST"
    f" /api/registry/v1/consents: {', '.join(GROUPS)}. From the next release on it is compared."
)
_CYCLES = (
    "Haul cycles of which fuel, load, way, height and air are known; it takes a telematics unit that tells these, and"
    " zones that are drawn."
)
# Of those that are not told where they stand so many are named for each reason.
_NAMED = 100
_Why = tuple[State, str, str | None]
Habits = Mapping[tuple[str, str], Typical]


@dataclass(frozen=True)
class Known:
    """What is known when places are told: the newest release, where machines stood in it, which of them may be compared
    at present, and how the groups work that may be told of."""

    now: datetime
    release: KeptRelease | None
    standings: Mapping[str, KeptStanding]
    consented: frozenset[str]
    typical: Habits

    @property
    def next_release(self) -> str:
        """Return a sentence on when the next release is made."""
        behind = over(self.now).next
        return f"The next release is made {SETTLES.days} days behind the end of {behind.name}, {behind.stop:%Y-%m-%d}."

    def group(self, standing: KeptStanding) -> tuple[Group, Typical] | None:
        """Return the smallest group that holds a machine and is told of, and how it works; None: there is none."""
        for names in ((standing.region, standing.model), (standing.region, ""), ("", "")):
            if names in self.typical:
                return Group(region=names[0] or None, model=names[1] or None), self.typical[names]
        return None


def newest(periods: Sequence[VisiblePeriod]) -> dict[str, VisiblePeriod]:
    """Return the newest visible period of each machine."""
    return {one.machine: one for one in sorted(periods, key=lambda one: (one.machine, one.from_time))}


def moment(period: VisiblePeriod, now: datetime) -> datetime:
    """Return the last moment of a period that has come: whoever sold a machine is not told what buyers allow."""
    return min(now, period.to_time - timedelta(microseconds=1))


def comparable(period: VisiblePeriod) -> bool:
    """Return whether a machine is of a kind and model that are compared at all."""
    return period.kind == Kind.HAUL_TRUCK and period.model in SPECIFICATIONS


def placed(periods: Iterable[VisiblePeriod], known: Known) -> tuple[list[Place], list[Untold]]:
    """Return where the machines stand that are told it, and the others by why they are not."""
    told: list[Place] = []
    others: dict[_Why, list[Lacking]] = defaultdict(list)
    for period in periods:
        why = _why(period, known)
        if why[0] is State.TOLD:
            told.append(place(period, known))
        else:
            others[why].append(Lacking(machine=period.machine, missing_cycles=_missing(period, known, why[0])))
    untold = [
        Untold(state=state, sentence=sentence, remedy=remedy, count=len(them), machines=them[:_NAMED])
        for (state, sentence, remedy), them in others.items()
    ]
    return told, untold


def place(period: VisiblePeriod, known: Known) -> Place:
    """Return whether a machine is told where it stands, and where."""
    standing = known.standings.get(period.machine)
    state, sentence, remedy = _why(period, known)
    told = standing if state is State.TOLD else None
    group = known.group(told) if told else None
    return Place(
        machine=period.machine,
        kind=Kind(period.kind),
        model=period.model,
        state=state,
        sentence=sentence,
        remedy=remedy,
        missing_cycles=_missing(period, known, state),
        standing=_standing(told) if told else None,
        group=group[0] if group else None,
    )


def _missing(period: VisiblePeriod, known: Known, state: State) -> int:
    return known.standings[period.machine].missing_cycles if state is State.TOO_FEW_CYCLES else 0


def _why(period: VisiblePeriod, known: Known) -> _Why:
    release, standing = known.release, known.standings.get(period.machine)
    if not comparable(period):
        return State.NOT_COMPARED, *_NOT_COMPARED
    if period.machine not in known.consented:
        return State.NO_CONSENT, "Nobody has agreed that this machine is compared with those of others.", _CONSENT
    if release is None:
        return State.NO_RELEASE, "No quarter has been reckoned yet.", known.next_release
    if not release.told:
        more = f"Other owners agree to be compared: it takes at least {OWNERS + 1} together. {known.next_release}"
        return State.TOO_FEW_OWNERS, release.sentence, more
    if standing is None:
        return State.WAITING, _waits(release), f"{_CYCLES} {known.next_release}"
    if standing.missing_cycles:
        more = f"{standing.missing_cycles} more cycles than the {standing.cycles} of {release.quarter}"
        few = f"Not enough data yet: {more} would tell 5 % from chance."
        return State.TOO_FEW_CYCLES, few, f"{_CYCLES} {known.next_release}"
    return State.TOLD, _sentence(standing), None


_NOT_COMPARED = (
    "Only haul trucks whose mass and payload the handbook knows are compared; of this one its own figures are told.",
    "A reckoning of what other kinds of work should take: there is none yet.",
)


def _waits(release: KeptRelease) -> str:
    return (
        f"It was not compared in {release.quarter}: it had no haul cycles then of which all is known, it was agreed on"
        f" later or of less data than that takes ({', '.join(GROUPS)}), too few others work on such ground, or its"
        " owner waits until others join too, so that the difference tells of nobody."
    )


def _standing(one: KeptStanding) -> Standing | None:
    names = ("index", "low", "high", "rank_low", "rank_high", "worst_tenth", "cycles")
    return Standing.model_validate({name: getattr(one, name) for name in names})


def _sentence(one: KeptStanding) -> str:
    told = _standing(one)
    assert told is not None
    percent = round(100 * (told.index - 1))
    than = "as much as" if not percent else f"{quantity(abs(percent), '%')} {'more' if percent > 0 else 'less'} than"
    sure = f"with {quantity(95, '%')} certainty {told.low:.2f} to {told.high:.2f} times it"
    band = f"Between {100 * told.rank_low:.0f} and {quantity(100 * told.rank_high, '%')} of its peers do better"
    # It is told in twentieths.
    chance = quantity(100 * told.worst_tenth, "%") if told.worst_tenth else f"less than {quantity(3, '%')}"
    worst = f"the chance that it is among the worst tenth is {chance}"
    return f"It burns {than} typical operators would for the same work ({sure}). {band}; {worst}."
