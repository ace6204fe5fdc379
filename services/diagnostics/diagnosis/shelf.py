"""By which models are machines judged?"""

import asyncio
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import structlog

from models.artifact import Unusable
from models.diagnosis.keeping import KIND, PARTS, RECIPE, inputs_of, name_of, restored
from models.diagnosis.scoring import Ready
from models.machines import Kind
from services.diagnostics.api import MadeBy
from services.kit.model import Role, Shelf

log = structlog.get_logger()


@dataclass(frozen=True)
class Judge:
    """What judges machines of one kind, and by which model that is."""

    kind: Kind
    made_by: MadeBy
    ready: Ready

    @property
    def version(self) -> str:
        """What tells the model from others of its name."""
        return self.made_by.version

    @property
    def quantities(self) -> int:
        """How many quantities it judges."""
        return len(self.ready.model.norm.usual)


async def judge_of(folder: Path | None, kind: Kind, role: Role = Role.CHAMPION) -> Judge | None:
    """Return who judges a kind of machine in a role, None where nobody on the shelf does, or fits this version."""
    try:
        version = Shelf(folder).version(name_of(kind), role)
        # To open one takes a second or two, and only once.
        return await asyncio.to_thread(_opened, folder, kind, version, role) if version else None
    except Unusable as error:
        log.warning("model_refused", kind=kind, reason=str(error))
        return None


@lru_cache(maxsize=16)
def _opened(folder: Path, kind: Kind, version: str, role: Role) -> Judge | None:
    kept = Shelf(folder).open(name_of(kind), role, kind=KIND, recipe=RECIPE, inputs=inputs_of(kind), parts=PARTS)
    if kept is None or kept.card.version != version:
        return None
    made_by = MadeBy(name=kept.card.name, version=version, trained_at=kept.card.trained_at)
    return Judge(kind, made_by, Ready.of(restored(kept.model), kind))


async def judges(folder: Path | None, role: Role = Role.CHAMPION) -> dict[Kind, Judge]:
    """Return the judges in a role of all kinds of machines for which there is one."""
    found = {kind: await judge_of(folder, kind, role) for kind in Kind}
    return {kind: judge for kind, judge in found.items() if judge is not None}
