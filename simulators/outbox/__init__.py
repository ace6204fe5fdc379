"""How does a machine keep what it measured until the platform has it, and send it until then?"""

from simulators.outbox.content import Boot, Limits, Message, Rule
from simulators.outbox.sender import Outbox
from simulators.outbox.store import Store

__all__ = ["Boot", "Limits", "Message", "Outbox", "Rule", "Store"]
