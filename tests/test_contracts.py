"""Do the published documents of the contract say what the code does?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from models.contract import SCHEMAS, asyncapi, documents
from models.messages import (
    Reason,
    Rejected,
    Stream,
    Window,
    ack,
    decode_ack,
    decode_event,
    decode_gap,
    decode_snapshot,
    decode_state,
    decode_telemetry,
    event,
    gap,
    state,
    telemetry,
)
from models.signals import CATALOGUE, NAMES
from tests.models.example import ACK, EVENT, GAP, STATE, TELEMETRY, mutated
from tests.models.example import telemetry as valid_telemetry

FOLDER = Path(__file__).parents[1] / "docs" / "contract"


def take_snapshot(payload: bytes) -> None:
    """Raise what of a snapshot is refused."""
    if refusal := decode_snapshot(payload, Window(-(2**60), 2**60)).refusal:
        raise refusal


DECODERS = {
    Stream.TELEMETRY: decode_telemetry,
    Stream.EVENT: decode_event,
    Stream.STATE: decode_state,
    Stream.GAP: decode_gap,
    Stream.ACK: decode_ack,
    Stream.SNAPSHOT: take_snapshot,
}
MESSAGES = {
    Stream.TELEMETRY: TELEMETRY,
    Stream.EVENT: EVENT,
    Stream.STATE: STATE,
    Stream.GAP: GAP,
    Stream.ACK: ACK,
    Stream.SNAPSHOT: SCHEMAS[Stream.SNAPSHOT]["examples"][0],
}
# What is taken of a snapshot is more than its schema allows, but never less.
NARROW = {Stream.SNAPSHOT}
# A schema sees one place at a time, and only what the parser made of the bytes.
BEYOND_A_SCHEMA = {Reason.LENGTH_MISMATCH, Reason.REPEATED_KEY, Reason.NOT_FINITE, Reason.INVALID_JSON}


def validator(stream: Stream) -> Draft202012Validator:
    # In JSON Schema `$` is the end of the text; in Python it also stands before a last line break.
    return Draft202012Validator(orjson.loads(orjson.dumps(SCHEMAS[stream]).replace(b'$"', b'\\\\Z"')))


def verdict(stream: Stream, payload: bytes) -> Reason | None:
    try:
        DECODERS[stream](payload)
    except Rejected as refusal:
        return refusal.reason
    return None


@pytest.mark.parametrize("name", documents())
def test_the_committed_document_is_the_generated_one(name: str) -> None:
    right = "run `python -m models.contract docs/contract`"
    assert (FOLDER / name).read_bytes() == documents()[name], right


def test_nothing_else_lies_beside_the_generated_documents() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(documents())


@pytest.mark.parametrize("stream", SCHEMAS)
def test_a_schema_is_valid_itself(stream: Stream) -> None:
    Draft202012Validator.check_schema(SCHEMAS[stream])


@pytest.mark.parametrize("stream", SCHEMAS)
def test_the_example_of_a_schema_is_accepted_by_schema_and_decoder(stream: Stream) -> None:
    for example in [*SCHEMAS[stream]["examples"], MESSAGES[stream]]:
        validator(stream).validate(example)
        assert verdict(stream, orjson.dumps(example)) is None


def test_the_schemas_require_what_the_decoders_require() -> None:
    required = {stream: set(schema["required"]) for stream, schema in SCHEMAS.items() if stream not in NARROW}
    assert required == {
        Stream.TELEMETRY: telemetry.FIELDS,
        Stream.EVENT: event.REQUIRED,
        Stream.STATE: state.REQUIRED,
        Stream.GAP: gap.REQUIRED,
        Stream.ACK: ack.REQUIRED,
    }


@pytest.mark.parametrize("stream", SCHEMAS)
@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_schema_and_decoder_agree_on_messages_gone_wrong(stream: Stream, data: st.DataObject) -> None:
    message = data.draw(mutated(MESSAGES[stream]))
    reason = verdict(stream, orjson.dumps(message))
    if stream in NARROW:
        assert reason in (None, Reason.OUT_OF_RANGE) or not validator(stream).is_valid(message), reason
    elif reason not in BEYOND_A_SCHEMA and not is_backward(message):
        assert validator(stream).is_valid(message) == (reason is None), reason


def is_backward(message: dict[str, Any]) -> bool:
    """Tell whether a gap ends before it begins, which a schema cannot compare."""
    first, last = message.get("from_seq"), message.get("to_seq")
    return isinstance(first, int | float) and isinstance(last, int | float) and first > last


@settings(deadline=None)
@given(valid_telemetry())
def test_the_schema_accepts_every_valid_batch(message: dict[str, Any]) -> None:
    validator(Stream.TELEMETRY).validate(message)


def test_values_out_of_range_are_no_matter_of_the_schema() -> None:
    message = TELEMETRY | {"signals": {"engine_speed_rpm": [65535, 65535]}}
    validator(Stream.TELEMETRY).validate(message)
    assert verdict(Stream.TELEMETRY, orjson.dumps(message)) is None


def test_the_schema_of_telemetry_describes_every_signal() -> None:
    described = SCHEMAS[Stream.TELEMETRY]["properties"]["signals"]["properties"]
    assert tuple(described) == NAMES
    assert all(entry.unit in described[entry.name]["description"] for entry in CATALOGUE)


def test_every_reference_of_the_asyncapi_document_resolves() -> None:
    references = list(references_of(asyncapi()))
    assert len(references) >= 3 * 4
    for reference in references:
        assert isinstance(resolved(reference), dict), reference


def test_the_asyncapi_document_has_a_channel_and_an_operation_for_each_message() -> None:
    document = asyncapi()
    assert document["asyncapi"] == "3.0.0"
    assert set(document["channels"]) == {stream.value for stream in SCHEMAS}
    for operation in document["operations"].values():
        channel = resolved(operation["channel"]["$ref"])
        assert channel["address"].startswith("fleet/v1/{machine}/")
        assert set(channel["parameters"]) == {"machine"}
        assert [resolved(message["$ref"]) for message in operation["messages"]] == list(channel["messages"].values())


def test_the_pages_name_every_signal_and_every_reason() -> None:
    signals, reasons = ((FOLDER / name).read_text() for name in ("signals.md", "reasons.md"))
    assert all(f"| `{name}`" in signals for name in NAMES)
    assert all(f"| `{reason}` | {reason.sentence} |" in reasons for reason in Reason)


def references_of(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (value for key, value in node.items() if key == "$ref")
        for value in node.values():
            yield from references_of(value)
    if isinstance(node, list):
        for value in node:
            yield from references_of(value)


def resolved(reference: str) -> Any:
    file, _, pointer = reference.partition("#")
    node: Any = orjson.loads(documents()[file.removeprefix("./")]) if file else asyncapi()
    for step in pointer.split("/")[1:]:
        node = node[step.replace("~1", "/").replace("~0", "~")]
    return node
