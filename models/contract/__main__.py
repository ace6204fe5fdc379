"""How are the contract's documents written into a folder, `python -m models.contract docs/contract`?"""

import sys
from pathlib import Path

from models.contract import documents

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name the folder to write to: python -m models.contract docs/contract")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in documents().items():
        (folder / name).write_bytes(content)
