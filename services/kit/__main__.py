"""How is one service started by `python -m services.kit NAME`?"""

import importlib
import sys

import uvicorn

from services.kit.settings import Settings


def main(name: str) -> None:
    """Serve the app of `services/<name>/app.py` until the process is told to stop."""
    # Only where to listen is needed here; the app reads the settings of its own class when it starts.
    listen = Settings()
    app = importlib.import_module(f"services.{name.replace('-', '_')}.app").app
    # Whom to believe that a request comes from elsewhere is the service's own affair.
    uvicorn.run(
        app,
        host=listen.host,
        port=listen.port,
        access_log=False,
        log_level="warning",
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    main(sys.argv[1])
