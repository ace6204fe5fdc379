"""Does the code test the real thing, catch only what it understands and bear a name that says what it is?"""

import ast
import re
from collections.abc import Iterator

from tests.house.source import Source

_VAGUE = {"util", "helper", "common", "misc", "base", "manager"}
_NOUN = re.compile(r"[a-z]+(_[a-z]+)?")
_STAND_INS = {"mock", "unittest.mock", "pytest_mock"}
_STAND_IN_FIXTURES = {"monkeypatch", "mocker"}
_EVASIONS = {"skip", "skipif", "importorskip", "xfail"}
_SPECIAL = {"__init__", "__main__", "conftest"}


def vague_names(source: Source) -> Iterator[str]:
    """Yield the module whose name is no noun of one or two words, like `haul_truck`, or is a word for anything."""
    if source.name in _SPECIAL or (source.is_test and source.name.startswith("test_")):
        return
    right = "name it by one noun of the field, or make a folder of such modules"
    if not _NOUN.fullmatch(source.name):
        yield source.finding(1, f"the module's name {source.name!r} is not one noun", right)
    for part in re.split(r"[/_]", source.path.removesuffix(".py")):
        if part.removesuffix("s") in _VAGUE:
            yield source.finding(1, f"the word {part!r} says nothing", right)


def stand_ins(source: Source) -> Iterator[str]:
    """Yield the mocks, patches, skips and sleeps of a test."""
    if not source.is_test:
        return
    for node in ast.walk(source.tree):
        match node:
            case ast.Import(names=names) if {name.name for name in names} & _STAND_INS:
                yield source.finding(node.lineno, "a mock", "use the real thing, or a value")
            case ast.ImportFrom(module=module, names=names) if module in _STAND_INS or _mock_from(module, names):
                yield source.finding(node.lineno, "a mock", "use the real thing, or a value")
            case ast.arg(arg=name) if name in _STAND_IN_FIXTURES:
                yield source.finding(node.lineno, f"the fixture {name}", "pass what the code needs as an argument")
            case ast.Attribute(attr=name, value=of) if name in _EVASIONS and _of_pytest(of):
                yield source.finding(node.lineno, f"pytest's {name}", "let a missing server fail the run")
            case ast.Call(func=ast.Attribute(attr="sleep") | ast.Name(id="sleep")):
                yield source.finding(node.lineno, "a sleep", "wait for the condition, with a deadline")


def catch_alls(source: Source) -> Iterator[str]:
    """Yield the handlers that end errors which nobody thought of; one that tidies up and raises again may stay."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler) and _is_anything(node.type) and not isinstance(node.body[-1], ast.Raise):
            right = "catch what you can answer, and let the kit or the loop see the rest"
            yield source.finding(node.lineno, "a handler catches everything", right)
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func).endswith("suppress")
            and any(map(_names_all, node.args))
        ):
            yield source.finding(node.lineno, "everything is suppressed", "suppress the one error that is expected")


def _mock_from(module: str | None, names: list[ast.alias]) -> bool:
    return module == "unittest" and any(name.name == "mock" for name in names)


def _of_pytest(node: ast.expr) -> bool:
    return ast.unparse(node) in {"pytest", "pytest.mark", "mark"}


def _is_anything(caught: ast.expr | None) -> bool:
    if caught is None:
        return True
    return any(map(_names_all, caught.elts)) if isinstance(caught, ast.Tuple) else _names_all(caught)


def _names_all(node: ast.expr) -> bool:
    return ast.unparse(node) in {"Exception", "BaseException"}
