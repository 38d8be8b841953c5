"""What is read: documents with their versions, runs, failures, organizations, evidence and findings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from extractor.sinks.migrations.first_layout.columns import KEY, points_to


def create() -> None:
    """Make the tables, each after those that it points to."""
    _documents()
    _organizations()
    _runs()
    _document_versions()
    _failures()
    _run_progress()
    _authors()
    _evidence()
    _findings()


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("canonical_url", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_documents")),
    )
    op.create_index(op.f("ix_documents_canonical_url"), "documents", ["canonical_url"], unique=False)


def _organizations() -> None:
    op.create_table(
        "organizations",
        sa.Column("organization_key", KEY, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organization_key", name=op.f("pk_organizations")),
        sa.UniqueConstraint("name", name=op.f("uq_organizations_name")),
    )


def _runs() -> None:
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


def _document_versions() -> None:
    op.create_table(
        "document_versions",
        sa.Column("version_key", KEY, autoincrement=False, nullable=False),
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
        points_to("documents.document_id", "document_versions", "document_id"),
        points_to("runs.run_id", "document_versions", "run_id", ondelete="SET NULL"),
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


def _failures() -> None:
    op.create_table(
        "failures",
        sa.Column("failure_key", KEY, autoincrement=False, nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("schema_version", sa.String(), nullable=False),
        sa.Column("extractor_version", sa.String(), nullable=False),
        points_to("runs.run_id", "failures", "run_id"),
        sa.PrimaryKeyConstraint("failure_key", name=op.f("pk_failures")),
    )
    op.create_index(op.f("ix_failures_run_id"), "failures", ["run_id"], unique=False)


def _run_progress() -> None:
    op.create_table(
        "run_progress",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("item_key", KEY, autoincrement=False, nullable=False),
        points_to("runs.run_id", "run_progress", "run_id"),
        sa.PrimaryKeyConstraint("run_id", "item_key", name=op.f("pk_run_progress")),
        sqlite_with_rowid=False,
    )


def _authors() -> None:
    op.create_table(
        "authors",
        sa.Column("version_key", KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        points_to("document_versions.version_key", "authors", "version_key"),
        sa.PrimaryKeyConstraint("version_key", "position", name=op.f("pk_authors")),
        sqlite_with_rowid=False,
    )


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("version_key", KEY, autoincrement=False, nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        points_to("document_versions.version_key", "evidence", "version_key"),
        sa.PrimaryKeyConstraint("version_key", "path", "position", name=op.f("pk_evidence")),
        sqlite_with_rowid=False,
    )


def _findings() -> None:
    op.create_table(
        "findings",
        sa.Column("version_key", KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("stated", sa.Text(), nullable=True),
        sa.Column("expected", sa.Text(), nullable=True),
        points_to("document_versions.version_key", "findings", "version_key"),
        sa.PrimaryKeyConstraint("version_key", "position", name=op.f("pk_findings")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_findings_code"), "findings", ["code"], unique=False)
