"""How does an answer become a page of HTML?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from services.dashboard import wording
from services.dashboard.asset import assets
from services.dashboard.condition import STATE_LABELS
from services.dashboard.convention import convention
from services.dashboard.saying import said
from services.kit.auth import Principal, Role

THEMES = ("auto", "light", "dark")
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    name: str
    path: str
    icon: str
    holds: tuple[str, ...] = ()

    def is_around(self, path: str) -> bool:
        """Return whether a page belongs here."""
        return any(path == root or path.startswith(f"{root}/") for root in (self.path, *self.holds))


PLACES = (
    Place("Triage", "/triage", "triage"),
    Place("Alerts", "/alerts", "alert"),
    Place("Fleet", "/fleet", "fleet", ("/machines",)),
    Place("Sites", "/sites", "site"),
    Place("Benchmark", "/benchmark", "benchmark"),
    Place("Services", "/services", "service"),
    Place("Access", "/access", "access"),
)


def home_of(role: Role) -> str:
    """Return the path of the page on which a role's work begins."""
    return {Role.DEVELOPER: "/services", Role.ENGINEER: "/triage"}.get(role, "/fleet")


@lru_cache
def environment() -> Environment:
    """Return the templates' environment: everything is escaped, and an unknown name is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(asset=assets().url, module=module, places=PLACES, icon=icon, labels=STATE_LABELS)
    made.filters.update(
        about=wording.about,
        age=wording.age,
        amount=wording.amount,
        clock=wording.clock,
        converted=wording.converted,
        dated=wording.dated,
        day=wording.day,
        decimals=wording.decimals,
        duration=wording.duration,
        moment=wording.moment,
        number=wording.number,
        quantity=wording.quantity,
        said=said,
        sentence=wording.sentence,
        short_age=wording.short_age,
        unit=wording.unit,
        utc=wording.utc,
    )
    return made


def compile_templates() -> None:
    """Compile every template, which takes half a second that the first visitors of pages would wait for."""
    for name in environment().list_templates():
        environment().get_template(name)


@lru_cache
def module(name: str) -> Markup:
    """Return what loads a module, with all that it imports beside it."""
    beside = Markup("").join(
        Markup('<link rel="modulepreload" href="{}">').format(assets().url(one)) for one in assets().imports(name)
    )
    return beside + Markup('<script type="module" src="{}"></script>').format(assets().url(name))


def icon(name: str, label: str | None = None) -> Markup:
    """Return a drawing of the sprite: named for screen readers by its label, hidden from them without one."""
    told = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" {}><use href="{}#{}"></use></svg>').format(told, assets().url("icons.svg"), name)


def render(
    request: Request, template: str, *, user: Principal | None = None, status: int = 200, **context: Any
) -> HTMLResponse:
    """Return a page made from a template, in the theme that its reader chose."""
    return HTMLResponse(fragment(template, **_around(request, user), **context), status)


def fragment(template: str, **context: Any) -> str:
    """Return HTML made from a template, without what surrounds a page."""
    return environment().get_template(template).render(now=datetime.now(UTC), **context)


def _around(request: Request, user: Principal | None) -> Mapping[str, Any]:
    theme = request.cookies.get("theme", "auto")
    return {
        "path": request.url.path,
        "here": str(request.url.path) + (f"?{request.url.query}" if request.url.query else ""),
        "read": convention(),
        "theme": theme if theme in THEMES else "auto",
        "user": user,
    }
