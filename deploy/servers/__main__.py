"""How does the set-up have the private servers made, by `python -m deploy.servers`?"""

import os
import sys

from deploy.failure import Failure
from deploy.servers.installation import ensure


def main() -> None:
    """Have the servers, telling what happens; end with 1 and the remedy when they cannot be had."""
    # Another account runs the servers when we are root.
    os.umask(0o022)
    try:
        ensure(lambda message: _say(message))
    except Failure as failure:
        _say(f"{failure.problem}\n       {failure.remedy}")
        sys.exit(1)


def _say(message: str) -> None:
    sys.stderr.write(f"setup: {message}\n")


main()
