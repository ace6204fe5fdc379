"""What does somebody do with a machine who has no business with it?"""

from simulators.misuse.habit import Habit
from simulators.misuse.kind import Misuse
from simulators.work.operator import Operator
from simulators.work.post import CarrierPost, CrusherPost, Post, TruckPost
from simulators.work.timeline import Phase, Timeline

_MINUTE = 60.0
# Nobody takes a machine for a ride who may be seen: there must be so much time around it.
_ALONE_S = 1.5 * 3600


def take_out(post: Post, timeline: Timeline, until_s: float, habit: Habit) -> None:
    """Let somebody use the machine between its last shift and the end of the day, if there is time for it."""
    if until_s - timeline.now_s < 2 * _ALONE_S or not habit.tempted(Misuse.OUTSIDE_HOURS):
        return
    if isinstance(post, CrusherPost) or post.out is None or post.home is None:
        return
    dice, code = habit.dice, Misuse.OUTSIDE_HOURS
    latest = until_s - _ALONE_S
    timeline.until(Phase.OFF, dice.uniform(timeline.now_s + 0.3 * _ALONE_S, latest), post.rest)
    there, back = (post.queue, post.retreat) if isinstance(post, TruckPost) else (post.stand, post.home)
    timeline.spend(Phase.IDLE, dice.uniform(1, 3) * _MINUTE, post.rest, misuse=code)
    timeline.spend(Phase.EMPTY_TRIP, 1.1 * post.out.seconds, post.out, misuse=code)
    timeline.spend(Phase.IDLE, dice.uniform(3, 12) * _MINUTE, there, misuse=code)
    timeline.spend(Phase.EMPTY_TRIP, 1.1 * back.seconds, back, misuse=code)
    timeline.spend(Phase.IDLE, dice.uniform(1.5, 3) * _MINUTE, post.rest, misuse=code)


def stray(post: TruckPost | CarrierPost, operator: Operator, timeline: Timeline) -> None:
    """Let an operator who is tempted to it drive off the site and come back before the work begins."""
    if post.stray is not None and operator.habit.tempted(Misuse.OUTSIDE_ZONE):
        timeline.spend(Phase.EMPTY_TRIP, operator.time(post.stray), post.stray, misuse=Misuse.OUTSIDE_ZONE)
