"""Are alerts the same whenever and however often the evidence comes, and do people's actions count when they fit?"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.alert import SLOT, Action, Alert, Evidence, Kind, Level, Look, Run, State, begin_of, live, runs_of, slot_of

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
FIRST = slot_of(START)
A, N, W, C = Level


def at(slots: float) -> datetime:
    return START + slots * SLOT


def seen(*levels: Level, begin: int = 0) -> list[Look]:
    return [Look(at(begin + number), level) for number, level in enumerate(levels)]


def gathered(looks: Iterable[Look]) -> Evidence:
    evidence = Evidence()
    for look in looks:
        evidence = evidence.with_look(look)
    return evidence


def lived(looks: Iterable[Look], *actions: Action) -> Alert:
    alert = live(runs_of(gathered(looks)), actions)
    assert alert
    return alert


def told(alert: Alert) -> list[tuple[float, Kind]]:
    return [((turn.at - START) / SLOT, turn.kind) for turn in alert.turns]


looks_at_random = st.lists(
    st.builds(Look, st.integers(0, 60 * 20).map(lambda m: START + timedelta(minutes=m)), st.sampled_from(Level)),
    max_size=60,
)
actions_at_random = st.lists(
    st.builds(
        Action,
        at=st.integers(0, 60 * 20).map(lambda m: START + timedelta(minutes=m)),
        kind=st.sampled_from([Kind.ACKNOWLEDGED, Kind.RESOLVED, Kind.REOPENED, Kind.SNOOZED, Kind.COMMENTED]),
        by=st.sampled_from(["eva", "carl"]),
        until=st.just(at(100)),
    ),
    max_size=4,
)


@given(looks=looks_at_random, actions=actions_at_random, data=st.data())
def test_late_shuffled_and_repeated_evidence_gives_the_same_alert(
    looks: list[Look], actions: list[Action], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(looks), max_size=10)) if looks else []
    shuffled = data.draw(st.permutations([*looks, *again]))
    expected = live(runs_of(gathered(sorted(looks, key=lambda look: (look.time, look.level)))), actions)
    assert live(runs_of(gathered(shuffled)), data.draw(st.permutations(actions))) == expected


levels_at_random = st.lists(st.tuples(st.sampled_from(Level), st.integers(1, 30)), max_size=8)


@given(levels=levels_at_random, actions=actions_at_random)
def test_long_runs_say_what_their_slots_say_one_by_one(levels: list[tuple[Level, int]], actions: list[Action]) -> None:
    slots = [level for level, length in levels for _ in range(length)]
    singly = [Run(FIRST + number, FIRST + number + 1, level) for number, level in enumerate(slots)]
    assert live(runs_of(gathered(seen(*slots))), actions) == live(singly, actions)


@given(looks=looks_at_random)
def test_an_alert_counts_what_was_found_and_knows_the_first_and_the_last(looks: list[Look]) -> None:
    worst = {slot_of(look.time): Level.ABSENT for look in looks}
    worst |= {slot: max(look.level for look in looks if slot_of(look.time) == slot) for slot in worst}
    found = sorted(slot for slot, level in worst.items() if level)
    if alert := live(runs_of(gathered(looks))):
        assert (alert.count, alert.first_seen, alert.last_seen) == (len(found), begin_of(found[0]), begin_of(found[-1]))
        assert alert.present == worst[max(worst)]
        assert [turn.at for turn in alert.turns] == sorted(turn.at for turn in alert.turns)


def test_what_is_worse_needs_fewer_looks() -> None:
    assert live(runs_of(gathered(seen(N, N, A, N, N)))) is None
    assert live(runs_of(gathered(seen(W, A, W, N)))) is None
    assert told(lived(seen(N, N, N))) == [(2, Kind.RAISED)]
    assert told(lived(seen(A, W, W))) == [(2, Kind.RAISED)]
    assert told(lived(seen(C))) == [(0, Kind.RAISED)]


def test_an_alert_goes_when_the_problem_was_looked_for_in_vain_long_enough_and_not_in_silence() -> None:
    assert lived([*seen(C, A, A, A, A, A, A, A, A, A, A, A, A)]).state == State.OPEN
    assert told(lived(seen(C, *[A] * 13)))[-1] == (13, Kind.RESOLVED)
    assert lived(seen(C)).state == State.OPEN
    # Nothing came for a day: the first look in vain tells no time for which it was gone.
    assert lived([*seen(C), *seen(A, begin=288)]).state == State.OPEN
    assert told(lived([*seen(C, A), *seen(A, begin=288)]))[-1] == (288, Kind.RESOLVED)


def test_a_problem_that_flickers_is_one_alert() -> None:
    alert = lived(seen(*[C, A, A, N, A] * 10))
    assert told(alert) == [(0, Kind.RAISED)]
    assert (alert.count, alert.times) == (20, 1)


def test_a_problem_that_comes_back_reopens_its_alert_at_the_level_it_has() -> None:
    alert = lived(seen(C, *[A] * 13, W, W))
    assert told(alert)[-2:] == [(13, Kind.RESOLVED), (15, Kind.REOPENED)]
    assert (alert.state, alert.level, alert.times, alert.resolved_at) == (State.OPEN, W, 2, None)


def test_what_gets_worse_waits_for_somebody_again_and_wakes_who_sleeps() -> None:
    known = Action(at(1.5), Kind.ACKNOWLEDGED, "eva")
    asleep = Action(at(1.6), Kind.SNOOZED, "eva", until=at(50))
    assert lived(seen(W, W, W, N, W), known, asleep).snoozed_until == at(50)
    assert lived(seen(W, W, W, N, W), known, asleep).state == State.ACKNOWLEDGED
    alert = lived(seen(W, W, W, C), known, asleep)
    assert (alert.state, alert.level, alert.snoozed_until) == (State.OPEN, C, None)
    assert told(alert)[-1] == (3, Kind.ESCALATED)


def test_after_a_person_resolved_it_only_what_is_measured_later_counts() -> None:
    done = Action(at(2.5), Kind.RESOLVED, "eva", "Changed the thermostat.")
    assert lived(seen(*[C] * 14), done).state == State.RESOLVED
    alert = lived(seen(*[C] * 20), done)
    assert told(alert) == [(0, Kind.RAISED), (2.5, Kind.RESOLVED), (15, Kind.REOPENED)]
    assert [turn.by for turn in alert.turns] == [None, "eva", None]


def test_a_person_who_reopens_is_believed_until_it_was_looked_for_in_vain_again() -> None:
    reopened = Action(at(20), Kind.REOPENED, "eva")
    assert lived(seen(C, *[A] * 30), reopened).state == State.OPEN
    assert told(lived(seen(C, *[A] * 40), reopened))[-1] == (33, Kind.RESOLVED)


def test_an_action_that_no_longer_fits_is_told_without_effect() -> None:
    late = Action(at(14), Kind.ACKNOWLEDGED, "eva")
    assert lived(seen(C), late).state == State.ACKNOWLEDGED
    alert = lived(seen(C, *[A] * 13), late)
    assert (alert.state, told(alert)[-1]) == (State.RESOLVED, (14, Kind.ACKNOWLEDGED))
    early = Action(at(0), Kind.COMMENTED, "eva", "It sounds odd.")
    assert told(lived(seen(A, A, A, C), early)) == [(0, Kind.COMMENTED), (3, Kind.RAISED)]
