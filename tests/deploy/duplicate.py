"""How does a test get a copy of the project that it may change, and run it?"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ASSETS = Path("services/dashboard/node_modules")


def duplicate(to: Path) -> Path:
    """Return a copy of the project's own files as they stand, under version control, with its JavaScript."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    (to / ASSETS).symlink_to(ROOT / ASSETS)
    run(to, "git", "init", "--quiet")
    (to / ".git/info/exclude").write_text(f"{ASSETS}\n")
    return to


def run(copy: Path, *command: str) -> str:
    """Return what a command of the project's environment says in a copy; raises AssertionError when it fails."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    # The environment names the folder it was set up in; this one goes before it.
    env = {**os.environ, "PATH": path, "PYTHONPATH": str(copy)}
    done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, timeout=230)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
    return done.stdout
