"""Alembic's entry: runs the revisions on the connection that the caller hands over, inside its transaction."""

from alembic import context

from extractor.sinks.tables import METADATA, VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
