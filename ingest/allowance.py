"""How much time does a machine get in which its messages are looked at only to be refused?"""

from ingest.source import Arrival
from models.messages import MAX_PAYLOAD_BYTES, Reason, Rejected

# To find out what is wrong with so many bytes takes about as long as with the shortest message.
_BYTES = 4096


class Allowance:
    """So many refusals of a machine a second are explained: a flood of them leaves the others their share of the time.

    What comes beyond is not looked at, and so is nothing that its machine need not send again.
    """

    def __init__(self, refusals_per_s: float) -> None:
        self._most = refusals_per_s
        self._second = 0
        self._spent: dict[str, float] = {}
        self._floods: dict[str, Rejected] = {}

    def spend(self, machine: str, arrival: Arrival) -> None:
        """Count a message of a machine that was refused."""
        self._turn(arrival)
        size = len(arrival.payload)
        # What is too large is refused for its size alone.
        cost = 1 + (size / _BYTES if size <= MAX_PAYLOAD_BYTES else 0)
        spent = self._spent[machine] = self._spent.get(machine, 0.0) + cost
        if spent >= self._most:
            told = f"{machine} was refused about {self._most:g} times within a second."
            self._floods[machine] = Rejected(Reason.FLOOD, told)

    def refusal(self, machine: str, arrival: Arrival) -> Rejected | None:
        """Return why a machine's message is not looked at, None where it is."""
        self._turn(arrival)
        return self._floods.get(machine)

    def _turn(self, arrival: Arrival) -> None:
        second = int(arrival.received_at)
        if second != self._second:
            self._second = second
            self._spent.clear()
            self._floods.clear()
