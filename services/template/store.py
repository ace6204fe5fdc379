"""Which notes does the template service keep?"""

from services.kit.database import Db, Queries, fetch_all, fetch_one
from services.kit.errors import UnknownMachine
from services.kit.page import Cut
from services.template.api import Note

QUERIES = Queries()


async def list_notes(db: Db, machine: str | None, cut: Cut) -> list[Note]:
    """Return the notes of a page and one more, newest first; of all machines where none is named."""
    (before,) = cut.behind(int)
    values = {"machine": machine, "before": before, "limit": cut.limit + 1}
    return await fetch_all(db, Note, QUERIES["list_notes"], values)


async def write_note(db: Db, machine: str, author: str, text: str, engine_hours_h: float | None) -> Note:
    """Return the note as it was kept; raises UnknownMachine where the caller does not see the machine."""
    values = {"machine": machine, "author": author, "text": text, "engine_hours_h": engine_hours_h}
    if note := await fetch_one(db, Note, QUERIES["write_note"], values):
        return note
    raise UnknownMachine(machine)
