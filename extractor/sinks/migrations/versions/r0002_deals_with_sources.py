"""The view `deals_flat` tells the day, the confidence and the addresses of its documents too."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_BEFORE = """
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
_AFTER = """
CREATE VIEW deals_flat AS
SELECT d.deal_id, d.company, d.status, d.round_type, d.instrument,
    COALESCE(d.announced_on_from, d.first_told_on) AS day,
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
    (SELECT COUNT(*) FROM deal_findings AS f WHERE f.deal_id = d.deal_id) AS findings,
    (SELECT MAX(r.confidence) FROM deal_documents AS m JOIN rounds AS r USING (round_key) WHERE m.deal_id = d.deal_id)
        AS confidence,
    (SELECT {join}(url, ' ') FROM (
        SELECT t.url AS url FROM deal_documents AS m JOIN documents AS t USING (document_id)
        WHERE m.deal_id = d.deal_id AND t.url IS NOT NULL ORDER BY m.told_on, m.document_id) AS told) AS urls
FROM deals AS d
"""


def upgrade() -> None:
    """Make the view anew; it holds no rows of its own."""
    _replace(_AFTER)


def downgrade() -> None:
    """Make the view as it was."""
    _replace(_BEFORE)


def _replace(view: str) -> None:
    op.execute("DROP VIEW deals_flat")
    op.execute(view.format(join="group_concat" if op.get_bind().dialect.name == "sqlite" else "string_agg"))
