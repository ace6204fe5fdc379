"""How does one service ask another, in types, as its caller?"""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import httpx
from fastapi import Request
from pydantic import BaseModel, SecretStr, ValidationError

from services.kit.auth import Caller
from services.kit.errors import FieldError, NotFound, NotPermitted, NotSignedIn, Problem, Unavailable

Answer = TypeVar("Answer", bound=BaseModel)
Client = TypeVar("Client", bound="ServiceClient")

# The header in which proxies tell for whom they ask: the addresses through which a request came, the nearest last.
FORWARDED = "X-Forwarded-For"
_LONGEST_CHAIN = 8


class NeighbourDown(Unavailable):
    """A service that this one asks does not answer, or not sensibly."""

    code, title = "neighbour-down", "A service that this one asks is away"

    def __init__(self, service: str) -> None:
        super().__init__(f"The service '{service}' does not answer at the moment.")
        self.service = service


class Refused(Problem):
    """A neighbour found the request wrong; its reason is passed on."""

    status, code, title = 422, "invalid-request", "The request is not valid"


_PASSED_ON: dict[int, type[Problem]] = {401: NotSignedIn, 403: NotPermitted}


class ServiceClient:
    """Base of the typed clients: the caller's token forwarded, a timeout on every call, retries on connect.

    `asking_for` tells from which addresses the question came, where the asked has to know: see `came_from`.
    """

    service: str

    def __init__(
        self, http: httpx.AsyncClient, token: SecretStr | None = None, *, asking_for: str | None = None
    ) -> None:
        self._http = http
        self._token = token
        self._asking_for = asking_for

    @property
    def _headers(self) -> dict[str, str]:
        """What goes with every request: the token, made readable only here, and whom it is asked for."""
        token = {"Authorization": f"Bearer {self._token.get_secret_value()}"} if self._token else {}
        return token | ({FORWARDED: self._asking_for} if self._asking_for else {})

    async def get(self, path: str, answer: type[Answer], **query: Any) -> Answer:
        """Return the answer to a GET; query values of None are left out."""
        return answer.model_validate_json((await self._ask("GET", path, query=query)).content)

    async def post(self, path: str, answer: type[Answer], body: BaseModel | None = None, **query: Any) -> Answer:
        """Return the answer to a POST of a body."""
        return answer.model_validate((await self._ask("POST", path, body, query)).json())

    async def put(self, path: str, answer: type[Answer], body: BaseModel, **query: Any) -> Answer:
        """Return the answer to a PUT of a body."""
        return answer.model_validate((await self._ask("PUT", path, body, query)).json())

    async def delete(self, path: str, **query: Any) -> None:
        """Delete what is at a path."""
        await self._ask("DELETE", path, query=query)

    async def chunks(self, path: str, **query: Any) -> AsyncGenerator[bytes, None]:
        """Yield the answer to a GET as it comes; raises NeighbourDown where it breaks off or falls silent."""
        params = {name: value for name, value in query.items() if value is not None}
        # Heartbeats come every 10 s, and a file's next block sooner: a longer silence means that nobody is there.
        timeout = httpx.Timeout(5.0, read=45.0)
        try:
            async with self._http.stream(
                "GET", path, params=params, headers=self._headers, timeout=timeout
            ) as response:
                if not response.is_success:
                    await response.aread()
                    raise self._problem(response)
                async for chunk in response.aiter_bytes():
                    yield chunk
        except httpx.HTTPError as error:
            raise NeighbourDown(self.service) from error

    async def _ask(
        self, method: str, path: str, body: BaseModel | None = None, query: Mapping[str, Any] | None = None
    ) -> httpx.Response:
        params = {key.rstrip("_"): value for key, value in (query or {}).items() if value is not None}
        content = body.model_dump(mode="json", by_alias=True) if body else None
        try:
            response = await self._http.request(method, path, params=params, json=content, headers=self._headers)
        except httpx.HTTPError as error:
            raise NeighbourDown(self.service) from error
        if response.is_success:
            return response
        raise self._problem(response)

    def _problem(self, response: httpx.Response) -> Problem:
        try:
            told = _Told.model_validate_json(response.content)
        except ValidationError:
            return NeighbourDown(self.service)
        if response.status_code >= 500:
            return NeighbourDown(self.service)
        kind = _PASSED_ON.get(response.status_code, NotFound if response.status_code == 404 else Refused)
        problem = kind(told.detail)
        problem.status_code = response.status_code
        problem.errors = told.errors
        problem.__dict__.update(code=told.code, title=told.title)
        return problem


def came_from(request: Request) -> str | None:
    """Return through which addresses a request came, the peer's last; whoever is told decides whom to believe."""
    if request.client is None:
        return None
    told = [part.strip() for line in request.headers.getlist(FORWARDED) for part in line.split(",")]
    return ", ".join([*told[-_LONGEST_CHAIN:], request.client.host])


class _Told(BaseModel):
    title: str
    detail: str
    code: str
    errors: list[FieldError] = []


@dataclass(frozen=True)
class Neighbour(Generic[Client]):
    """A dependency that answers the client of another service, speaking as the caller."""

    client: type[Client]

    @property
    def service(self) -> str:
        """Return which service is asked, for the list of dependencies."""
        return self.client.service

    async def __call__(self, request: Request, caller: Caller) -> Client:
        """Return the client for one request."""
        return self.client(request.app.state.resources.http(self.service), caller.token)
