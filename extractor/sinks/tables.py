"""The relational tables: documents and their versions, rounds and what hangs on them, runs, failures, deals.

Keys ending in `_key` are 63 bits of a SHA-256 over what names the row (`keys.py`), so the same input gives the same
keys in every database and no key is ever asked back from one.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from extractor.sinks.columns import ExactDecimal, HashKey, owned_by, partial_date

# Where Alembic notes the revision; a name of our own, since a database may hold other programs' tables too.
VERSION_TABLE = "extractor_revision"
METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *parts: Any) -> Table:
    """A table stored in the order of its primary key where SQLite can do that."""
    return Table(name, METADATA, *parts, sqlite_with_rowid=False)


def _position() -> Column[Any]:
    return Column("position", Integer, primary_key=True, autoincrement=False)


def _money_columns() -> list[Column[Any]]:
    return [
        Column("value", ExactDecimal, nullable=False),
        Column("max_value", ExactDecimal),
        Column("currency", String(3), nullable=False),
        Column("qualifier", String(10), nullable=False),
    ]


RUNS = Table(
    "runs",
    METADATA,
    Column("run_id", String(32), primary_key=True),
    Column("command", Text, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("extractor_version", String, nullable=False),
    Column("status", String(10), nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("finished_at", DateTime(timezone=True)),
    Column("documents", Integer, nullable=False, server_default=text("0")),
    Column("rounds", Integer, nullable=False, server_default=text("0")),
    Column("failed", Integer, nullable=False, server_default=text("0")),
    Column("left_out", Integer, nullable=False, server_default=text("0")),
    Column("duplicates", Integer, nullable=False, server_default=text("0")),
    Column("output_sizes", Text),
    # JSON: how many pages were left out by screening, by the code of the reason.
    Column("screened", Text),
    CheckConstraint("status IN ('running', 'finished', 'abandoned')", name="status"),
)
RUN_PROGRESS = _table(
    "run_progress",
    Column("run_id", ForeignKey("runs.run_id", ondelete="CASCADE"), primary_key=True),
    Column("item_key", HashKey, primary_key=True, autoincrement=False),
)
FAILURES = Table(
    "failures",
    METADATA,
    Column("failure_key", HashKey, primary_key=True, autoincrement=False),
    Column("run_id", ForeignKey("runs.run_id", ondelete="CASCADE"), index=True),
    Column("document_id", Text),
    Column("source", Text, nullable=False),
    Column("line", Integer),
    Column("stage", String, nullable=False),
    Column("code", String, nullable=False),
    Column("message", Text, nullable=False),
    Column("schema_version", String, nullable=False),
    Column("extractor_version", String, nullable=False),
)
DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("document_id", Text, primary_key=True),
    Column("url", Text),
    Column("canonical_url", Text, index=True),
)
VERSIONS = Table(
    "document_versions",
    METADATA,
    Column("version_key", HashKey, primary_key=True, autoincrement=False),
    Column("document_id", ForeignKey("documents.document_id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("run_id", ForeignKey("runs.run_id", ondelete="SET NULL"), index=True),
    Column("record_sha256", String(64), nullable=False),
    Column("schema_version", String, nullable=False),
    Column("extractor_version", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("publisher", Text),
    *partial_date("published_on", index=True),
    Column("published_basis", String),
    Column("language", String),
    Column("text_sha256", String(64), nullable=False),
    Column("text_length", Integer, nullable=False),
    Column("text", Text),
    Column("is_funding", Boolean, nullable=False),
    Column("relevance_score", Float, nullable=False),
    Column("relevance_reason", Text, nullable=False),
    *partial_date("modified_on"),
    Column("modified_basis", String),
    UniqueConstraint("document_id", "version"),
    Index(
        "uq_document_versions_current",
        "document_id",
        unique=True,
        sqlite_where=text("is_current"),
        postgresql_where=text("is_current"),
    ),
)
AUTHORS = _table("authors", owned_by("document_versions.version_key"), _position(), Column("name", Text))
REDIRECTS = _table(
    "redirects",
    owned_by("document_versions.version_key"),
    _position(),
    Column("url", Text, nullable=False),
    Column("status", Integer, nullable=False),
)
ORGANIZATIONS = Table(
    "organizations",
    METADATA,
    Column("organization_key", HashKey, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, unique=True),
)


def _organization(name: str) -> Column[Any]:
    return Column(name, HashKey, ForeignKey("organizations.organization_key"), nullable=False, index=True)


ROUNDS = Table(
    "rounds",
    METADATA,
    Column("round_key", HashKey, primary_key=True, autoincrement=False),
    owned_by("document_versions.version_key", primary_key=False),
    Column("is_previous", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    Column("round_id", String, nullable=False, index=True),
    _organization("company_key"),
    Column("company_legal_name", Text),
    Column("company_parent", Text),
    Column("status", String, nullable=False),
    Column("round_type", String),
    Column("round_label", Text),
    Column("instrument", String),
    *partial_date("announced_on", index=True),
    Column("announced_basis", String),
    *partial_date("closed_on"),
    Column("closed_basis", String),
    Column("date_as_written", Text),
    Column("investor_count", Integer),
    Column("valuation_basis", String),
    Column("confidence", Float, nullable=False),
    UniqueConstraint("version_key", "is_previous", "position"),
)
MODIFIERS = _table(
    "round_modifiers", owned_by("rounds.round_key"), _position(), Column("modifier", String, nullable=False)
)
# `party` 0 is the company, n the participation at position n - 1.
ALIASES = _table(
    "aliases",
    owned_by("rounds.round_key"),
    Column("party", Integer, primary_key=True, autoincrement=False),
    _position(),
    Column("name", Text, nullable=False),
)
AMOUNTS = _table(
    "amounts",
    owned_by("rounds.round_key"),
    Column("field", String, primary_key=True),
    Column("form", Integer, primary_key=True, autoincrement=False),
    *_money_columns(),
    Column("currency_basis", String(8), nullable=False),
    Column("as_written", Text, nullable=False),
)
QUANTITIES = _table(
    "quantities",
    owned_by("rounds.round_key"),
    Column("field", String, primary_key=True),
    Column("value", ExactDecimal, nullable=False),
    Column("max_value", ExactDecimal),
    Column("unit", String, nullable=False),
    Column("qualifier", String(10), nullable=False),
    Column("as_written", Text, nullable=False),
)
# Of a field of the round (`amount`) or of a party (`investors[0]`).
FIELD_CONFIDENCES = _table(
    "field_confidences",
    owned_by("rounds.round_key"),
    Column("field", String, primary_key=True),
    Column("confidence", Float, nullable=False),
)
TRANCHES = _table(
    "tranches",
    owned_by("rounds.round_key"),
    _position(),
    Column("status", String),
    Column("investor_count", Integer),
    *partial_date("dated_on"),
    Column("date_basis", String),
    Column("condition", Text),
)
PARTICIPATIONS = _table(
    "participations",
    owned_by("rounds.round_key"),
    _position(),
    _organization("organization_key"),
    Column("side", String(8), nullable=False),
    Column("role", String, nullable=False),
    Column("kind", String),
    Column("relation", String),
    Column("affiliation", Text),
    CheckConstraint("side IN ('investor', 'advisor')", name="side"),
)
STATEMENTS = _table(
    "statements",
    owned_by("rounds.round_key"),
    _position(),
    Column("purpose", String, nullable=False),
    Column("text", Text, nullable=False),
)
FINDINGS = _table(
    "findings",
    owned_by("document_versions.version_key"),
    _position(),
    Column("code", String, nullable=False, index=True),
    Column("severity", String, nullable=False),
    Column("message", Text, nullable=False),
    Column("path", Text),
    Column("stated", Text),
    Column("expected", Text),
)
EVIDENCE = _table(
    "evidence",
    owned_by("document_versions.version_key"),
    Column("path", String, primary_key=True),
    _position(),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("rule", String, nullable=False),
)


def _deal() -> Column[Any]:
    return Column("deal_id", ForeignKey("deals.deal_id", ondelete="CASCADE"), primary_key=True)


# A deal's own columns hold the preferred values; all stated ones stand in deal_values.
DEALS = Table(
    "deals",
    METADATA,
    Column("deal_id", String(16), primary_key=True),
    Column("company", Text, nullable=False, index=True),
    Column("status", String, nullable=False),
    Column("round_type", String),
    Column("instrument", String),
    Column("amount", ExactDecimal),
    Column("amount_max", ExactDecimal),
    Column("currency", String(3)),
    Column("amount_qualifier", String(10)),
    Column("valuation", ExactDecimal),
    Column("valuation_currency", String(3)),
    Column("valuation_basis", String),
    *partial_date("announced_on", index=True),
    Column("first_told_on", Date),
    Column("last_told_on", Date),
    Column("documents", Integer, nullable=False),
)
DEAL_DOCUMENTS = Table(
    "deal_documents",
    METADATA,
    Column("round_key", ForeignKey("rounds.round_key", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("deal_id", ForeignKey("deals.deal_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("document_id", ForeignKey("documents.document_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("told_on", Date),
)
DEAL_VALUES = _table(
    "deal_values",
    _deal(),
    Column("field", String, primary_key=True),
    _position(),
    owned_by("rounds.round_key", primary_key=False, index=True),
    Column("value", Text, nullable=False),
    Column("is_preferred", Boolean, nullable=False),
    Column("reason", Text),
)
DEAL_INVESTORS = _table(
    "deal_investors",
    _deal(),
    _position(),
    _organization("organization_key"),
    Column("role", String, nullable=False),
    Column("relation", String),
    Column("documents", Integer, nullable=False),
)
DEAL_FINDINGS = _table(
    "deal_findings",
    _deal(),
    _position(),
    Column("code", String, nullable=False),
    Column("severity", String, nullable=False),
    Column("message", Text, nullable=False),
)
# Why two rounds are one deal: the links of the tree that holds it together.
DEAL_LINKS = _table(
    "deal_links",
    _deal(),
    Column("left_key", HashKey, ForeignKey("rounds.round_key", ondelete="CASCADE"), primary_key=True),
    Column("right_key", HashKey, ForeignKey("rounds.round_key", ondelete="CASCADE"), primary_key=True, index=True),
    Column("score", Float, nullable=False),
    Column("reasons", Text, nullable=False),
)
# What a person decided, by names that outlive a new extraction: document and round id.
DEAL_DECISIONS = _table(
    "deal_decisions",
    Column("left_document", Text, primary_key=True),
    Column("left_round", String, primary_key=True),
    Column("right_document", Text, primary_key=True),
    Column("right_round", String, primary_key=True),
    Column("verdict", String(9), nullable=False),
    Column("note", Text),
    CheckConstraint("verdict IN ('same', 'different')", name="verdict"),
)
# Where to look for the rounds that a round may be one deal with.
ROUND_BLOCKS = _table(
    "round_blocks",
    Column("block", String, primary_key=True),
    Column("round_key", HashKey, ForeignKey("rounds.round_key", ondelete="CASCADE"), primary_key=True, index=True),
)

# The tables of one extraction in the order in which foreign keys let them be filled.
DOCUMENT_TABLES = (
    VERSIONS,
    AUTHORS,
    REDIRECTS,
    ROUNDS,
    MODIFIERS,
    ALIASES,
    AMOUNTS,
    QUANTITIES,
    FIELD_CONFIDENCES,
    TRANCHES,
    PARTICIPATIONS,
    STATEMENTS,
    FINDINGS,
    EVIDENCE,
)
