"""Which number does a metric of Sparkplug hold, by its data type?"""

import math
from enum import IntEnum, unique

from models.messages.rejection import Reason, Rejected
from models.sparkplug.field import BOOLEAN, DOUBLE, FLOAT, INT, LONG
from models.sparkplug.payload import Metric


@unique
class DataType(IntEnum):
    """The data types of which a metric is one number; those of text, times, bytes, tables and lists are not here."""

    INT8 = 1
    INT16 = 2
    INT32 = 3
    INT64 = 4
    UINT8 = 5
    UINT16 = 6
    UINT32 = 7
    UINT64 = 8
    FLOAT = 9
    DOUBLE = 10
    BOOLEAN = 11


# Of a metric whose type nobody told, its field is all there is to go by.
_BY_FIELD = {
    INT: DataType.UINT32,
    LONG: DataType.UINT64,
    FLOAT: DataType.FLOAT,
    DOUBLE: DataType.DOUBLE,
    BOOLEAN: DataType.BOOLEAN,
}
_SIGNED_BITS = {DataType.INT8: 8, DataType.INT16: 16, DataType.INT32: 32, DataType.INT64: 64}
_UNSIGNED_BITS = {DataType.UINT8: 8, DataType.UINT16: 16, DataType.UINT32: 32, DataType.UINT64: 64}
_NUMERIC = frozenset(map(int, DataType))
_WHOLE, _REAL = (INT, LONG), (FLOAT, DOUBLE)


def is_number(metric: Metric, datatype: int | None) -> bool:
    """Return whether a metric of this data type (None: never told) holds a number at all."""
    return datatype in _NUMERIC if datatype else metric.field in _BY_FIELD


def number(metric: Metric, datatype: int | None) -> float | None:
    """Return a metric's value, None for null; true is 1 and false is 0.

    `datatype` is what its birth told. Raises `Rejected` where the value is no number, not finite, or not one of its
    data type.
    """
    if metric.is_null or metric.field == 0:
        return None
    told = datatype or metric.datatype or _BY_FIELD.get(metric.field)
    if told in _SIGNED_BITS and metric.field in _WHOLE:
        return _signed(_whole(metric), _SIGNED_BITS[DataType(told)])
    if told in _UNSIGNED_BITS and metric.field in _WHOLE:
        return _unsigned(_whole(metric), _UNSIGNED_BITS[DataType(told)])
    if told in (DataType.FLOAT, DataType.DOUBLE) and metric.field in _REAL:
        return _finite(metric.value)
    if told == DataType.BOOLEAN and metric.field == BOOLEAN:
        return 1.0 if metric.value else 0.0
    raise Rejected(Reason.WRONG_TYPE, f"data type {told} in field {metric.field}")


def _whole(metric: Metric) -> int:
    return int(metric.value or 0)


def _signed(value: int, bits: int) -> float:
    # Two's complement in the type's own width, or sign-extended to the 32 or 64 bits of the field that holds it.
    if value < 1 << (bits - 1):
        return value
    for width in (bits, 32, 64):
        negative = value - (1 << width)
        if -(1 << (bits - 1)) <= negative < 0:
            return negative
    raise Rejected(Reason.WRONG_VALUE, f"{value} is not of {bits} bits")


def _unsigned(value: int, bits: int) -> float:
    if value < 1 << bits:
        return value
    raise Rejected(Reason.WRONG_VALUE, f"{value} is not of {bits} bits")


def _finite(value: float | None) -> float:
    if value is not None and math.isfinite(value):
        return value
    raise Rejected(Reason.NOT_FINITE, f"{value}")
