"""Which fitted models does the demo bring along?"""

from pathlib import Path

from services.kit.model import Role, Shelf

FILES = Path(__file__).parent / "model"


def fill(folder: Path) -> list[str]:
    """Put the demo's models on the shelf, and let each be the champion where none is; return the names of those.

    Whoever appointed another champion keeps it.
    """
    shelf, appointed = Shelf(folder), list[str]()
    for file in sorted(FILES.glob("*.model")):
        card = shelf.put(file.read_bytes())
        if shelf.version(card.name, Role.CHAMPION) is None:
            shelf.appoint(card.name, card.version, Role.CHAMPION)
            appointed.append(card.name)
    return appointed
