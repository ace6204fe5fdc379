"""How does a machine keep what it measured until the platform has it, and send it until then?

`Store` is the durable log of the machines of one process, in one file. An `Outbox` is one machine: it numbers messages,
keeps them in the store, and speaks the protocol of docs/machine-protocol.md over a connection of its own.
"""

from simulators.outbox.content import Boot, Limits, Message, Rule
from simulators.outbox.sender import Outbox
from simulators.outbox.store import Store

__all__ = ["Boot", "Limits", "Message", "Outbox", "Rule", "Store"]
