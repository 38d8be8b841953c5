"""Records in a relational database: one row per document, round, amount, participation, finding and evidence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import (
    URL,
    Boolean,
    Column,
    Engine,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import TypeDecorator, TypeEngine

from extractor.errors import SinkError
from extractor.records import Extraction, plain_decimal
from extractor.sinks.rows import to_rows


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


METADATA = MetaData()


def _document_key() -> Column[Any]:
    return Column("document_id", ForeignKey("documents.document_id", ondelete="CASCADE"), primary_key=True)


def _round_key() -> list[Any]:
    """Columns that name a round of a document, and their foreign key."""
    names = ["document_id", "is_previous", "position"]
    return [
        Column("document_id", String, primary_key=True),
        Column("is_previous", Boolean, primary_key=True),
        Column("position", Integer, primary_key=True),
        ForeignKeyConstraint(names, [f"rounds.{name}" for name in names], ondelete="CASCADE"),
    ]


DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("document_id", String, primary_key=True),
    Column("schema_version", String, nullable=False),
    Column("extractor_version", String, nullable=False),
    Column("url", Text),
    Column("canonical_url", Text, index=True),
    Column("title", Text, nullable=False),
    Column("publisher", Text),
    Column("authors", Text),
    Column("published_on", String(10), index=True),
    Column("published_basis", String),
    Column("language", String),
    Column("text_sha256", String(64), nullable=False),
    Column("text_length", Integer, nullable=False),
    Column("text", Text),
    Column("is_funding", Boolean, nullable=False),
    Column("relevance_score", Float, nullable=False),
    Column("relevance_reason", Text, nullable=False),
)
ROUNDS = Table(
    "rounds",
    METADATA,
    _document_key(),
    Column("is_previous", Boolean, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("round_id", String, nullable=False, index=True),
    Column("company", Text, nullable=False, index=True),
    Column("company_legal_name", Text),
    Column("company_parent", Text),
    Column("company_also_known_as", Text),
    Column("status", String, nullable=False),
    Column("round_type", String),
    Column("round_label", Text),
    Column("modifiers", Text),
    Column("instrument", String),
    Column("announced_on", String(10)),
    Column("announced_basis", String),
    Column("closed_on", String(10)),
    Column("date_as_written", Text),
    Column("investor_count", Integer),
    Column("valuation_basis", String),
    Column("stake_percent", ExactDecimal),
    Column("holding_percent", ExactDecimal),
    Column("use_of_funds", Text),
    Column("advisors", Text),
    Column("confidence", Float, nullable=False),
)
AMOUNTS = Table(
    "amounts",
    METADATA,
    *_round_key(),
    Column("field", String, primary_key=True),
    Column("form", Integer, primary_key=True),
    Column("value", ExactDecimal, nullable=False),
    Column("max_value", ExactDecimal),
    Column("currency", String(3), nullable=False),
    Column("qualifier", String, nullable=False),
    Column("as_written", Text, nullable=False),
    Column("currency_basis", String, nullable=False),
)
PARTICIPATIONS = Table(
    "participations",
    METADATA,
    *_round_key(),
    Column("investor_position", Integer, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("also_known_as", Text),
    Column("kind", String, nullable=False),
    Column("role", String, nullable=False),
    Column("relation", String),
    Column("affiliation", Text),
)
FIELD_CONFIDENCES = Table(
    "field_confidences",
    METADATA,
    *_round_key(),
    Column("field", String, primary_key=True),
    Column("confidence", Float, nullable=False),
)
FINDINGS = Table(
    "findings",
    METADATA,
    _document_key(),
    Column("position", Integer, primary_key=True),
    Column("code", String, nullable=False, index=True),
    Column("severity", String, nullable=False),
    Column("message", Text, nullable=False),
    Column("path", Text),
    Column("stated", Text),
    Column("expected", Text),
)
EVIDENCE = Table(
    "evidence",
    METADATA,
    _document_key(),
    Column("path", String, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("rule", String, nullable=False),
)


class DatabaseSink:
    """Writes extractions to a database, a document in one transaction; writing a document again replaces it.

    `url` is a SQLAlchemy URL (`sqlite:///funding.db`) or the bare path of a SQLite file. Raises SinkError.
    """

    def __init__(self, url: str) -> None:
        self._name = "database"
        try:
            address = make_url(url if "://" in url else f"sqlite:///{url}")
            self._name = address.render_as_string(hide_password=True)
            self._engine = _engine(address)
            METADATA.create_all(self._engine)
        except (SQLAlchemyError, ImportError, ValueError) as error:
            raise SinkError(f"{self._name}: {_cause(error)}") from None

    def write(self, extraction: Extraction) -> None:
        """Replace the document of this id, with everything that belongs to it."""
        rows = to_rows(extraction)
        tables = (
            (DOCUMENTS, rows.documents),
            (ROUNDS, rows.rounds),
            (AMOUNTS, rows.amounts),
            (PARTICIPATIONS, rows.participations),
            (FIELD_CONFIDENCES, rows.field_confidences),
            (FINDINGS, rows.findings),
            (EVIDENCE, rows.evidence),
        )
        try:
            with self._engine.begin() as connection:
                for table, _ in reversed(tables):
                    connection.execute(table.delete().where(table.c.document_id == extraction.id))
                for table, values in tables:
                    if values:
                        connection.execute(table.insert(), values)
        except SQLAlchemyError as error:
            raise SinkError(f"{self._name}: {_cause(error)}") from None

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


def _engine(address: URL) -> Engine:
    engine = create_engine(address)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _enforce_foreign_keys)
    return engine


def _enforce_foreign_keys(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _cause(error: Exception) -> str:
    """The first line of what the database said, without the statement."""
    original = getattr(error, "orig", None) or error
    return str(original).strip().split("\n")[0] or type(original).__name__
