"""Is a service described in which two routes have one name?"""

import pytest
from fastapi import APIRouter, FastAPI

from services.kit.openapi import RepeatedOperation, describe


def _app(*included: str) -> FastAPI:
    """Return an app with one route of its own, and a router for each name."""
    app = FastAPI(title="tried")
    app.add_api_route("/own", _answer, name="own")
    for place, name in enumerate(included):
        router = APIRouter()
        router.add_api_route(f"/{place}", _answer, name=name)
        app.include_router(router)
    return app


def _answer() -> str:
    return "an answer"


@pytest.mark.parametrize("included", [("own",), ("other", "other")])
def test_a_name_that_two_routes_bear_is_told(included: tuple[str, ...]) -> None:
    with pytest.raises(RepeatedOperation, match=f"tried: rename one of the routes named {included[0]}"):
        describe(_app(*included))


def test_routes_with_names_of_their_own_are_described() -> None:
    assert list(describe(_app("other", "third"))["paths"]) == ["/own", "/0", "/1"]


def test_the_same_router_under_another_path_offers_its_operations_twice() -> None:
    app, router = _app(), APIRouter()
    router.add_api_route("/thing", _answer, name="thing")
    app.include_router(router, prefix="/a")
    app.include_router(router, prefix="/b")
    with pytest.raises(RepeatedOperation):
        describe(app)


def test_a_route_that_is_not_shown_may_bear_any_name() -> None:
    app, hidden = _app(), APIRouter(include_in_schema=False)
    hidden.add_api_route("/hidden", _answer, name="own")
    app.include_router(hidden)
    assert list(describe(app)["paths"]) == ["/own"]
