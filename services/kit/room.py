"""Where does the service of a name lie, and what is its app?"""

import importlib
from pathlib import Path

from fastapi import FastAPI

SERVICES = Path(__file__).parents[1]


class UnknownService(LookupError):
    """No folder of the services holds an app of this name."""

    def __init__(self, name: str) -> None:
        there = ", ".join(sorted(path.parent.name.replace("_", "-") for path in SERVICES.glob("*/app.py")))
        super().__init__(f"There is no service '{name}'. Those there are: {there.replace('kit, ', '')}.")


def folder_of(name: str) -> str:
    """Return the name of a service's folder, and of its schema in the database."""
    return name.replace("-", "_")


def app_of(name: str) -> FastAPI:
    """Return the app of a service; raises UnknownService."""
    folder = folder_of(name)
    if folder == "kit" or not (SERVICES / folder / "app.py").is_file():
        raise UnknownService(name)
    app: FastAPI = importlib.import_module(f"services.{folder}.app").app
    return app
