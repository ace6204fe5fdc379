"""What would the first requests of a process wait for, and can be made before they come?"""

from collections.abc import Callable, Sequence

from fastapi import FastAPI

Preparation = Callable[[], object]


def prepare(app: FastAPI) -> None:
    """Make what an app needs to answer at all, and what its service says that its first requests would wait for."""
    # What the routes of an included router take is worked out when somebody first looks for one: 25 to 90 ms a service.
    nowhere = {"type": "http", "method": "GET", "path": "/-", "root_path": "", "headers": []}
    for route in app.router.routes:
        route.matches(nowhere)
    prepares: Sequence[Preparation] = app.state.prepares
    for make in prepares:
        make()
