"""Over which routes does every service hand over what it keeps of the customer who asks?"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import httpx
from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel, SecretStr
from starlette.responses import StreamingResponse

from services.kit.auth import Caller, Role
from services.kit.belonging import Belongings
from services.kit.client import ServiceClient
from services.kit.errors import NotFound, NotPermitted

router = APIRouter()
MEDIA_TYPE = "application/jsonl"


class Kept(BaseModel):
    """What a service keeps of customers: its tables, by schema and name."""

    items: list[str]


class NotACustomer(NotPermitted):
    """Somebody asks for all that is theirs to whom nothing belongs."""

    code, title = "not-a-customer", "Nothing is yours"

    def __init__(self) -> None:
        super().__init__("Only users of a customer take a customer's data; sign in as one of them.")


async def _belongings(request: Request, caller: Caller) -> Belongings:
    if caller.role is not Role.CUSTOMER or caller.customer is None:
        raise NotACustomer
    return Belongings(request.app.state.resources.pool, caller.viewers)


Own = Annotated[Belongings, Depends(_belongings)]


@router.get(
    "/v1/belongings",
    summary="What is kept of one's own",
    description="For customers: the tables of this service that tell of somebody, to be taken one by one.",
)
async def list_belongings(own: Own) -> Kept:
    return Kept(items=await own.names())


@router.get(
    "/v1/belongings/{table}",
    summary="All rows of a table that are one's own",
    description="As lines of JSON, with what others gave. Read piece by piece with the rights of each moment: it is no "
    "snapshot, and what is changed meanwhile may stand in it twice, or as it was. One that breaks off is not whole.",
    response_class=StreamingResponse,
    responses={200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}},
)
async def take_belongings(table: Annotated[str, Path(max_length=130)], own: Own) -> StreamingResponse:
    if table not in await own.names():
        raise NotFound(f"Nothing is kept here as '{table}'; /v1/belongings lists what is.")
    return StreamingResponse(own.lines(table), media_type=MEDIA_TYPE)


class BelongingsClient(ServiceClient):
    """What any one service keeps of the caller."""

    def __init__(self, service: str, http: httpx.AsyncClient, token: SecretStr | None) -> None:
        super().__init__(http, token)
        self.service = service

    async def names(self) -> list[str]:
        """Return the names of what is kept."""
        return (await self.get("/v1/belongings", Kept)).items

    async def lines(self, name: str) -> AsyncGenerator[bytes, None]:
        """Yield what is kept under a name, as lines of JSON; raises NeighbourDown where it breaks off."""
        async with aclosing(self.chunks(f"/v1/belongings/{name}")) as chunks:
            async for chunk in chunks:
                yield chunk
