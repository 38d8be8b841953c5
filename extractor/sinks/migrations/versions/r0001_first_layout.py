"""The first layout: documents and their versions, rounds, parties, evidence, runs, failures, deals."""

from __future__ import annotations

from alembic import op

from extractor.sinks.migrations.first_layout import deals, documents, rounds

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    "deal_decisions",
    "deals",
    "documents",
    "organizations",
    "runs",
    "deal_findings",
    "deal_investors",
    "document_versions",
    "failures",
    "run_progress",
    "authors",
    "evidence",
    "findings",
    "rounds",
    "aliases",
    "amounts",
    "deal_documents",
    "deal_links",
    "deal_values",
    "field_confidences",
    "participations",
    "quantities",
    "round_blocks",
    "round_modifiers",
    "statements",
    "tranches",
)


def upgrade() -> None:
    """Make all tables and the view."""
    documents.create()
    rounds.create()
    deals.create()


def downgrade() -> None:
    """Drop the view and all tables with their rows."""
    op.execute("DROP VIEW deals_flat")
    for table in reversed(_TABLES):
        op.drop_table(table)
