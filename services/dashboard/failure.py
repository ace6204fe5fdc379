"""How does an error look to somebody who reads it in a browser?"""

from collections.abc import Awaitable, Callable
from typing import cast
from urllib.parse import quote, urlsplit

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from services.dashboard import session
from services.dashboard.header import HEADERS
from services.dashboard.origin import SAFE, local_path
from services.dashboard.page import render
from services.kit.errors import ProblemDetails

Handler = Callable[[Request, Exception], Awaitable[Response]]

HEADINGS = {
    403: "This is not yours to do",
    404: "Nothing is here",
    422: "That address does not work",
    503: "Something is away",
}


def install(app: FastAPI) -> None:
    """Make an app's errors pages for those who ask for pages; programs go on getting problem details."""
    for kind, handler in list(app.exception_handlers.items()):
        app.add_exception_handler(kind, _paged(cast(Handler, handler)))


def _paged(handler: Handler) -> Handler:
    async def answer(request: Request, error: Exception) -> Response:
        response = await handler(request, error)
        return await _page(request, response) if _wants_page(request) else response

    return answer


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") or "hx-request" in request.headers


async def _page(request: Request, response: Response) -> Response:
    problem = ProblemDetails.model_validate_json(bytes(response.body))
    if problem.status == 401:
        return _to_sign_in(request, ended=problem.code == "session-ended")
    user = await session.user_if_any(request)
    heading = HEADINGS.get(problem.status, "Something went wrong")
    page = render(request, "error.html", user=user, status=problem.status, problem=problem, heading=heading)
    # A page about an unexpected error is made outside of what puts the headers on all others.
    page.headers.update(HEADERS)
    return page


def _to_sign_in(request: Request, *, ended: bool) -> Response:
    path = f"/sign-in?next={quote(_asked(request))}" + ("&ended=true" if ended else "")
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"HX-Redirect": path})
    redirect = RedirectResponse(path, 303)
    if ended:
        session.drop(request, redirect)
    return redirect


def _asked(request: Request) -> str:
    shown = urlsplit(request.headers.get("hx-current-url", ""))
    url = shown if shown.path else urlsplit(str(request.url))
    if not shown.path and request.method not in SAFE:
        return "/"
    return local_path(url.path + (f"?{url.query}" if url.query else ""))
