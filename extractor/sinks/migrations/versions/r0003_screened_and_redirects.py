"""Pages left out by screening, the steps that led to a page, and when a page was changed last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MODIFIED = (
    ("modified_on", sa.String(10)),
    ("modified_on_precision", sa.String(5)),
    ("modified_on_from", sa.Date()),
    ("modified_basis", sa.String()),
)


def upgrade() -> None:
    """Add the columns, empty in rows that are there, and the table."""
    op.add_column("runs", sa.Column("screened", sa.Text(), nullable=True))
    for name, kind in _MODIFIED:
        op.add_column("document_versions", sa.Column(name, kind, nullable=True))
    op.create_table(
        "redirects",
        sa.Column("version_key", _KEY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_key"],
            ["document_versions.version_key"],
            name=op.f("fk_redirects_version_key"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_key", "position", name=op.f("pk_redirects")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take them away again, with what they hold."""
    op.drop_table("redirects")
    for name, _ in reversed(_MODIFIED):
        op.drop_column("document_versions", name)
    op.drop_column("runs", "screened")
