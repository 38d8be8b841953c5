"""What the tables of layout 0001 share: kinds of columns, and references to other tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DECIMAL = sa.Numeric().with_variant(sa.Text(), "sqlite")


def points_to(target: str, table: str, column: str, *, ondelete: str | None = "CASCADE") -> sa.ForeignKeyConstraint:
    """The constraint that `column` of `table` is the column `target`, `table.column`, named as the layout does."""
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)
