"""The first layout: documents and their versions, rounds, parties, evidence, runs, failures, deals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_DECIMAL = sa.Numeric().with_variant(sa.Text(), "sqlite")
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


def upgrade() -> None:
    """Make all tables and the view."""
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
    op.create_table(
        "deals",
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("round_type", sa.String(), nullable=True),
        sa.Column("instrument", sa.String(), nullable=True),
        sa.Column("amount", _DECIMAL, nullable=True),
        sa.Column("amount_max", _DECIMAL, nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("amount_qualifier", sa.String(length=10), nullable=True),
        sa.Column("valuation", _DECIMAL, nullable=True),
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
    op.create_table(
        "documents",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("canonical_url", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_documents")),
    )
    op.create_index(op.f("ix_documents_canonical_url"), "documents", ["canonical_url"], unique=False)
    op.create_table(
        "organizations",
        sa.Column("organization_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organization_key", name=op.f("pk_organizations")),
        sa.UniqueConstraint("name", name=op.f("uq_organizations_name")),
    )
    op.create_table(
        "runs",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("extractor_version", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("documents", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("rounds", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("failed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("left_out", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("duplicates", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("output_sizes", sa.Text(), nullable=True),
        sa.CheckConstraint("status IN ('running', 'finished', 'abandoned')", name=op.f("ck_runs_status")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_runs")),
    )
    op.create_table(
        "deal_findings",
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deals.deal_id"], name=op.f("fk_deal_findings_deal_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("deal_id", "position", name=op.f("pk_deal_findings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deal_investors",
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organization_key", _KEY, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=True),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deals.deal_id"], name=op.f("fk_deal_investors_deal_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organization_key"], ["organizations.organization_key"], name=op.f("fk_deal_investors_organization_key")
        ),
        sa.PrimaryKeyConstraint("deal_id", "position", name=op.f("pk_deal_investors")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_deal_investors_organization_key"), "deal_investors", ["organization_key"], unique=False)
    op.create_table(
        "document_versions",
        sa.Column("version_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=True),
        sa.Column("record_sha256", sa.String(length=64), nullable=False),
        sa.Column("schema_version", sa.String(), nullable=False),
        sa.Column("extractor_version", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("published_on", sa.String(length=10), nullable=True),
        sa.Column("published_on_precision", sa.String(length=5), nullable=True),
        sa.Column("published_on_from", sa.Date(), nullable=True),
        sa.Column("published_basis", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("text_length", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("is_funding", sa.Boolean(), nullable=False),
        sa.Column("relevance_score", sa.Float(), nullable=False),
        sa.Column("relevance_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.document_id"],
            name=op.f("fk_document_versions_document_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.run_id"], name=op.f("fk_document_versions_run_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("version_key", name=op.f("pk_document_versions")),
        sa.UniqueConstraint("document_id", "version", name=op.f("uq_document_versions_document_id_version")),
    )
    op.create_index(
        op.f("ix_document_versions_published_on_from"), "document_versions", ["published_on_from"], unique=False
    )
    op.create_index(op.f("ix_document_versions_run_id"), "document_versions", ["run_id"], unique=False)
    op.create_index(
        "uq_document_versions_current",
        "document_versions",
        ["document_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "failures",
        sa.Column("failure_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("schema_version", sa.String(), nullable=False),
        sa.Column("extractor_version", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name=op.f("fk_failures_run_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("failure_key", name=op.f("pk_failures")),
    )
    op.create_index(op.f("ix_failures_run_id"), "failures", ["run_id"], unique=False)
    op.create_table(
        "run_progress",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("item_key", _KEY, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name=op.f("fk_run_progress_run_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "item_key", name=op.f("pk_run_progress")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "authors",
        sa.Column("version_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_key"], ["document_versions.version_key"], name=op.f("fk_authors_version_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_key", "position", name=op.f("pk_authors")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "evidence",
        sa.Column("version_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_key"], ["document_versions.version_key"], name=op.f("fk_evidence_version_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_key", "path", "position", name=op.f("pk_evidence")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "findings",
        sa.Column("version_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("stated", sa.Text(), nullable=True),
        sa.Column("expected", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_key"], ["document_versions.version_key"], name=op.f("fk_findings_version_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_key", "position", name=op.f("pk_findings")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_findings_code"), "findings", ["code"], unique=False)
    op.create_table(
        "rounds",
        sa.Column("round_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("version_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("is_previous", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("company_key", _KEY, nullable=False),
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
        sa.ForeignKeyConstraint(
            ["company_key"], ["organizations.organization_key"], name=op.f("fk_rounds_company_key")
        ),
        sa.ForeignKeyConstraint(
            ["version_key"], ["document_versions.version_key"], name=op.f("fk_rounds_version_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_key", name=op.f("pk_rounds")),
        sa.UniqueConstraint(
            "version_key", "is_previous", "position", name=op.f("uq_rounds_version_key_is_previous_position")
        ),
    )
    op.create_index(op.f("ix_rounds_announced_on_from"), "rounds", ["announced_on_from"], unique=False)
    op.create_index(op.f("ix_rounds_company_key"), "rounds", ["company_key"], unique=False)
    op.create_index(op.f("ix_rounds_round_id"), "rounds", ["round_id"], unique=False)
    op.create_table(
        "aliases",
        sa.Column("round_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("party", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_key"], ["rounds.round_key"], name=op.f("fk_aliases_round_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_key", "party", "position", name=op.f("pk_aliases")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "amounts",
        sa.Column("round_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("form", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", _DECIMAL, nullable=False),
        sa.Column("max_value", _DECIMAL, nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("qualifier", sa.String(length=10), nullable=False),
        sa.Column("currency_basis", sa.String(length=8), nullable=False),
        sa.Column("as_written", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_key"], ["rounds.round_key"], name=op.f("fk_amounts_round_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_key", "field", "form", name=op.f("pk_amounts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deal_documents",
        sa.Column("round_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deals.deal_id"], name=op.f("fk_deal_documents_deal_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.document_id"], name=op.f("fk_deal_documents_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_key"], ["rounds.round_key"], name=op.f("fk_deal_documents_round_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_key", name=op.f("pk_deal_documents")),
    )
    op.create_index(op.f("ix_deal_documents_deal_id"), "deal_documents", ["deal_id"], unique=False)
    op.create_index(op.f("ix_deal_documents_document_id"), "deal_documents", ["document_id"], unique=False)
    op.create_table(
        "deal_links",
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("left_key", _KEY, nullable=False),
        sa.Column("right_key", _KEY, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.deal_id"], name=op.f("fk_deal_links_deal_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["left_key"], ["rounds.round_key"], name=op.f("fk_deal_links_left_key"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["right_key"], ["rounds.round_key"], name=op.f("fk_deal_links_right_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("deal_id", "left_key", "right_key", name=op.f("pk_deal_links")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_deal_links_right_key"), "deal_links", ["right_key"], unique=False)
    op.create_table(
        "deal_values",
        sa.Column("deal_id", sa.String(length=16), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("round_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("is_preferred", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["deal_id"], ["deals.deal_id"], name=op.f("fk_deal_values_deal_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_key"], ["rounds.round_key"], name=op.f("fk_deal_values_round_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("deal_id", "field", "position", name=op.f("pk_deal_values")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_deal_values_round_key"), "deal_values", ["round_key"], unique=False)
    op.create_table(
        "field_confidences",
        sa.Column("round_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_key"], ["rounds.round_key"], name=op.f("fk_field_confidences_round_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_key", "field", name=op.f("pk_field_confidences")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "participations",
        sa.Column("round_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organization_key", _KEY, nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("relation", sa.String(), nullable=True),
        sa.Column("affiliation", sa.Text(), nullable=True),
        sa.CheckConstraint("side IN ('investor', 'advisor')", name=op.f("ck_participations_side")),
        sa.ForeignKeyConstraint(
            ["organization_key"], ["organizations.organization_key"], name=op.f("fk_participations_organization_key")
        ),
        sa.ForeignKeyConstraint(
            ["round_key"], ["rounds.round_key"], name=op.f("fk_participations_round_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_key", "position", name=op.f("pk_participations")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_participations_organization_key"), "participations", ["organization_key"], unique=False)
    op.create_table(
        "quantities",
        sa.Column("round_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", _DECIMAL, nullable=False),
        sa.Column("max_value", _DECIMAL, nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("qualifier", sa.String(length=10), nullable=False),
        sa.Column("as_written", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_key"], ["rounds.round_key"], name=op.f("fk_quantities_round_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_key", "field", name=op.f("pk_quantities")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "round_blocks",
        sa.Column("block", sa.String(), nullable=False),
        sa.Column("round_key", _KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["round_key"], ["rounds.round_key"], name=op.f("fk_round_blocks_round_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("block", "round_key", name=op.f("pk_round_blocks")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_round_blocks_round_key"), "round_blocks", ["round_key"], unique=False)
    op.create_table(
        "round_modifiers",
        sa.Column("round_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("modifier", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_key"], ["rounds.round_key"], name=op.f("fk_round_modifiers_round_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_key", "position", name=op.f("pk_round_modifiers")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statements",
        sa.Column("round_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_key"], ["rounds.round_key"], name=op.f("fk_statements_round_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_key", "position", name=op.f("pk_statements")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tranches",
        sa.Column("round_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("investor_count", sa.Integer(), nullable=True),
        sa.Column("dated_on", sa.String(length=10), nullable=True),
        sa.Column("dated_on_precision", sa.String(length=5), nullable=True),
        sa.Column("dated_on_from", sa.Date(), nullable=True),
        sa.Column("date_basis", sa.String(), nullable=True),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_key"], ["rounds.round_key"], name=op.f("fk_tranches_round_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_key", "position", name=op.f("pk_tranches")),
        sqlite_with_rowid=False,
    )

    op.execute(_DEALS_FLAT.format(join="group_concat" if op.get_bind().dialect.name == "sqlite" else "string_agg"))


def downgrade() -> None:
    """Drop the view and all tables with their rows."""
    op.execute("DROP VIEW deals_flat")
    for table in reversed(_TABLES):
        op.drop_table(table)
