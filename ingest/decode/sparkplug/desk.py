"""What does a message of a node say, given what the node said before?"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from weakref import WeakKeyDictionary

from ingest.decode.sparkplug.extract import Extract, extract
from ingest.decode.sparkplug.plan import Plans
from ingest.decode.sparkplug.session import Session
from ingest.decode.sparkplug.translation import Translation
from ingest.decode.sparkplug.vocabulary import Vocabularies, Vocabulary
from models.messages import Reason, Rejected, Report, State, Window
from models.messages.observation import combine
from models.sparkplug import BD_SEQ, INT, LONG, Metric, Payload, Place, Verb, decode_payload

_MAX_BD_SEQ = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Birth:
    """What is kept of a birth, so that aliases are known after a restart."""

    device: str
    bd_seq: int | None


@dataclass(frozen=True, slots=True)
class Hold:
    """That a message waits, as it came, until a birth explains its aliases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeReport(Report):
    """What a message of a node says; one that waits says nothing else."""

    birth: Birth | None = None
    hold: Hold | None = None

    @property
    def parts(self) -> tuple[object, ...]:
        """Return what else than readings it says, one by one."""
        return tuple(part for part in (self.state, self.birth, self.hold) if part is not None)


class Message(NamedTuple):
    """A payload, when it came, which times are taken, and whether it was held before and comes `again`."""

    data: bytes
    received_ms: int
    window: Window
    again: bool = False


@dataclass
class Desk:
    """Reads the messages of nodes in order; what the database keeps of a node is to be made known before.

    At most about `most_held` messages of a node wait for its birth. Where the nodes are not listened to live
    (`is_host` false: history from files, a replay), nothing waits, and births and deaths say nothing of the present.
    """

    translation: Translation = field(default_factory=Translation)
    most_held: int = 0
    is_host: bool = False
    sessions: dict[str, Session] = field(default_factory=dict)
    # Nodes whose births are missed.
    missed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Begin with no vocabulary."""
        self._vocabularies = Vocabularies(self.translation)
        self._plans: WeakKeyDictionary[Vocabulary, Plans] = WeakKeyDictionary()

    def know(self, machine: str, model: str, births: Sequence[tuple[str, int | None, bytes]], held: int) -> None:
        """Take what the database keeps of a node: its births by device, each with bdSeq and payload."""
        session = Session(machine, model, held=held)
        for device, bd_seq, payload in births:
            session.vocabularies[device] = self._vocabularies.learn(model, device, decode_payload(payload).metrics)
            session.bd_seq = session.bd_seq if device else bd_seq
        self.sessions[machine] = session

    def read(self, place: Place, message: Message) -> NodeReport:
        """Return what a message says; raises `Rejected` where it says nothing at all.

        Reading the same message twice says the same.
        """
        session = self.sessions.setdefault(place.machine, Session(place.machine, ""))
        report = self._report(session, place, message)
        return report if self.is_host else replace(report, birth=None, state=None)

    def _report(self, session: Session, place: Place, message: Message) -> NodeReport:
        if place.verb.is_data:
            return self._data(session, place.device, message)
        payload = decode_payload(message.data)
        if place.verb not in (Verb.NBIRTH, Verb.NDEATH):
            session.follow(payload.seq)
        if place.verb.is_birth:
            return self._birth(session, place.device, payload, message)
        return _death(session, place, payload, message.received_ms)

    def _data(self, session: Session, device: str, message: Message) -> NodeReport:
        vocabulary = session.vocabularies.get(device) or self._vocabularies.learn(session.model, device, ())
        found = self._extract(message, vocabulary)
        if not message.again:
            session.follow(found.seq)
        if "" not in session.vocabularies:
            self.missed.add(session.machine)
        if found.strangers:
            return self._hold(session, f"Nobody named the aliases {found.strangers[:5]}.", again=message.again)
        if session.doubtful and found.by_alias and not message.again:
            return self._hold(session, "A message before it is missing.", again=False)
        return NodeReport(telemetry=found.readings, refusal=combine(found.refusals))

    def _extract(self, message: Message, vocabulary: Vocabulary) -> Extract:
        plans = self._plans.get(vocabulary)
        if plans is None:
            plans = self._plans[vocabulary] = Plans()
        quick = plans.read(message.data, vocabulary, message.window)
        if quick is not None:
            return quick
        return extract(decode_payload(message.data), vocabulary, message.received_ms, message.window)

    def _hold(self, session: Session, why: str, *, again: bool) -> NodeReport:
        self.missed.add(session.machine)
        if not self.is_host or (session.held >= self.most_held and not again):
            raise Rejected(Reason.NO_BIRTH, f"{why} {session.held} messages wait for a birth already.")
        return NodeReport(hold=Hold())

    def _birth(self, session: Session, device: str, payload: Payload, message: Message) -> NodeReport:
        vocabulary = self._vocabularies.learn(session.model, device, payload.metrics)
        found = extract(payload, vocabulary, message.received_ms, message.window)
        report = NodeReport(telemetry=found.readings, refusal=combine(found.refusals), birth=Birth(device, None))
        if device:
            session.vocabularies[device] = vocabulary
            if "" not in session.vocabularies or session.doubtful:
                self.missed.add(session.machine)
            return report
        bd_seq = _bd_seq(payload.metrics)
        session.begin(vocabulary, bd_seq, payload.seq)
        self.missed.discard(session.machine)
        return replace(report, birth=Birth("", bd_seq), state=_state(bd_seq, message.received_ms, online=True))


def _death(session: Session, place: Place, payload: Payload, received_ms: int) -> NodeReport:
    if place.verb is Verb.DDEATH or not session.end(bd_seq := _bd_seq(payload.metrics)):
        return NodeReport()
    return NodeReport(state=_state(bd_seq, received_ms, online=False))


def _bd_seq(metrics: Sequence[Metric]) -> int | None:
    told = (metric.value for metric in metrics if metric.name == BD_SEQ and metric.field in (INT, LONG))
    return next((int(value) for value in told if value is not None and value <= _MAX_BD_SEQ), None)


def _state(bd_seq: int | None, received_ms: int, *, online: bool) -> State:
    # By when it came: a death's own time is that of its connection's beginning, and a node's clock may be wrong.
    return State(f"sparkplug-{'' if bd_seq is None else bd_seq}", received_ms, online)
