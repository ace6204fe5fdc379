"""Which files does the project consist of, and what is in them?"""

import ast
import io
import subprocess
import tokenize
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One text file: its path from the project's folder, with slashes, and its text."""

    path: str
    text: str

    @property
    def name(self) -> str:
        """Return the file's name without folders and ending."""
        return Path(self.path).stem

    @property
    def is_test(self) -> bool:
        """Return whether the file belongs to the tests, where a function's name is its documentation."""
        return self.path.startswith("tests/")

    @cached_property
    def tree(self) -> ast.Module:
        """Return the syntax tree of a Python file."""
        return ast.parse(self.text, self.path)

    @cached_property
    def functions(self) -> list[Function]:
        """Return all functions and methods of a Python file, nested ones too."""
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]

    @cached_property
    def comments(self) -> dict[int, str]:
        """Return the comments of a Python file by line."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}

    def finding(self, line: int, wrong: str, right: str) -> str:
        """Return the sentence that tells a developer where something is wrong and what would be right."""
        return f"{self.path}:{line}: {wrong}; {right}"


@cache
def sources(*endings: str) -> list[Source]:
    """Return the project's text files with these endings, or all of them; what git ignores is no part of it."""
    found = (ROOT / path for path in _tracked())
    return [
        _read(file) for file in found if file.is_file() and (not endings or file.suffix in endings) and _is_text(file)
    ]


@cache
def _tracked() -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    return sorted(filter(None, listed.stdout.split("\0")))


def _read(file: Path) -> Source:
    return Source(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8"))


def _is_text(file: Path) -> bool:
    return b"\0" not in file.read_bytes()[:8192]
