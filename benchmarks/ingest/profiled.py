"""Where does ingest spend its processor time?"""

import json
import os
import signal
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import CodeType, FrameType

from ingest.__main__ import main as run_ingest

# The kernel counts in ticks of this length or shorter.
_EVERY_S = 0.004
_MOST, _NEARLY_ALL = 40, 0.9
_ROOT = Path(__file__).parents[2]


class Sampler:
    """Looks at the stack each time that this process has used so much processor time.

    A call into C is seen as the line of Python that made it.
    """

    def __init__(self) -> None:
        self.samples = 0
        self._lines: Counter[tuple[CodeType, int]] = Counter()
        self._functions: Counter[CodeType] = Counter()

    def start(self) -> None:
        """Begin to look; this must be the main thread."""
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, _EVERY_S, _EVERY_S)

    def stop(self) -> dict[str, object]:
        """Look no more, and return in percent where time was spent: in lines by themselves, and in functions in all."""
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        lines = {f"{_name(code)}:{line}": count for (code, line), count in self._lines.most_common(_MOST)}
        # What is in every stack tells nothing.
        inner = [(code, count) for code, count in self._functions.most_common() if count < _NEARLY_ALL * self.samples]
        functions = {_name(code): count for code, count in inner[:_MOST]}
        return {"samples": self.samples, "lines": self._percent(lines), "functions": self._percent(functions)}

    def _look(self, _number: int, frame: FrameType | None) -> None:
        self.samples += 1
        if frame is not None:
            self._lines[frame.f_code, frame.f_lineno or 0] += 1
        seen = set()
        while frame is not None:
            seen.add(frame.f_code)
            frame = frame.f_back
        self._functions.update(seen)

    def _percent(self, counts: Mapping[str, int]) -> dict[str, float]:
        return {name: round(100 * count / self.samples, 1) for name, count in counts.items()}


def _name(code: CodeType) -> str:
    path = Path(code.co_filename)
    short = path.relative_to(_ROOT) if path.is_relative_to(_ROOT) and ".venv" not in path.parts else path.name
    return f"{short}:{code.co_qualname}"


def main() -> None:
    """Run ingest as it is, and write at its end what was seen into the file HOWDAH_ANSWER."""
    sampler = Sampler()
    sampler.start()
    try:
        run_ingest()
    finally:
        Path(os.environ["HOWDAH_ANSWER"]).write_text(json.dumps(sampler.stop()), encoding="utf-8")


if __name__ == "__main__":
    main()
