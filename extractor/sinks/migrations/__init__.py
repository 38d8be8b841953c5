"""Migrations of the relational database, run by Alembic."""
