"""Which fitted models are at hand, and which of them is asked?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from models.artifact import Card, Unusable, load, read_card

Model = TypeVar("Model")

_ROLES, _SUFFIX = "roles.json", ".model"


class Role(StrEnum):
    """Whose answers are given, and whose are only kept to be compared with those."""

    CHAMPION = "champion"
    CHALLENGER = "challenger"


@dataclass(frozen=True)
class Kept(Generic[Model]):
    """A model that was opened, and what is known of it."""

    model: Model
    card: Card


@dataclass(frozen=True)
class Placed:
    """A version of a model that lies on the shelf, and which part it plays, if any."""

    card: Card
    role: Role | None
    bytes: int


@dataclass(frozen=True)
class Shelf:
    """A folder of kept models: `<name>/<version>.model`, and in `<name>/roles.json` which version plays which part.

    Without a folder there is no model. A file is written whole or not at all, so a service may look at any moment.
    """

    folder: Path | None

    def open(
        self,
        name: str,
        role: Role | str = Role.CHAMPION,
        *,
        kind: type[Model],
        recipe: str,
        inputs: Sequence[str],
        parts: Collection[type] = (),
    ) -> Kept[Model] | None:
        """Return the model that plays a part, None where there is none; the rest is as `models.artifact.load` has it.

        Raises Unusable where the file is missing, damaged, or does not fit the running code.
        """
        version = self.version(name, role)
        if self.folder is None or version is None:
            return None
        return Kept(*load(_read(self._file(name, version)), kind, recipe, inputs, parts))

    def version(self, name: str, role: Role | str) -> str | None:
        """Return which version plays a part: cheap enough to ask whether it is still the one that was opened."""
        return self._roles(name).get(Role(role))

    def names(self) -> list[str]:
        """Return the names of models of which any version is there."""
        if self.folder is None or not self.folder.is_dir():
            return []
        return sorted({file.parent.name for file in self.folder.glob(f"*/*{_SUFFIX}")})

    def versions(self, name: str) -> list[Placed]:
        """Return the versions of a model, the newest last; raises Unusable for a file that is no kept model."""
        roles = {version: role for role, version in self._roles(name).items()}
        files = sorted(self._of(name).glob(f"*{_SUFFIX}"))
        found = [Placed(read_card(_read(file)), roles.get(file.stem), file.stat().st_size) for file in files]
        return sorted(found, key=lambda one: (one.card.trained_at, one.card.version))

    def put(self, content: bytes) -> Card:
        """Place a kept model beside its other versions, and return its card; raises Unusable for what is none."""
        card = read_card(content)
        file = self._file(card.name, card.version)
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, content)
        return card

    def appoint(self, name: str, version: str, role: Role | str) -> None:
        """Let a version play a part from its next use on; raises Unusable for one that is not there.

        A challenger that becomes champion challenges nobody.
        """
        if not self._file(name, version).is_file():
            there = ", ".join(one.card.version for one in self.versions(name)) or "none"
            raise Unusable(f"There is no version {version!r} of {name!r}; there are: {there}.")
        roles = {part: one for part, one in self._roles(name).items() if one != version}
        _write(self._of(name) / _ROLES, msgspec.json.encode(roles | {Role(role): version}))

    def dismiss(self, name: str, role: Role | str) -> None:
        """Let nobody play a part."""
        roles = {part: one for part, one in self._roles(name).items() if part != Role(role)}
        _write(self._of(name) / _ROLES, msgspec.json.encode(roles))

    def _roles(self, name: str) -> Mapping[Role, str]:
        if self.folder is None or not (file := self._of(name) / _ROLES).is_file():
            return {}
        try:
            return msgspec.json.decode(file.read_bytes(), type=dict[Role, str])
        except msgspec.DecodeError as error:
            raise Unusable(f"{file} is no list of roles: {error}. Appoint a champion again.") from None

    def _of(self, name: str) -> Path:
        if self.folder is None:
            raise Unusable("No folder of models is set: HOWDAH_MODELS_FOLDER names one.")
        if not name or name.startswith(".") or "/" in name:
            raise Unusable(f"{name!r} is no name of a model; letters, digits and hyphens are right.")
        return self.folder / name

    def _file(self, name: str, version: str) -> Path:
        return self._of(name) / f"{version}{_SUFFIX}"


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unusable(f"{file} cannot be read: {error.strerror}. Put the model on the shelf again.") from error


def _write(file: Path, content: bytes) -> None:
    """Write beside and rename, so that whoever reads sees the old or the whole of the new."""
    aside = file.with_name(f".{file.name}.tmp")
    aside.write_bytes(content)
    aside.replace(file)
