"""How does a test get a copy of the project that it may change, and run it?"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ASSETS = Path("services/dashboard/node_modules")
# What mypy found out about files that are the same in the copy, when it has looked at the project before.
_KNOWN = Path(".mypy_cache")


def duplicate(to: Path) -> Path:
    """Return a copy of the project's own files as they stand, under version control, with its JavaScript."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    (to / ASSETS).symlink_to(ROOT / ASSETS)
    if (ROOT / _KNOWN).is_dir():
        shutil.copytree(ROOT / _KNOWN, to / _KNOWN)
    run(to, "git", "init", "--quiet")
    (to / ".git/info/exclude").write_text(f"{ASSETS}\n")
    return to


def run(copy: Path, *command: str) -> str:
    """Return what a command of the project's environment says in a copy; raises AssertionError when it fails."""
    with begun(copy, *command) as process:
        return ended(process)


def begun(copy: Path, *command: str) -> subprocess.Popen[str]:
    """Start a command of the project's environment in a copy, to be waited for with `ended`."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    # The environment names the folder it was set up in; this one goes before it.
    env = {**os.environ, "PATH": path, "PYTHONPATH": str(copy)}
    return subprocess.Popen(command, cwd=copy, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> str:
    """Return what a command has said when it has ended; raises AssertionError when it fails."""
    try:
        output, errors = process.communicate(timeout=230)
    except subprocess.TimeoutExpired:
        process.terminate()
        raise
    assert process.returncode == 0, f"{process.args!r}\n{output[-6000:]}\n{errors[-3000:]}"
    return output
