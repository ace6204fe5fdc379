"""Which numbers of the machines' messages are settled, which are missing, and who tells the machines?"""

from ingest.delivery.confirmer import Confirmer
from ingest.delivery.notice import is_awaited, note
from ingest.delivery.shard import shards

__all__ = ["Confirmer", "is_awaited", "note", "shards"]
