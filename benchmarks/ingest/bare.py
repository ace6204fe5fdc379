"""How fast is ingest when neither `latest` nor rollups follow the readings?"""

import asyncio

from ingest.__main__ import serve
from ingest.database import Connection
from ingest.rows import Rows
from ingest.settings import IngestSettings
from ingest.store import Store
from services.kit.log import configure_logs


class Bare(Store):
    """Stores readings and nothing that follows from them."""

    async def _follow(self, connection: Connection, new: Rows | None) -> None:
        """Let nothing follow."""


def main() -> None:
    """Run ingest without what follows from readings; only for a benchmark, because it never comes."""
    settings = IngestSettings()
    configure_logs(settings, "ingest")
    asyncio.run(serve(settings, keeper=Bare))


if __name__ == "__main__":
    main()
