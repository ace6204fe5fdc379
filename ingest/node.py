"""What does the database keep of nodes that speak Sparkplug, and what becomes of messages that waited for a birth?"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter

from ingest import refusal
from ingest.batch import Batch
from ingest.database import Connection
from ingest.decode.sparkplug.desk import Birth, Desk, Hold, NodeReport
from ingest.decode.sparkplug.request import Requests
from ingest.record import Record
from ingest.source import Arrival, Waiting
from ingest.statement import NODE
from models.messages import Reason, Rejected, parse_topic
from models.sparkplug import PREFIX, command_topic, rebirth_command

_AT_A_TIME = 500
_UNBORN = Rejected(Reason.NO_BIRTH, "No birth has come that explains its aliases.")

Tell = Callable[[str, bytes], None]


async def keep(connection: Connection, record: Record, part: Birth | Hold) -> None:
    """Keep a birth, or a message that waits for one, in the transaction that stores what else was said."""
    arrival = record.arrival
    received_at = datetime.fromtimestamp(arrival.received_at, UTC)
    values = {"machine": record.machine, "received_at": received_at, "payload": arrival.payload}
    if isinstance(part, Birth):
        if not part.device:
            await connection.execute(NODE["forget_devices"], values)
        await connection.execute(NODE["put_birth"], {**values, "device": part.device, "bd_seq": part.bd_seq})
    elif not isinstance(arrival.receipt, Waiting):
        await connection.execute(NODE["let_wait"], {**values, "topic": arrival.topic})


async def give_up(connection: Connection, before: datetime, *, most: int, most_bytes: int) -> None:
    """Keep as refused what came before a time and still waits for a birth."""
    while True:
        async with connection.transaction():
            values = {"before": before, "limit": _AT_A_TIME}
            rows = await (await connection.execute(NODE["waiting_too_long"], values)).fetchall()
            records = [
                Record(Arrival(topic, data, False, at.timestamp(), Waiting(number)), machine, None, _UNBORN)
                for number, at, machine, topic, data in rows
            ]
            await refusal.keep(connection, records, most=most, most_bytes=most_bytes)
            await connection.execute(NODE["let_go"], {"ids": [row[0] for row in rows]})
        if len(rows) < _AT_A_TIME:
            return


@dataclass
class Nodes:
    """Brings together what nodes say, what is kept of them, and what they are asked."""

    desk: Desk
    tell: Tell | None = None
    requests: Requests = field(default_factory=Requests)
    # Nodes with messages that a birth may explain.
    born: set[str] = field(default_factory=set)

    def strangers(self, arrivals: Sequence[Arrival]) -> list[str]:
        """Return the nodes that speak here for the first time."""
        named = {_machine(arrival) for arrival in arrivals if arrival.topic.startswith(PREFIX)}
        return sorted(named - {""} - self.desk.sessions.keys())

    async def meet(self, connection: Connection, machines: Sequence[str]) -> None:
        """Make known to the desk what is kept of nodes."""
        rows = await (await connection.execute(NODE["known_nodes"], {"machines": machines})).fetchall()
        for (machine, model, waiting), kept in groupby(rows, key=itemgetter(0, 1, 5)):
            births = [(device, bd_seq, payload) for _, _, device, bd_seq, payload, _ in kept if payload is not None]
            self.desk.know(machine, model, births, waiting)

    def note(self, records: Mapping[int, Record]) -> None:
        """Take it that these are stored."""
        for record in records.values():
            if isinstance(record.content, NodeReport) and record.machine is not None:
                session = self.desk.sessions[record.machine]
                session.held += record.content.hold is not None and not isinstance(record.arrival.receipt, Waiting)
                if record.content.birth is not None:
                    self.requests.answered(record.machine)
                    self.born |= {record.machine} if session.held else set()

    async def waiting(self, connection: Connection, node: str, after: int) -> list[Arrival]:
        """Return messages of a node that wait, behind a number, as they came."""
        values = {"machine": node, "after": after, "limit": _AT_A_TIME}
        rows = await (await connection.execute(NODE["waiting"], values)).fetchall()
        return [Arrival(topic, data, False, at.timestamp(), Waiting(number)) for number, at, topic, data in rows]

    async def let_go(self, connection: Connection, batch: Batch) -> None:
        """Forget those of a batch that waited and need not wait any longer."""
        waiting = {place for place, record in batch.records.items() if _waits(record)}
        receipts = (arrival.receipt for place, arrival in enumerate(batch.arrivals) if place not in waiting)
        ids = [receipt.id for receipt in receipts if isinstance(receipt, Waiting)]
        await connection.execute(NODE["let_go"], {"ids": ids})

    async def count(self, connection: Connection, node: str) -> None:
        """Learn how many messages of a node still wait."""
        row = await (await connection.execute(NODE["count_waiting"], {"machine": node})).fetchone()
        self.desk.sessions[node].held = row[0] if row else 0

    def ask(self) -> None:
        """Ask the nodes whose births are missed, as often as is decent, to publish them."""
        if self.tell is None or not self.desk.missed:
            return
        for machine in self.requests.due(sorted(self.desk.missed), time.monotonic()):
            self.tell(command_topic(machine), rebirth_command(int(time.time() * 1000)))


def _waits(record: Record) -> bool:
    return isinstance(record.content, NodeReport) and record.content.hold is not None


def _machine(arrival: Arrival) -> str:
    try:
        return parse_topic(arrival.topic)[0]
    except Rejected:
        return ""
