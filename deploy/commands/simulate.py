"""How is the command line handed over to the simulators, and how do they find the platform that runs here?"""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import typer

from deploy.demo.guest import guest_options, herd_options
from deploy.state import PROJECT
from simulators.__main__ import app
from simulators.broadcast import pace_of
from simulators.light import Herd
from simulators.light.command import Wanted
from simulators.terminal import check_fit, fleet_of, given

# Whoever names one of these says where to publish.
_PLACES = {"--mqtt", "--credentials"}


def run(arguments: Sequence[str]) -> int:
    """Run the simulators with these arguments, and return how they ended.

    A fleet that is to be published, and it is not said where, goes to the platform that runs here.
    """
    asked = _asked(arguments)
    if asked is None:
        return _hand_over(arguments)
    try:
        entry = _entry(asked)
    except typer.BadParameter:
        # The simulators say what is wrong, in their own words.
        return _hand_over(arguments)
    with entry as options:
        return _hand_over([*arguments, *options])


def _entry(asked: dict[str, Any]) -> AbstractContextManager[list[str]]:
    """Return how the platform that runs here is entered; raise BadParameter where what is asked for makes no sense."""
    fleet_of(asked["fleet"], asked["copied"])
    fleet, pace = fleet_of(asked["fleet"]), pace_of(asked["start"], asked["stop"], asked["speed"], 1.0)
    if not asked["light"]:
        return guest_options(fleet, asked["copied"])
    wanted = Wanted(fleet, asked["seed"], asked["machines"], 60.0)
    herd = Herd(wanted.bank(pace.clock.start_s), wanted.machines, wanted.seed)
    return herd_options([machine for block in herd.at(0) for machine in block.machines])


def _asked(arguments: Sequence[str]) -> dict[str, Any] | None:
    """Return what is asked for, where it is a fleet to be published, and nobody says where."""
    if "--publish" not in arguments or "--help" in arguments:
        return None
    try:
        context = typer.main.get_command(app).make_context("howdah simulate", list(arguments))
        options = given(context)
        check_fit(options)
    except typer.TyperException:
        return None
    return context.params if "--publish" in options and not options & _PLACES else None


def _hand_over(arguments: Sequence[str]) -> int:
    # The folder in which somebody stands may hold anything: it is none of the places of our modules.
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH"))))}
    child = subprocess.Popen([sys.executable, "-P", "-m", "simulators", *arguments], env=env)
    for number in (signal.SIGINT, signal.SIGTERM):
        # A fleet says farewell before it ends: it is asked to, and waited for.
        signal.signal(number, lambda told, _: child.send_signal(told))
    status = child.wait()
    return status if status >= 0 else 128 - status
