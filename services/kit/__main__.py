"""How is one service started by `python -m services.kit NAME`?"""

import gc
import sys
from collections.abc import Sequence

import uvicorn

from services.kit.preparation import prepare
from services.kit.room import UnknownService, app_of
from services.kit.settings import Settings, read

# Longer than those keep an idle connection who ask: other services 30 s, the public door two minutes. Who closes first
# while the other sends loses a request.
_KEPT_S = 150


def main(names: Sequence[str]) -> None:
    """Serve the app of the one service that is named until the process is told to stop."""
    if len(names) != 1:
        sys.exit("Name one service, such as: python -m services.kit registry")
    try:
        app = app_of(names[0])
    except UnknownService as unknown:
        sys.exit(str(unknown))
    kind: type[Settings] = app.state.settings_kind
    told = app.state.settings = read(kind)
    prepare(app)
    # What is there lives as long as the process: to look through it again and again would stop every answer meanwhile.
    gc.collect()
    gc.freeze()
    # Whom to believe that a request comes from elsewhere is the service's own affair.
    uvicorn.run(
        app,
        host=told.host,
        port=told.port,
        access_log=False,
        log_level="warning",
        proxy_headers=False,
        timeout_keep_alive=_KEPT_S,
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
