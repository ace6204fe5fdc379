"""Which numbers of the machines' messages are settled, which are missing, and who tells the machines?"""

from ingest.delivery.confirmer import Confirmer
from ingest.delivery.notice import note

__all__ = ["Confirmer", "note"]
