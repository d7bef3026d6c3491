"""Runs the migrations on the connection that `storage.migrate` opened and locked. Alembic finds it by its name."""

from alembic import context

from storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, compare_type=True)
context.run_migrations()
