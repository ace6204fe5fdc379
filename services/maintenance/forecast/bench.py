"""Which models of life are asked at this moment?"""

from functools import cache
from pathlib import Path
from threading import Lock

import structlog

from models.artifact import Unusable
from models.prognosis import PARTS, RECIPE, LifeModel
from models.prognosis.part import INPUTS
from services.kit.model import Kept, Shelf
from services.maintenance.api import Role
from services.maintenance.forecast.life import Teller

NAME = "part-life"
_NONE = f"No model '{NAME}' is at hand, so no life can be told; `howdah train` makes one."

log = structlog.get_logger()


class Bench:
    """The models of life that play a role, opened once for each version."""

    def __init__(self, folder: Path | None) -> None:
        self.shelf = Shelf(folder)
        self._lock = Lock()
        self._opened: dict[Role, tuple[str | None, Teller]] = {}

    def tellers(self) -> list[Teller]:
        """Return the champion, or who says why there is none, and the challenger where there is one.

        A model that another took the place of is opened meanwhile: ask beside the event loop.
        """
        with self._lock:
            champion, challenger = self._teller("champion"), self._teller("challenger")
        return [champion, challenger] if challenger.kept else [champion]

    def _teller(self, role: Role) -> Teller:
        try:
            version = self.shelf.version(NAME, role)
            if role not in self._opened or self._opened[role][0] != version:
                kept = self._open(role)
                self._opened[role] = (version, Teller(role, kept, None if kept else _NONE))
        except Unusable as error:
            log.warning("model_unusable", name=NAME, role=role, reason=str(error))
            return Teller(role, None, str(error))
        return self._opened[role][1]

    def _open(self, role: Role) -> Kept[LifeModel] | None:
        return self.shelf.open(NAME, role, kind=LifeModel, recipe=RECIPE, inputs=INPUTS, parts=PARTS)


@cache
def bench_of(folder: Path | None) -> Bench:
    """Return the one bench of a process over a folder: models are large, and slow to open."""
    return Bench(folder)
