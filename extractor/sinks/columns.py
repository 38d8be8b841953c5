"""Column kinds and recurring columns of the relational tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Integer, Numeric, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from extractor.records import plain_decimal

# In SQLite only INTEGER is the table's own key; 63 bits fit it.
HashKey = BigInteger().with_variant(Integer(), "sqlite")


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal that loses no digit: text in SQLite, whose numbers are floats, NUMERIC elsewhere."""

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """TEXT for SQLite, NUMERIC without fixed scale for the others."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Numeric(asdecimal=True))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """`13800000000`, `16.67`: digits without exponent."""
        return plain_decimal(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Back to Decimal."""
        return None if value is None else Decimal(value)


def partial_date(name: str, *, index: bool = False) -> tuple[Column[Any], Column[Any], Column[Any]]:
    """An ISO date as the record has it (`2021`, `2021-05`), how precise it is, and the first day that it can be."""
    return (
        Column(name, String(10)),
        Column(f"{name}_precision", String(5)),
        Column(f"{name}_from", Date, index=index),
    )


def owned_by(target: str, *, primary_key: bool = True, nullable: bool = False, index: bool = False) -> Column[Any]:
    """A foreign key named as its target; the row goes when the target goes."""
    name = target.rpartition(".")[2]
    reference = ForeignKey(target, ondelete="CASCADE")
    return Column(
        name, HashKey, reference, primary_key=primary_key, nullable=nullable, index=index, autoincrement=False
    )
