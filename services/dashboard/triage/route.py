"""Where is the list of machines that need somebody, and how is something done about one?"""

from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Depends, Form, Query, Request
from pydantic import Field
from starlette.responses import RedirectResponse, Response

from services.dashboard.api import TriageQuery
from services.dashboard.fleet.source import Gathered, Source
from services.dashboard.origin import local_path
from services.dashboard.page import fragment, render
from services.dashboard.partial import Missing
from services.dashboard.stream import beats, event, streamed
from services.dashboard.triage.selection import Selection, select
from services.kit.auth import Principal
from services.kit.client import Refused
from services.kit.errors import NotFound
from services.maintenance.api import Triage

router = APIRouter(include_in_schema=False)

Asked = Annotated[TriageQuery, Query()]
Onward = Annotated[str, Form(max_length=500)]
Days = Annotated[int, Form(ge=1, le=30)]
FRESH_S = 3.0
_WRITE = "diagnostics:write"


class _Followed(TriageQuery):
    """A list of machines that need somebody as a page shows it."""

    shown: Annotated[str, Field(max_length=32, description="The mark of what the page shows.")] = ""

    @property
    def list(self) -> TriageQuery:
        """Return which machines the list shows."""
        return TriageQuery(**self.model_dump(exclude={"shown"}))


Followed = Annotated[_Followed, Query()]


@dataclass(frozen=True)
class _Seen:
    """What one look at the list found."""

    selection: Selection
    triage: Triage | None
    missing: tuple[str, ...]

    @property
    def mark(self) -> str:
        """Return what is another one as soon as the list is."""
        return blake2b(repr((self.selection, self.missing)).encode(), digest_size=8).hexdigest()

    def around(self, query: TriageQuery, user: Principal) -> dict[str, Any]:
        """Return what the templates need."""
        told = {"selection": self.selection, "triage": self.triage, "missing": self.missing}
        return {
            **told,
            "mark": self.mark,
            "query": query,
            "refused": None,
            "may_act": user.may(_WRITE),
            "me": user.name,
        }


@router.get("/triage", summary="Triage", description="The machines that need somebody, the most at stake first.")
async def show_triage(request: Request, query: Asked, source: Gathered) -> Response:
    seen = await _look(source, query)
    template = "triage_results.html" if request.headers.get("hx-target") == "results" else "triage.html"
    return render(request, template, user=source.user, **seen.around(query, source.user))


@router.get("/triage/live", summary="Triage, live", description="The list as it changes.")
async def follow_triage(query: Followed, source: Gathered) -> Response:
    return streamed(_changes(source, query))


async def _changes(source: Source, query: _Followed) -> AsyncIterator[bytes]:
    shown, wanted = query.shown, query.list
    async for _ in beats(FRESH_S):
        seen = await _look(source, wanted)
        html = fragment("triage_cases.html", **seen.around(wanted, source.user)) if seen.mark != shown else ""
        shown = seen.mark
        yield event("swap", html) if html else event("pulse", {})


async def _look(source: Source, query: TriageQuery) -> _Seen:
    missing = Missing()
    fleet = await source.named()
    triage = await missing.attempt(source.maintenance.triage())
    nobody = Triage(made_at=datetime.now(UTC), within_h=168, machines=[], assumptions=[], missing=[])
    said = [*missing.sentences, *(triage.missing if triage else ()), *fleet.missing.sentences]
    return _Seen(select(triage or nobody, fleet, query), triage, tuple(dict.fromkeys(said)))


class _Desk:
    """Where somebody who looks at the list does something about an alert."""

    def __init__(self, request: Request, source: Gathered, onward: Onward = "/triage") -> None:
        self.source: Source = source
        self._request = request
        self._onward = local_path(onward, "/triage")

    async def done(self, act: Awaitable[object]) -> Response:
        """Do something, and return the list as it then stands where the page asks for parts, else lead back to it."""
        refused = None
        try:
            await act
        except (Refused, NotFound) as problem:
            # Somebody else was quicker: the list says how it stands.
            refused = str(problem.detail)
        if "hx-request" not in self._request.headers:
            return RedirectResponse(self._onward, 303)
        query, user = _query_of(self._onward), self.source.user
        seen = await _look(self.source, query)
        return render(
            self._request, "triage_results.html", user=user, **{**seen.around(query, user), "refused": refused}
        )


AtDesk = Annotated[_Desk, Depends(_Desk)]


@router.post("/triage/{alert}/acknowledge", summary="Acknowledge", description="Somebody knows of an alert.")
async def acknowledge(alert: int, desk: AtDesk) -> Response:
    return await desk.done(desk.source.diagnostics.acknowledge(alert))


@router.post("/triage/{alert}/take", summary="Take", description="Whoever asks looks after an alert.")
async def take(alert: int, desk: AtDesk) -> Response:
    return await desk.done(desk.source.diagnostics.assign(alert, desk.source.user.name))


@router.post("/triage/{alert}/snooze", summary="Snooze", description="An alert is quiet for some days.")
async def snooze(alert: int, desk: AtDesk, days: Days) -> Response:
    return await desk.done(desk.source.diagnostics.snooze(alert, datetime.now(UTC) + timedelta(days=days)))


def _query_of(address: str) -> TriageQuery:
    asked = dict(parse_qsl(urlsplit(address).query))
    return TriageQuery.model_validate(
        {name: value for name, value in asked.items() if name in TriageQuery.model_fields}
    )
