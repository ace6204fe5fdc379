"""How are messages sent at a fixed rate, whether anybody keeps up or not?"""

import json
import os
import sys
import time
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks.ingest.load import Load, payload_ends
from benchmarks.ingest.wire import Sender

_LONGEST_PAUSE_S = 0.05
# A wake-up costs more than a message: what is due within two milliseconds goes together.
_SHORTEST_PAUSE_S = 0.002


class Schedule:
    """The messages of a load in the order of their event times."""

    def __init__(self, load: Load) -> None:
        self._due_ms = load.times_ms(0, load.messages)[:, -1]
        self._packets = load.packets(0, load.messages)
        self.sent = 0
        self.late_ms = 0.0

    @property
    def next_ms(self) -> float:
        """Return when the next message is due, infinite when there is none."""
        return float(self._due_ms[self.sent]) if self.sent < len(self._due_ms) else float("inf")

    def send(self, sender: Sender, now_ms: float) -> None:
        """Put what is due, as far as there is room."""
        if now_ms < self.next_ms:
            return
        # Asked with a float, NumPy would first make floats of the whole array.
        due = int(np.searchsorted(self._due_ms, int(now_ms), side="right"))
        count = min(due - self.sent, sender.room)
        if count > 0:
            self.late_ms = max(self.late_ms, now_ms - self.next_ms)
            sender.put(islice(self._packets, count))
            self.sent += count


def publish(url: str, loads: list[Load]) -> dict[str, float]:
    """Send every message at its time, and return how many were sent and unheard, how late the latest was, our work."""
    for load in loads:
        # Made before the first is due.
        payload_ends(load.readings)
    sender, schedules, began = Sender(url), [Schedule(load) for load in loads], time.process_time()
    while (due_ms := min(schedule.next_ms for schedule in schedules)) < float("inf"):
        now_ms = time.time() * 1000
        for schedule in schedules:
            schedule.send(sender, now_ms)
        pause_s = (due_ms - time.time() * 1000) / 1000
        sender.exchange(min(max(pause_s, _SHORTEST_PAUSE_S), _LONGEST_PAUSE_S))
    sender.finish()
    sender.close()
    late_ms, cpu_s = max(schedule.late_ms for schedule in schedules), time.process_time() - began
    return {"sent": sender.sent, "unheard": sender.unheard, "late_ms": late_ms, "cpu_s": cpu_s}


def main() -> None:
    """Send the loads of a JSON list (the first argument), and write what is to be told into a file (the second)."""
    loads = [Load(**fields) for fields in json.loads(sys.argv[1])]
    told = publish(os.environ["HOWDAH_MQTT_URL"], loads)
    Path(sys.argv[2]).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
