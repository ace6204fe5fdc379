"""How long is something waited for, and what is said when it does not come?"""

import time
from collections.abc import Callable

from deploy.failure import Failure

# What other processes do is seen by looking again; each wait has a deadline.
_POLL_S = 0.02


def wait_until(reached: Callable[[], bool], deadline_s: float, lacking: str) -> None:
    """Return as soon as `reached` says so; after the deadline fail with what is lacking."""
    end = time.monotonic() + deadline_s
    while not reached():
        if time.monotonic() > end:
            raise Failure(f"{lacking} within {deadline_s:.0f} s.", "Look with `howdah logs`.")
        time.sleep(_POLL_S)
