"""What is told: rounds with their names, amounts, investors, tranches and statements."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from extractor.sinks.migrations.first_layout.columns import DECIMAL, KEY, points_to


def create() -> None:
    """Make the tables, each after those that it points to."""
    _rounds()
    _aliases()
    _amounts()
    _field_confidences()
    _participations()
    _quantities()
    _round_blocks()
    _round_modifiers()
    _statements()
    _tranches()


def _rounds() -> None:
    op.create_table(
        "rounds",
        sa.Column("round_key", KEY, autoincrement=False, nullable=False),
        sa.Column("version_key", KEY, autoincrement=False, nullable=False),
        sa.Column("is_previous", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("company_key", KEY, nullable=False),
        sa.Column("company_legal_name", sa.Text(), nullable=True),
        sa.Column("company_parent", sa.Text(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("round_type", sa.String(), nullable=True),
        sa.Column("round_label", sa.Text(), nullable=True),
        sa.Column("instrument", sa.String(), nullable=True),
        sa.Column("announced_on", sa.String(length=10), nullable=True),
        sa.Column("announced_on_precision", sa.String(length=5), nullable=True),
        sa.Column("announced_on_from", sa.Date(), nullable=True),
        sa.Column("announced_basis", sa.String(), nullable=True),
        sa.Column("closed_on", sa.String(length=10), nullable=True),
        sa.Column("closed_on_precision", sa.String(length=5), nullable=True),
        sa.Column("closed_on_from", sa.Date(), nullable=True),
        sa.Column("closed_basis", sa.String(), nullable=True),
        sa.Column("date_as_written", sa.Text(), nullable=True),
        sa.Column("investor_count", sa.Integer(), nullable=True),
        sa.Column("valuation_basis", sa.String(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        points_to("organizations.organization_key", "rounds", "company_key", ondelete=None),
        points_to("document_versions.version_key", "rounds", "version_key"),
        sa.PrimaryKeyConstraint("round_key", name=op.f("pk_rounds")),
        sa.UniqueConstraint(
            "version_key", "is_previous", "position", name=op.f("uq_rounds_version_key_is_previous_position")
        ),
    )
    op.create_index(op.f("ix_rounds_announced_on_from"), "rounds", ["announced_on_from"], unique=False)
    op.create_index(op.f("ix_rounds_company_key"), "rounds", ["company_key"], unique=False)
    op.create_index(op.f("ix_rounds_round_id"), "rounds", ["round_id"], unique=False)


def _aliases() -> None:
    op.create_table(
        "aliases",
        sa.Column("round_key", KEY, autoincrement=False, nullable=False),
        sa.Column("party", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        points_to("rounds.round_key", "aliases", "round_key"),
        sa.PrimaryKeyConstraint("round_key", "party", "position", name=op.f("pk_aliases")),
        sqlite_with_rowid=False,
    )


def _amounts() -> None:
    op.create_table(
        "amounts",
        sa.Column("round_key", KEY, autoincrement=False, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("form", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", DECIMAL, nullable=False),
        sa.Column("max_value", DECIMAL, nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("qualifier", sa.String(length=10), nullable=False),
        sa.Column("currency_basis", sa.String(length=8), nullable=False),
        sa.Column("as_written", sa.Text(), nullable=False),
        points_to("rounds.round_key", "amounts", "round_key"),
        sa.PrimaryKeyConstraint("round_key", "field", "form", name=op.f("pk_amounts")),
        sqlite_with_rowid=False,
    )


def _field_confidences() -> None:
    op.create_table(
        "field_confidences",
        sa.Column("round_key", KEY, autoincrement=False, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        points_to("rounds.round_key", "field_confidences", "round_key"),
        sa.PrimaryKeyConstraint("round_key", "field", name=op.f("pk_field_confidences")),
        sqlite_with_rowid=False,
    )


def _participations() -> None:
    op.create_table(
        "participations",
        sa.Column("round_key", KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organization_key", KEY, nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("relation", sa.String(), nullable=True),
        sa.Column("affiliation", sa.Text(), nullable=True),
        sa.CheckConstraint("side IN ('investor', 'advisor')", name=op.f("ck_participations_side")),
        points_to("organizations.organization_key", "participations", "organization_key", ondelete=None),
        points_to("rounds.round_key", "participations", "round_key"),
        sa.PrimaryKeyConstraint("round_key", "position", name=op.f("pk_participations")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_participations_organization_key"), "participations", ["organization_key"], unique=False)


def _quantities() -> None:
    op.create_table(
        "quantities",
        sa.Column("round_key", KEY, autoincrement=False, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", DECIMAL, nullable=False),
        sa.Column("max_value", DECIMAL, nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("qualifier", sa.String(length=10), nullable=False),
        sa.Column("as_written", sa.Text(), nullable=False),
        points_to("rounds.round_key", "quantities", "round_key"),
        sa.PrimaryKeyConstraint("round_key", "field", name=op.f("pk_quantities")),
        sqlite_with_rowid=False,
    )


def _round_blocks() -> None:
    op.create_table(
        "round_blocks",
        sa.Column("block", sa.String(), nullable=False),
        sa.Column("round_key", KEY, nullable=False),
        points_to("rounds.round_key", "round_blocks", "round_key"),
        sa.PrimaryKeyConstraint("block", "round_key", name=op.f("pk_round_blocks")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_round_blocks_round_key"), "round_blocks", ["round_key"], unique=False)


def _round_modifiers() -> None:
    op.create_table(
        "round_modifiers",
        sa.Column("round_key", KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("modifier", sa.String(), nullable=False),
        points_to("rounds.round_key", "round_modifiers", "round_key"),
        sa.PrimaryKeyConstraint("round_key", "position", name=op.f("pk_round_modifiers")),
        sqlite_with_rowid=False,
    )


def _statements() -> None:
    op.create_table(
        "statements",
        sa.Column("round_key", KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        points_to("rounds.round_key", "statements", "round_key"),
        sa.PrimaryKeyConstraint("round_key", "position", name=op.f("pk_statements")),
        sqlite_with_rowid=False,
    )


def _tranches() -> None:
    op.create_table(
        "tranches",
        sa.Column("round_key", KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("investor_count", sa.Integer(), nullable=True),
        sa.Column("dated_on", sa.String(length=10), nullable=True),
        sa.Column("dated_on_precision", sa.String(length=5), nullable=True),
        sa.Column("dated_on_from", sa.Date(), nullable=True),
        sa.Column("date_basis", sa.String(), nullable=True),
        sa.Column("condition", sa.Text(), nullable=True),
        points_to("rounds.round_key", "tranches", "round_key"),
        sa.PrimaryKeyConstraint("round_key", "position", name=op.f("pk_tranches")),
        sqlite_with_rowid=False,
    )
