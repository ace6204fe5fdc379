"""What does a service promise, exported by `python -m services.kit.openapi NAME` without starting it?"""

import sys
from pathlib import Path
from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from services.kit.errors import MEDIA_TYPE, ProblemDetails
from services.kit.health import routes_of
from services.kit.migrate import ROOT
from services.kit.room import UnknownService, app_of, folder_of

REF = "#/components/schemas/{model}"
PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": REF.format(model="ProblemDetails")}}}


class RepeatedOperation(Exception):
    """Two routes of a service have one name: a generated client could offer only one of them."""


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of an app, with the problem details that every route may answer.

    Raises RepeatedOperation where two routes are named alike.
    """
    names = [route.name for route in routes_of(app.routes) if route.include_in_schema]
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise RepeatedOperation(f"{app.title}: rename one of the routes named {', '.join(repeated)}.")
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, servers=app.servers
    )
    problem = ProblemDetails.model_json_schema(ref_template=REF)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas |= {**problem.pop("$defs", {}), "ProblemDetails": problem}
    return _with_named_pages(document)


def _with_named_pages(document: dict[str, Any]) -> dict[str, Any]:
    # The framework calls a page of machines `Page_Machine_`; in a generated client, its title reads better.
    text = orjson.dumps(document).decode()
    for name, schema in document["components"]["schemas"].items():
        if name.startswith("Page_"):
            text = text.replace(f'"{name}"', f'"{schema["title"]}"').replace(f'/{name}"', f'/{schema["title"]}"')
    renamed: dict[str, Any] = orjson.loads(text)
    return renamed


def export(name: str) -> bytes:
    """Return the document of the service `name` as it is committed: indented JSON with sorted keys."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(app_of(name).openapi(), option=options)


def path_of(name: str, root: Path = ROOT) -> Path:
    """Return where the committed document of a service lies."""
    return root / "services" / folder_of(name) / "openapi.json"


if __name__ == "__main__":
    try:
        for service in sys.argv[1:]:
            path_of(service).write_bytes(export(service))
    except UnknownService as unknown:
        sys.exit(str(unknown))
