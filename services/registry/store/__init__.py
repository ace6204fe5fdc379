"""What does the registry keep?"""

from pathlib import Path

from services.kit.database import Queries

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "queries.sql")
