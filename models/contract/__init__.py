"""Which documents tell others what machines may send?"""

from typing import Any

import orjson

from models.contract.asyncapi import SCHEMAS, asyncapi
from models.contract.page import reasons_page, signals_page

__all__ = ["SCHEMAS", "asyncapi", "documents", "reasons_page", "signals_page"]


def documents() -> dict[str, bytes]:
    """Return every document of the contract by its file name."""
    schemas = {f"{stream.value}.schema.json": _json(schema) for stream, schema in SCHEMAS.items()}
    return schemas | {
        "asyncapi.json": _json(asyncapi()),
        "signals.md": signals_page().encode(),
        "reasons.md": reasons_page().encode(),
    }


def _json(document: dict[str, Any]) -> bytes:
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
