"""Can anything about one owner follow from the groups that are told of?"""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from models.benchmarking.cell import Path, Weights, admitted, is_safe, pieces, publishable

_EVEN = {str(owner): 1.0 for owner in range(6)}
_LEAVES: st.SearchStrategy[dict[Path, Weights]] = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")),
    st.dictionaries(st.sampled_from([str(owner) for owner in range(14)]), st.floats(0.1, 5.0), min_size=1),
    min_size=1,
)


def test_a_group_needs_five_owners_of_whom_none_is_large() -> None:
    assert is_safe(_EVEN)
    assert not is_safe({owner: _EVEN[owner] for owner in "0123"})
    assert not is_safe(_EVEN | {"0": 4.0})
    assert not is_safe({"a": 10.0, "b": 9.0, "c": 0.5, "d": 0.5, "e": 0.5})


def test_a_group_whose_sibling_is_hidden_is_hidden_too_where_their_difference_would_tell() -> None:
    leaves: dict[Path, Weights] = {("north", "a30"): _EVEN, ("south", "a30"): {"7": 0.4, "8": 0.4}}
    assert publishable(leaves) == {()}


@settings(max_examples=60)
@given(_LEAVES)
def test_every_sum_and_difference_of_told_groups_is_safe(leaves: dict[Path, Weights]) -> None:
    told = publishable(leaves)
    cut = pieces(leaves, told)
    assert all(is_safe(piece) for piece in cut)
    for count in (2, 3):
        for some in itertools.combinations(cut, min(count, len(cut))):
            union: dict[str, float] = {}
            for owner, weight in (pair for piece in some for pair in piece.items()):
                union[owner] = union.get(owner, 0.0) + weight
            assert not union or is_safe({owner: weight * (1 - 1e-12) for owner, weight in union.items()})


def test_one_owner_who_joins_waits_and_one_who_leaves_silences_the_group() -> None:
    before = frozenset("abcdef")
    assert admitted((), before) == before
    assert admitted(before, before | {"g"}) == before
    assert admitted(before, before | {"g", "h", "i"}) == before | {"g", "h", "i"}
    assert admitted(before, before - {"a"}) is None
    assert admitted(before, before - {"a"} | {"g", "h"}) == before - {"a"} | {"g", "h"}
