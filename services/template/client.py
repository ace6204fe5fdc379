"""How does another service ask the template service?"""

from datetime import datetime
from typing import Annotated

from fastapi import Depends

from services.kit.client import Neighbour, ServiceClient
from services.template.api import Note, NoteDraft, NotePage, Work


class TemplateClient(ServiceClient):
    """Work and notes of machines, as far as the caller may see them."""

    service = "template"

    async def work(self, machine: str, from_: datetime, to: datetime) -> Work:
        """Return how much a machine worked over [from_, to); raises NotFound for an unknown machine."""
        return await self.get(f"/v1/machines/{machine}/work", Work, from_=from_.isoformat(), to=to.isoformat())

    async def notes(self, machine: str | None = None, *, limit: int = 100, after: str | None = None) -> NotePage:
        """Return the notes on a machine, or on all, newest first, page by page."""
        return await self.get("/v1/notes", NotePage, machine=machine, limit=limit, after=after)

    async def write(self, machine: str, text: str) -> Note:
        """Return the note that was written; raises NotPermitted for a caller who may only read."""
        return await self.post(f"/v1/machines/{machine}/notes", Note, NoteDraft(text=text))


Template = Annotated[TemplateClient, Depends(Neighbour(TemplateClient))]
