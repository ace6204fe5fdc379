"""How does a page hold what it can when a neighbour is away?"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from services.kit.client import NeighbourDown
from services.kit.page import Page

Answer = TypeVar("Answer")
Item = TypeVar("Item")

# What is missing from a page when a service is away, as people say it.
LACKING = {
    "benchmarking": "where machines stand",
    "diagnostics": "conditions and findings",
    "maintenance": "what is at stake, and forecasts",
    "positioning": "zones as they are drawn, and haul cycles",
    "registry": "names, owners and sites",
    "site": "what is produced, shifts and traffic",
    "telemetry": "values, positions and events",
    "weighing": "what was loaded",
}


@dataclass(frozen=True)
class Missing:
    """The services that did not answer while a page was made."""

    services: set[str] = field(default_factory=set)

    async def attempt(self, ask: Awaitable[Answer]) -> Answer | None:
        """Return an answer, or None where nobody answers, and remember who is away."""
        try:
            return await ask
        except NeighbourDown as away:
            self.services.add(away.service)
            return None

    @property
    def sentences(self) -> list[str]:
        """Return what is missing and why, a sentence a service."""
        return [
            f"The {name} service does not answer: {LACKING.get(name, 'what it knows')} cannot be shown."
            for name in sorted(self.services)
        ]


async def every(ask: Callable[[str | None], Awaitable[Page[Item]]], most: int = 20_000) -> list[Item]:
    """Return the items of all pages of a list, `most` at most; `ask` answers the page behind a cursor."""
    page = await ask(None)
    found = list(page.items)
    while page.next and len(found) < most:
        page = await ask(page.next)
        found.extend(page.items)
    return found
