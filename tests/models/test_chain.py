"""Is every change of a chain found, at the first entry that does not hold?"""

import json
from dataclasses import replace

import pytest

from models.chain import NOTHING, Entry, digest, first_broken


def _chain(length: int = 5) -> list[Entry]:
    entries: list[Entry] = []
    for number in range(1, length + 1):
        before = entries[-1].sha256 if entries else NOTHING
        document = json.dumps({"owner": "acme", "number": number, "reader": f"user:{number}"})
        entries.append(Entry("acme", number, document, before, digest(before, document)))
    return entries


def test_a_chain_that_nobody_touched_holds() -> None:
    assert first_broken(_chain()) is None
    assert first_broken([]) is None


@pytest.mark.parametrize("place", range(5))
def test_a_changed_text_is_found(place: int) -> None:
    entries = _chain()
    changed = entries[place].document.replace("user:", "user:not-")
    entries[place] = replace(entries[place], document=changed)
    broken = first_broken(entries)
    assert broken is not None
    assert (broken.owner, broken.number) == ("acme", place + 1)
    # Who hashes the changed text anew breaks the entry behind, up to the last: that one only a signed head protects.
    entries[place] = replace(entries[place], sha256=digest(entries[place].previous, changed))
    broken = first_broken(entries)
    assert (broken.number if broken else None) == (place + 2 if place < 4 else None)


@pytest.mark.parametrize("place", range(4))
def test_an_entry_that_is_taken_out_is_found(place: int) -> None:
    entries = _chain()
    del entries[place]
    broken = first_broken(entries)
    assert broken is not None
    assert broken.number == place + 1


def test_entries_that_change_places_or_owners_are_found() -> None:
    one, two, three, *_ = _chain()
    swapped = first_broken([one, replace(three, number=2), replace(two, number=3)])
    assert swapped is not None
    assert swapped.number == 2
    taken = first_broken([replace(one, owner="bolt")])
    assert taken is not None
    assert "'acme'" in taken.why
