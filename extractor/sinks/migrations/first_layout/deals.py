"""What many articles tell of together: deals with their investors, documents, links and values, and the flat view."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from extractor.sinks.migrations.first_layout.columns import DECIMAL, KEY, points_to

_DEALS_FLAT = """
CREATE VIEW deals_flat AS
SELECT d.deal_id, d.company, d.status, d.round_type, d.instrument,
    d.amount, d.amount_max, CAST(d.amount AS DOUBLE PRECISION) AS amount_number, d.currency, d.amount_qualifier,
    d.valuation, CAST(d.valuation AS DOUBLE PRECISION) AS valuation_number, d.valuation_currency, d.valuation_basis,
    d.announced_on, d.announced_on_precision, d.announced_on_from, d.first_told_on, d.last_told_on, d.documents,
    (SELECT {join}(name, '; ') FROM (
        SELECT o.name AS name FROM deal_investors AS i JOIN organizations AS o USING (organization_key)
        WHERE i.deal_id = d.deal_id AND i.role IN ('lead', 'co_lead') ORDER BY i.position) AS led) AS lead_investors,
    (SELECT {join}(name, '; ') FROM (
        SELECT o.name AS name FROM deal_investors AS i JOIN organizations AS o USING (organization_key)
        WHERE i.deal_id = d.deal_id AND i.role NOT IN ('lead', 'co_lead') ORDER BY i.position) AS joined
    ) AS other_investors,
    (SELECT COUNT(*) FROM deal_findings AS f WHERE f.deal_id = d.deal_id) AS findings
FROM deals AS d
"""


def create() -> None:
    """Make the tables and the view, each after those that it points to."""
    _deal_decisions()
    _deals()
    _deal_findings()
    _deal_investors()
    _deal_documents()
    _deal_links()
    _deal_values()
    op.execute(_DEALS_FLAT.format(join="group_concat" if op.get_bind().dialect.name == "sqlite" else "string_agg"))


def _deal_decisions() -> None:
    op.create_table(
        "deal_decisions",
        sa.Column("left_document", sa.Text(), nullable=False),
        sa.Column("left_round", sa.String(), nullable=False),
        sa.Column("right_document", sa.Text(), nullable=False),
        sa.Column("right_round", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(length=9), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("verdict IN ('same', 'different')", name=op.f("ck_deal_decisions_verdict")),
        sa.PrimaryKeyConstraint(
            "left_document", "left_round", "right_document", "right_round", name=op.f("pk_deal_decisions")
        ),
        sqlite_with_rowid=False,
    )


def _deals() -> None:
    op.create_table(
        "deals",
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("round_type", sa.String(), nullable=True),
        sa.Column("instrument", sa.String(), nullable=True),
        sa.Column("amount", DECIMAL, nullable=True),
        sa.Column("amount_max", DECIMAL, nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("amount_qualifier", sa.String(length=10), nullable=True),
        sa.Column("valuation", DECIMAL, nullable=True),
        sa.Column("valuation_currency", sa.String(length=3), nullable=True),
        sa.Column("valuation_basis", sa.String(), nullable=True),
        sa.Column("announced_on", sa.String(length=10), nullable=True),
        sa.Column("announced_on_precision", sa.String(length=5), nullable=True),
        sa.Column("announced_on_from", sa.Date(), nullable=True),
        sa.Column("first_told_on", sa.Date(), nullable=True),
        sa.Column("last_told_on", sa.Date(), nullable=True),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("deal_id", name=op.f("pk_deals")),
    )
    op.create_index(op.f("ix_deals_announced_on_from"), "deals", ["announced_on_from"], unique=False)
    op.create_index(op.f("ix_deals_company"), "deals", ["company"], unique=False)


def _deal_findings() -> None:
    op.create_table(
        "deal_findings",
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        points_to("deals.deal_id", "deal_findings", "deal_id"),
        sa.PrimaryKeyConstraint("deal_id", "position", name=op.f("pk_deal_findings")),
        sqlite_with_rowid=False,
    )


def _deal_investors() -> None:
    op.create_table(
        "deal_investors",
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organization_key", KEY, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=True),
        sa.Column("documents", sa.Integer(), nullable=False),
        points_to("deals.deal_id", "deal_investors", "deal_id"),
        points_to("organizations.organization_key", "deal_investors", "organization_key", ondelete=None),
        sa.PrimaryKeyConstraint("deal_id", "position", name=op.f("pk_deal_investors")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_deal_investors_organization_key"), "deal_investors", ["organization_key"], unique=False)


def _deal_documents() -> None:
    op.create_table(
        "deal_documents",
        sa.Column("round_key", KEY, autoincrement=False, nullable=False),
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        points_to("deals.deal_id", "deal_documents", "deal_id"),
        points_to("documents.document_id", "deal_documents", "document_id"),
        points_to("rounds.round_key", "deal_documents", "round_key"),
        sa.PrimaryKeyConstraint("round_key", name=op.f("pk_deal_documents")),
    )
    op.create_index(op.f("ix_deal_documents_deal_id"), "deal_documents", ["deal_id"], unique=False)
    op.create_index(op.f("ix_deal_documents_document_id"), "deal_documents", ["document_id"], unique=False)


def _deal_links() -> None:
    op.create_table(
        "deal_links",
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("left_key", KEY, nullable=False),
        sa.Column("right_key", KEY, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        points_to("deals.deal_id", "deal_links", "deal_id"),
        points_to("rounds.round_key", "deal_links", "left_key"),
        points_to("rounds.round_key", "deal_links", "right_key"),
        sa.PrimaryKeyConstraint("deal_id", "left_key", "right_key", name=op.f("pk_deal_links")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_deal_links_right_key"), "deal_links", ["right_key"], unique=False)


def _deal_values() -> None:
    op.create_table(
        "deal_values",
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("round_key", KEY, autoincrement=False, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("is_preferred", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        points_to("deals.deal_id", "deal_values", "deal_id"),
        points_to("rounds.round_key", "deal_values", "round_key"),
        sa.PrimaryKeyConstraint("deal_id", "field", "position", name=op.f("pk_deal_values")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_deal_values_round_key"), "deal_values", ["round_key"], unique=False)
