"""How does every error reach a caller as RFC 9457 problem details?"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar, cast

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from psycopg import DataError, OperationalError
from psycopg_pool import PoolTimeout, TooManyRequests
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from models.messages import MACHINE_ID

log = structlog.get_logger()
MEDIA_TYPE = "application/problem+json"

_TIME = "write a time with its zone, such as 2026-03-01T06:00:00Z"
# Of these pydantic says what is wrong, and not what would be right.
_RIGHT = {
    "timezone_aware": _TIME,
    "datetime_parsing": _TIME,
    "datetime_from_date_parsing": _TIME,
    "datetime_type": _TIME,
    "extra_forbidden": "no field is called so",
}
# And patterns are for programs to read.
_PATTERNS = {MACHINE_ID: "an id has up to 63 lower-case letters, digits and hyphens, such as loader-07"}


class FieldError(BaseModel):
    """One field of a request that is wrong, and what would be right."""

    field: str
    detail: str


class ProblemDetails(BaseModel):
    """RFC 9457 problem details, flat, as every service answers an error."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    errors: list[FieldError] = []
    trace_id: str | None = None


class Problem(HTTPException):
    """An error with a code and a status; subclasses say what is wrong and what would be right."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"
    title: ClassVar[str] = "Internal error"

    def __init__(
        self, detail: str, *, headers: Mapping[str, str] | None = None, errors: Sequence[FieldError] = (), **more: Any
    ) -> None:
        super().__init__(self.status, detail, dict(headers) if headers else None)
        self.errors = list(errors)
        self.more = more


class BadRequest(Problem):
    """The request can never be answered as it stands."""

    status, code, title = 422, "invalid-request", "The request is not valid"


class NotSignedIn(Problem):
    """No token came, or one that does not hold."""

    status, code, title = 401, "not-signed-in", "A valid access token is needed"

    def __init__(self, detail: str, **more: Any) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"}, **more)


class NotPermitted(Problem):
    """The caller is known, and may not do this."""

    status, code, title = 403, "not-permitted", "Not permitted"


class NotFound(Problem):
    """It is not there, or not there for this caller: the two answer alike."""

    status, code, title = 404, "not-found", "Not found"


class UnknownMachine(NotFound):
    """No machine of this id exists for this caller."""

    code, title = "unknown-machine", "Unknown machine"

    def __init__(self, machine: str) -> None:
        super().__init__(f"No machine '{machine}' is known to you. List yours at /api/registry/v1/machines.")


class Conflict(Problem):
    """The request contradicts what is already there."""

    status, code, title = 409, "conflict", "Conflict"


class BodyTooLarge(Problem):
    """The request's body is larger than the service takes."""

    status, code, title = 413, "body-too-large", "Request body too large"

    def __init__(self, limit: int) -> None:
        super().__init__(f"The body may have at most {limit:,} bytes; send less, or in several requests.")


class Unavailable(Problem):
    """Something that this service stands on is away for the moment."""

    status, code, title = 503, "unavailable", "Temporarily unavailable"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, headers={"Retry-After": "2"})


def respond(request: Request, problem: Problem) -> Response:
    """Return a problem as its response, with the request's path and trace id."""
    details = ProblemDetails(
        type=f"urn:howdah:problem:{problem.code}",
        title=problem.title,
        status=problem.status_code,
        detail=str(problem.detail),
        instance=request.url.path,
        code=problem.code,
        errors=problem.errors,
        trace_id=getattr(request.state, "trace_id", None),
        **problem.more,
    )
    return JSONResponse(
        details.model_dump(mode="json"), problem.status_code, headers=problem.headers, media_type=MEDIA_TYPE
    )


def install(app: FastAPI) -> None:
    """Make an app answer every error as problem details."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_validation)
    for lost in (OperationalError, PoolTimeout, TooManyRequests):
        app.add_exception_handler(lost, _on_database)
    app.add_exception_handler(DataError, _on_data)
    app.add_exception_handler(Exception, _on_anything)


async def _on_http(request: Request, error: Exception) -> Response:
    if isinstance(error, Problem):
        return respond(request, error)
    http = cast(HTTPException, error)
    return respond(request, _from_http(request, http))


def _from_http(request: Request, http: HTTPException) -> Problem:
    phrase = HTTPStatus(http.status_code).phrase
    detail = http.detail
    if http.status_code == HTTPStatus.NOT_FOUND and detail == phrase:
        detail = f"There is nothing at {request.url.path}; the routes are listed in openapi.json."
    elif http.status_code == HTTPStatus.METHOD_NOT_ALLOWED and detail == phrase:
        detail = f"{request.method} is not answered here; this takes {(http.headers or {}).get('Allow', 'another')}."
    problem = Problem(detail, headers=http.headers)
    problem.status_code = http.status_code
    # Instance attributes, because these errors come from the framework and have no class of their own.
    problem.__dict__.update(code=phrase.lower().replace(" ", "-"), title=phrase)
    return problem


async def _on_validation(request: Request, error: Exception) -> Response:
    errors = [_field_error(failure) for failure in cast(RequestValidationError, error).errors()]
    summary = "; ".join(f"{e.field}: {e.detail}" for e in errors[:5])
    return respond(request, BadRequest(summary, errors=errors))


def _field_error(failure: Mapping[str, Any]) -> FieldError:
    if failure["type"] == "json_invalid":
        *_, place = failure["loc"]
        return FieldError(field="body", detail=f"this is not JSON: {failure['ctx']['error']} at character {place}")
    if words := _PATTERNS.get(failure.get("ctx", {}).get("pattern", "")):
        return FieldError(field=_field(failure["loc"]), detail=words)
    return FieldError(field=_field(failure["loc"]), detail=said(failure))


def said(failure: Mapping[str, Any]) -> str:
    """Return in words what pydantic found wrong, and what would be right where it does not say so."""
    if failure["type"] == "too_short":
        return _too_short(failure["ctx"])
    right = _RIGHT.get(failure["type"])
    return f"{failure['msg']}; {right}" if right else str(failure["msg"])


def _too_short(told: Mapping[str, Any]) -> str:
    # Pydantic speaks of items of a secret, whose characters it means, and of tuples, which no JSON has.
    of = "character" if told["field_type"] == "Value" else "item"
    least = told["min_length"]
    return f"at least {least} {of}{'' if least == 1 else 's'} needed, not {told['actual_length']}"


def _field(location: Sequence[Any]) -> str:
    """Return a field's name: without where it came from, and without which of several types was tried on it."""
    named = [str(part) for part in location if part not in ("query", "path", "body", "header")]
    return ".".join(part for part in named if "[" not in part) or "body"


async def _on_database(request: Request, error: Exception) -> Response:
    log.warning("database_away", error=type(error).__name__, path=request.url.path)
    return respond(request, Unavailable("The database does not answer at the moment; try again in a few seconds."))


async def _on_data(request: Request, error: Exception) -> Response:
    log.warning("value_not_storable", error=type(error).__name__, path=request.url.path)
    wrong = "A value is of a form that the database cannot hold: a number too large, or a text with a NUL character."
    return respond(request, BadRequest(wrong))


async def _on_anything(request: Request, error: Exception) -> Response:
    log.error("unexpected", path=request.url.path, exc_info=error)
    response = respond(request, Problem("Something went wrong here, and has been logged under this trace_id."))
    # This answer is made outside of the middleware that adds the header to all others.
    response.headers["x-request-id"] = getattr(request.state, "trace_id", "")
    return response
