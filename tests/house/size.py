"""Is every function and every module small enough to be read at a glance?"""

import ast
from collections.abc import Iterator

from tests.house.source import Function, Source

MAX_BODY_LINES = 30
MAX_MODULE_LINES = 250
MAX_POSITIONAL = 5


def long_functions(source: Source) -> Iterator[str]:
    """Yield the functions whose bodies are too long, docstrings, comments and empty lines not counted."""
    for function in source.functions:
        lines = _body_lines(source, function)
        if lines > MAX_BODY_LINES:
            wrong = f"the body of {function.name} has {lines} lines"
            yield source.finding(function.lineno, wrong, f"split it into functions of at most {MAX_BODY_LINES}")


def long_modules(source: Source) -> Iterator[str]:
    """Yield the file when it has too many lines."""
    lines = source.text.count("\n")
    if lines > MAX_MODULE_LINES:
        right = f"make it a folder of files of at most {MAX_MODULE_LINES}"
        yield source.finding(MAX_MODULE_LINES + 1, f"the module has {lines} lines", right)


def many_positional_parameters(source: Source) -> Iterator[str]:
    """Yield the functions with too many parameters that a caller can give by place; `self` is not counted."""
    for function in source.functions:
        given = [argument.arg for argument in function.args.posonlyargs + function.args.args]
        count = len(given) - (given[:1] in (["self"], ["cls"]))
        if count > MAX_POSITIONAL:
            wrong = f"{function.name} takes {count} positional parameters"
            yield source.finding(function.lineno, wrong, f"put a * after at most {MAX_POSITIONAL}, or pass one object")


def _body_lines(source: Source, function: Function) -> int:
    lines = source.text.splitlines()
    uncounted = _docstring_lines(function)
    return sum(
        number not in uncounted and bool(line := lines[number - 1].strip()) and not line.startswith("#")
        for number in range(_first_line(function.body[0]), (function.end_lineno or 0) + 1)
    )


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _docstring_lines(function: Function) -> set[int]:
    documented = [
        node.body[0]
        for node in ast.walk(function)
        if isinstance(node, Function | ast.ClassDef) and ast.get_docstring(node, clean=False) is not None
    ]
    return {number for text in documented for number in range(text.lineno, (text.end_lineno or text.lineno) + 1)}
