"""How is the command line handed over to the simulators?"""

import subprocess
import sys
from collections.abc import Sequence

from deploy.state import PROJECT


def run(arguments: Sequence[str]) -> int:
    """Run the simulators with these arguments, and return how they ended."""
    command = [sys.executable, "-m", "simulators", *arguments]
    try:
        return subprocess.run(command, cwd=PROJECT, check=False).returncode
    except KeyboardInterrupt:
        return 130
