"""Is an operator told which setting is missing or wrong, in one line each, and never with its value?"""

import os
import subprocess
import sys

import pytest

GOOD = {"HOWDAH_DATABASE_URL": "postgresql://a:b@127.0.0.1:9/howdah"}
MISSING = "HOWDAH_DATABASE_URL is not set (postgresql://role:password@host:port/howdah)."
SECRET = "s3cret"


def _said(*module: str, **told: str) -> str:
    """Return what a process says that ends at once because of what it is told."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOWDAH_")}
    command = [sys.executable, "-m", *module]
    done = subprocess.run(command, env=kept | told, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    return done.stderr.strip()


@pytest.mark.parametrize(
    ("module", "told", "lines"),
    [
        (
            ("services.kit", "registry"),
            {"HOWDAH_PORT": SECRET},
            ["HOWDAH_PORT is wrong: ", MISSING, "_KEY_FILE is not set"],
        ),
        (("services.kit", "registry"), GOOD | {"HOWDAH_TRUSTED_NEIGHBOURS": SECRET}, ['"trusted_neighbours"']),
        (("ingest",), GOOD | {"HOWDAH_RETENTION_DAYS": "9999"}, ["Readings are kept no longer than minutes"]),
        (("services.kit", "coffee"), {}, ["There is no service 'coffee'. Those there are: benchmarking, dashboard, "]),
        (("services.kit",), {}, ["Name one service, such as: python -m services.kit registry"]),
        (("services.kit.openapi", "coffee"), {}, ["There is no service 'coffee'."]),
    ],
)
def test_what_is_wrong_is_said_line_by_line(module: tuple[str, ...], told: dict[str, str], lines: list[str]) -> None:
    said = _said(*module, **told)
    assert all(wanted in line for wanted, line in zip(lines, said.splitlines(), strict=True)), said
    assert SECRET not in said
