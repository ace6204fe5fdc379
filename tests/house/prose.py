"""Is what people read in the code there, short and about the code as it is?"""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.house.source import Function, Source

# Put together from parts, so that the rule does not find itself.
_UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
_BANNER = re.compile(r"\s*(#|//|--|/\*|<!--|\{#)\s*([-=#*~_+])\2{2,}")
_SECOND_SENTENCE = re.compile(r"[.?!]\s+\S")
_PARAMETER_LIST = re.compile(
    r"^\s*(Args|Arguments|Parameters|Params|Returns|Raises|Yields):?\s*$|:param ", re.MULTILINE
)
_DISABLED = {
    ".sql": re.compile(r"\s*--.*\b(select|insert|update|delete|create|alter|drop|grant)\b.*;\s*$", re.IGNORECASE),
    ".js": re.compile(r"\s*//.*[;{}]\s*$"),
}


def missing_module_docstrings(source: Source) -> Iterator[str]:
    """Yield the module that does not say in one sentence which question it answers."""
    text = ast.get_docstring(source.tree)
    right = "begin it with one sentence, the question that it answers"
    if text is None:
        yield source.finding(1, "the module has no docstring", right)
    elif not text.endswith((".", "?")) or _SECOND_SENTENCE.search(text):
        yield source.finding(1, f"the module's docstring is not one sentence: {text[:60]!r}", right)


def missing_docstrings(source: Source) -> Iterator[str]:
    """Yield the public functions without a docstring; a route may have `summary=` and `description=` instead."""
    if source.is_test:
        return
    for function in _public(source.tree):
        if ast.get_docstring(function) is None and not _is_described(function):
            right = (
                "say what comes back, with units, what None means and the errors (a route: summary= and description=)"
            )
            yield source.finding(function.lineno, f"{function.name} has no docstring", right)


def parameter_lists(source: Source) -> Iterator[str]:
    """Yield the docstrings that list parameters, which the types already do."""
    for function in source.functions:
        if _PARAMETER_LIST.search(ast.get_docstring(function) or ""):
            wrong = f"the docstring of {function.name} lists its parameters"
            yield source.finding(function.lineno, wrong, "say what comes back in one or two sentences")


def banners(source: Source) -> Iterator[str]:
    """Yield the comments that draw a line."""
    for number, line in _comments(source):
        if _BANNER.match(line):
            yield source.finding(number, "a banner", "make the sections files of their own, or leave the line out")


def unfinished(source: Source) -> Iterator[str]:
    """Yield the notes to finish something later."""
    for number, line in enumerate(source.text.splitlines(), 1):
        if found := _UNFINISHED.search(line):
            yield source.finding(number, f"a note {found[0]}", "do it, or write it into the tracker")


def disabled_code(source: Source) -> Iterator[str]:
    """Yield the lines of SQL and JavaScript that are commented out; for Python the linter's own rule is used."""
    pattern = _DISABLED.get(PurePosixPath(source.path).suffix)
    for number, line in enumerate(source.text.splitlines(), 1):
        if pattern and pattern.match(line):
            yield source.finding(number, "commented-out code", "delete it, git remembers")


def _comments(source: Source) -> list[tuple[int, str]]:
    if source.path.endswith(".py"):
        return list(source.comments.items())
    return list(enumerate(source.text.splitlines(), 1))


def _public(scope: ast.Module | ast.ClassDef) -> Iterator[Function]:
    for node in scope.body:
        if getattr(node, "name", "_").startswith("_"):
            continue
        if isinstance(node, Function) and not _is_overload(node):
            yield node
        if isinstance(node, ast.ClassDef):
            yield from _public(node)


def _is_overload(function: Function) -> bool:
    return any(isinstance(decorator, ast.Name) and decorator.id == "overload" for decorator in function.decorator_list)


def _is_described(function: Function) -> bool:
    calls = [decorator for decorator in function.decorator_list if isinstance(decorator, ast.Call)]
    return any({"summary", "description"} <= {keyword.arg for keyword in call.keywords} for call in calls)
