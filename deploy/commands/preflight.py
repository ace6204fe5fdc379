"""Can the platform start on this machine at all?"""

import shutil

from deploy.failure import Failure
from deploy.port import holder, is_free
from deploy.servers import Installation, debian, installed
from deploy.state import Home

NEEDED_BYTES = 2_000_000_000


def check_port(port: int) -> None:
    """Raise when somebody else listens where the public door would."""
    if not is_free(port):
        raise Failure(
            f"Port {port} is taken by {holder(port)}.",
            f"Stop that, or take another port: make demo PORT={port + 1} (howdah up --port {port + 1}).",
        )


def check_disk(home: Home) -> None:
    """Raise when the data of the demo would not fit."""
    free = shutil.disk_usage(home.folder).free
    if free < NEEDED_BYTES:
        raise Failure(
            f"{home.folder} has {free // 1_000_000} MB of disk left; the demo needs {NEEDED_BYTES // 1_000_000} MB.",
            "Make room there, or clone the project where there is some.",
        )


def find_servers() -> Installation:
    """Return the private servers, or raise with how they are had on this machine."""
    if found := installed():
        return found
    debian.architecture()
    raise Failure("The private servers are missing or not whole.", "Run `make setup`.")
