"""What does the platform, as the host application, say to nodes of Sparkplug?"""

import orjson

from models.sparkplug.datatype import DataType
from models.sparkplug.field import BOOLEAN
from models.sparkplug.payload import Metric, Payload, encode_payload

BD_SEQ = "bdSeq"
REBIRTH = "Node Control/Rebirth"


def rebirth_command(time_ms: int) -> bytes:
    """Return the payload of the command (NCMD) that asks a node to publish its births again."""
    asked = Metric(name=REBIRTH, time_ms=time_ms, datatype=DataType.BOOLEAN, field=BOOLEAN, value=1)
    return encode_payload(Payload(time_ms, None, [asked]))


def host_state(time_ms: int, *, online: bool) -> bytes:
    """Return the payload of the host's STATE: the will of a connection bears the time of its birth."""
    return orjson.dumps({"online": online, "timestamp": time_ms})
