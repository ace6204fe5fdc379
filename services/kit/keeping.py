"""How is a fitted model kept, so that the same model is the same file?"""

import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

import msgspec

from models.artifact import Card

_SCHEMA = "schema.json"
# The first moment that a zip file can name.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_NODE, _ID, _FILE, _TEXT = "__loader__", "__id__", "file", "JsonNode"


def keep(model: object, card: Card) -> bytes:
    """Return a model with its card: a line of JSON, then the model as skops writes it, without what differs by run."""
    # It takes seconds to be there, and who only looks at cards does not need it.
    import skops.io

    content = _settled(skops.io.dumps(model))
    return msgspec.json.encode(replace(card, model_sha256=sha256(content).hexdigest())) + b"\n" + content


def _settled(content: bytes) -> bytes:
    """Return a file of skops whose parts are named, numbered and dated by their order in the model alone.

    As skops writes them, numbers and names are where objects lay in memory, and times are those of writing.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        schema = json.loads(old.read(_SCHEMA))
        names = _renamed(schema)
        _renumber(schema)
        parts = {new: old.read(name) for name, new in names.items()}
    parts[_SCHEMA] = json.dumps(schema, separators=(",", ":")).encode()
    with io.BytesIO() as found:
        with zipfile.ZipFile(found, "w") as archive:
            for name, part in parts.items():
                archive.writestr(zipfile.ZipInfo(name, _NO_TIME), part, zipfile.ZIP_DEFLATED)
        return found.getvalue()


def _renamed(schema: Any) -> dict[str, str]:
    """Return what the files of a model are called by their order, and let the schema say so."""
    names: dict[str, str] = {}
    for node in _nodes(schema):
        if isinstance(name := node.get(_FILE), str):
            node[_FILE] = names.setdefault(name, f"{len(names)}.{name.rpartition('.')[2]}")
    return names


def _renumber(schema: Any) -> None:
    """Number the objects that are held more than once, and no others; that two texts are one object means nothing."""
    nodes = [node for node in _nodes(schema) if _ID in node]
    held = Counter(node[_ID] for node in nodes if node[_NODE] != _TEXT)
    numbers: dict[int, int] = {}
    for node in nodes:
        number = node.pop(_ID)
        if node[_NODE] != _TEXT and held[number] > 1:
            node[_ID] = numbers.setdefault(number, len(numbers) + 1)


def _nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield the nodes of a schema in order; a model's own dictionaries have keys of its own and lie within nodes."""
    if isinstance(schema, dict):
        if isinstance(schema.get(_NODE), str):
            yield schema
        for value in schema.values():
            yield from _nodes(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _nodes(value)
