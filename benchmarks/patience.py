"""How long is waited for a program to be ready, which tells nobody when it is?"""

import time
from collections.abc import Callable


def wait_until(reached: Callable[[], bool], within_s: float, lacking: str, *, every_s: float = 0.05) -> None:
    """Return once `reached` says so, which is asked every so often; raises TimeoutError with what is lacking."""
    end = time.monotonic() + within_s
    while not reached():
        if time.monotonic() > end:
            raise TimeoutError(f"{lacking} within {within_s:.0f} s.")
        time.sleep(every_s)
