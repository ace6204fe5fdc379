"""How does somebody come in, go out, and choose how pages look?"""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from pydantic import SecretStr, ValidationError
from starlette.responses import RedirectResponse, Response

from services.dashboard import session
from services.dashboard.convention import CONVENTIONS, IMPERIAL, METRIC
from services.dashboard.origin import local_path
from services.dashboard.page import THEMES, home_of, render
from services.dashboard.session import User
from services.kit.errors import BadRequest, NotSignedIn, Problem, Unavailable

router = APIRouter(include_in_schema=False)

Field = Annotated[str, Form()]
Onward = Annotated[str, Query(alias="next")]

YEAR_S = 31_536_000
AWAY = "Nobody can sign in at the moment: the registry does not answer. Try again in a minute."
WRONG = "The user name or the password is not right."


@router.get("/", summary="Home", description="Leads to the page on which the user's work begins.")
async def home(user: User) -> Response:
    return RedirectResponse(home_of(user.role), 303)


@router.get("/sign-in", summary="Sign in", description="Asks for a user's name and password.")
async def show_sign_in(request: Request, onward: Onward = "/", ended: bool = False) -> Response:
    wanted = local_path(onward)
    if await session.user_if_any(request):
        return RedirectResponse(wanted, 303)
    note = "Your session has ended. Sign in again to carry on where you were." if ended else None
    return render(request, "sign_in.html", onward=wanted, name="", wrong=None, note=note)


@router.post("/sign-in", summary="Begin a session", description="Sets the session's cookie, or says what is wrong.")
async def sign_in(request: Request, name: Field = "", password: Field = "", onward: Field = "/") -> Response:
    try:
        begun = await session.begin(request, name.strip().lower(), SecretStr(password))
    except (NotSignedIn, ValidationError):
        return _again(request, name, onward, wrong=WRONG, status=401)
    except Unavailable:
        return _again(request, name, onward, wrong=AWAY, status=503)
    except Problem as problem:
        return _again(request, name, onward, wrong=str(problem.detail), status=problem.status_code)
    response = RedirectResponse(local_path(onward), 303)
    session.keep(request, response, begun)
    return response


def _again(request: Request, name: str, onward: str, *, wrong: str, status: int) -> Response:
    return render(
        request, "sign_in.html", status=status, onward=local_path(onward), name=name[:64], wrong=wrong, note=None
    )


@router.get("/session", summary="Session", description="Whether the browser's session holds: 204, or 401.")
async def check_session(user: User) -> Response:
    del user
    return Response(status_code=204)


@router.post("/sign-out", summary="End the session", description="Revokes the session and forgets its cookie.")
async def sign_out(request: Request) -> Response:
    response = RedirectResponse("/sign-in", 303)
    if kept := session.session_of(request):
        session.drop(request, response)
        try:
            await session.end(request, kept)
        except Problem:
            # The browser has forgotten the session all the same, and it ends by itself within hours.
            return response
    return response


@router.post("/reading", summary="Choose numbers and units", description="How numbers and dates are written.")
async def choose_reading(numbers: Field = "", units: Field = METRIC, onward: Field = "/") -> Response:
    if numbers and numbers not in CONVENTIONS:
        raise BadRequest(f"There is no '{numbers[:20]}'; there are {', '.join(CONVENTIONS)}, or nothing for automatic.")
    if units not in (METRIC, IMPERIAL):
        raise BadRequest(f"There are no units '{units[:20]}'; there are {METRIC} and {IMPERIAL}.")
    response = RedirectResponse(local_path(onward), 303)
    for name, value in (("numbers", numbers), ("units", units)):
        response.set_cookie(name, value, max_age=YEAR_S, samesite="lax")
    return response


@router.post("/theme", summary="Choose the theme", description="Light, dark, or as the system says.")
async def choose_theme(theme: Field, onward: Field = "/") -> Response:
    if theme not in THEMES:
        raise BadRequest(f"There is no theme '{theme[:20]}'; there are {', '.join(THEMES)}.")
    response = RedirectResponse(local_path(onward), 303)
    response.set_cookie("theme", theme, max_age=YEAR_S, samesite="lax")
    return response
