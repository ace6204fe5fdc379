"""What became of an alert, as evidence over the machine's time and people's actions say?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from models.alert.action import Action, Kind, State, refusal
from models.alert.evidence import SLOT, Run, begin_of, slot_of
from models.alert.level import Level


@dataclass(frozen=True)
class Rule:
    """When an alert begins and ends.

    - `looks`: how many looks in a row must find at least such a level, to be raised or to escalate to it.
    - `gone_for`: how long it must be looked for in vain until an alert is resolved by itself.
    - `trust_for`: how long evidence says nothing after a person has resolved an alert: what was measured before a
      repair is still in the window of a look after it.
    """

    looks: Mapping[Level, int] = field(default_factory=lambda: {Level.INFO: 3, Level.WARNING: 2, Level.CRITICAL: 1})
    gone_for: timedelta = timedelta(hours=1)
    trust_for: timedelta = timedelta(hours=1)


@dataclass(frozen=True)
class Turn:
    """What happened to an alert at a time; `by` is the person, None where evidence alone did it."""

    at: datetime
    kind: Kind
    level: Level
    by: str | None = None
    text: str | None = None
    assignee: str | None = None
    until: datetime | None = None


@dataclass
class Alert:
    """An alert as it stands: `level` is the worst since it was last raised, `present` what the last look found.

    `count` is how many slots of time found the problem; `times` how often it was raised or reopened.
    """

    state: State
    level: Level
    present: Level
    raised_at: datetime
    first_seen: datetime
    last_seen: datetime
    count: int = 0
    times: int = 1
    assignee: str | None = None
    snoozed_until: datetime | None = None
    resolved_at: datetime | None = None
    turns: list[Turn] = field(default_factory=list)


def live(runs: Sequence[Run], actions: Iterable[Action] = (), rule: Rule | None = None) -> Alert | None:
    """Return what became of one problem of one machine, None where it never sufficed for an alert.

    `runs` are in order and do not overlap; actions may come in any order, and one that does not fit the alert that the
    evidence makes is kept among the turns without effect. Evidence of a slot goes before an action in it.
    """
    rule = rule or Rule()
    done = sorted(actions, key=lambda action: (action.at, action.kind, action.by, action.text or ""))
    life = _Life(rule)
    cuts = {slot_of(time) + 1 for action in done for time in (action.at, action.at + rule.trust_for)}
    for piece in _pieces(runs, cuts, max(rule.looks.values())):
        while done and slot_of(done[0].at) < piece.begin:
            life.act(done.pop(0))
        life.see(piece)
    for action in done:
        life.act(action)
    return life.alert


def _pieces(runs: Iterable[Run], cuts: set[int], looks: int) -> Iterator[Run]:
    """Yield runs cut where an action counts, and behind each cut, one by one, the slots that may begin an alert."""
    for run in runs:
        starts = {run.begin, *(cut for cut in cuts if run.begin < cut < run.end)}
        edges = {edge for start in starts for edge in range(start, min(start + looks + 1, run.end))}
        for begin, end in pairwise(sorted({*edges, run.end})):
            yield Run(begin, end, run.level)


class _Life:
    """The course of one alert, piece by piece in order of time."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.alert: Alert | None = None
        self.in_a_row = dict.fromkeys(rule.looks, 0)
        self.gone_since: int | None = None
        self.first: int | None = None
        self.count = 0
        self.deaf_until = 0
        self.early: list[Turn] = []

    def see(self, piece: Run) -> None:
        """Take in some slots of one level."""
        if piece.level:
            self.first = piece.begin if self.first is None else self.first
            self.count += piece.end - piece.begin
        if self.alert:
            self._note(self.alert, piece)
        if piece.begin >= self.deaf_until:
            self._judge(piece)

    def _note(self, alert: Alert, piece: Run) -> None:
        alert.present, alert.count = piece.level, self.count
        if piece.level:
            alert.last_seen = begin_of(piece.end - 1)

    def _judge(self, piece: Run) -> None:
        for level in self.in_a_row:
            self.in_a_row[level] = self.in_a_row[level] + piece.end - piece.begin if piece.level >= level else 0
        if piece.level:
            self.gone_since = None
        elif self.gone_since is None:
            self.gone_since = piece.begin
        if sure := [level for level, needed in self.rule.looks.items() if self.in_a_row[level] >= needed]:
            self._found(max(sure), piece)
        else:
            self._missed(piece)

    def _found(self, level: Level, piece: Run) -> None:
        at, alert = begin_of(piece.begin), self.alert
        if alert is None:
            assert self.first is not None
            self.alert = Alert(
                State.OPEN, level, piece.level, at, begin_of(self.first), begin_of(piece.end - 1), self.count
            )
            self.alert.turns += [*self.early, Turn(at, Kind.RAISED, level)]
        elif alert.state == State.RESOLVED:
            _reopen(alert, Turn(at, Kind.REOPENED, level))
        elif level > alert.level:
            # Whoever knew of it, or wanted to hear nothing of it, knew of less.
            alert.level, alert.state, alert.snoozed_until = level, State.OPEN, None
            alert.turns.append(Turn(at, Kind.ESCALATED, level))

    def _missed(self, piece: Run) -> None:
        alert = self.alert
        if alert is None or alert.state == State.RESOLVED or self.gone_since is None:
            return
        over = max(self.gone_since + self.rule.gone_for // SLOT, piece.begin)
        if over < piece.end:
            _resolve(alert, Turn(begin_of(over), Kind.RESOLVED, alert.level))

    def act(self, action: Action) -> None:
        """Take in what a person did."""
        level = self.alert.level if self.alert else Level.ABSENT
        turn = Turn(action.at, action.kind, level, action.by, action.text, action.assignee, action.until)
        if self.alert is None:
            self.early.append(turn)
        elif refusal(self.alert, action):
            self.alert.turns.append(turn)
        else:
            self._change(self.alert, turn)

    def _change(self, alert: Alert, turn: Turn) -> None:
        match turn.kind:
            case Kind.RESOLVED:
                _resolve(alert, turn)
                self._begin_anew(slot_of(turn.at + self.rule.trust_for) + 1)
            case Kind.REOPENED:
                _reopen(alert, turn)
                self._begin_anew(slot_of(turn.at) + 1)
            case _:
                _take(alert, turn)

    def _begin_anew(self, slot: int) -> None:
        self.in_a_row = dict.fromkeys(self.rule.looks, 0)
        self.gone_since, self.deaf_until = None, slot


def _resolve(alert: Alert, turn: Turn) -> None:
    alert.state, alert.resolved_at, alert.snoozed_until = State.RESOLVED, turn.at, None
    alert.turns.append(turn)


def _reopen(alert: Alert, turn: Turn) -> None:
    alert.state, alert.resolved_at, alert.level = State.OPEN, None, turn.level
    alert.times += 1
    alert.turns.append(turn)


def _take(alert: Alert, turn: Turn) -> None:
    match turn.kind:
        case Kind.ACKNOWLEDGED:
            alert.state = State.ACKNOWLEDGED
        case Kind.ASSIGNED:
            alert.assignee = turn.assignee
        case Kind.SNOOZED:
            alert.snoozed_until = turn.until
    alert.turns.append(turn)
