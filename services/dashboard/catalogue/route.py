"""Where is the list of the platform's services?"""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.dashboard.catalogue.graph import DOWN_STATES, graph
from services.dashboard.neighbour import RegistryOfUser
from services.dashboard.page import render
from services.dashboard.partial import Missing
from services.dashboard.session import User
from services.registry.api import ServiceEntry

router = APIRouter(include_in_schema=False)


@router.get("/services", summary="Services", description="The platform's services: state, version, dependencies, docs.")
async def show_services(request: Request, user: User, registry: RegistryOfUser) -> Response:
    missing = Missing()
    page = await missing.attempt(registry.services())
    entries = page.items if page else []
    return render(
        request,
        "services.html",
        user=user,
        entries=entries,
        asked_by=_asked_by(entries),
        down=[one for one in entries if one.health in DOWN_STATES],
        drawn=graph(entries),
        missing=missing,
    )


def _asked_by(entries: Sequence[ServiceEntry]) -> dict[str, list[str]]:
    return {one.name: [other.name for other in entries if one.name in other.dependencies] for one in entries}
