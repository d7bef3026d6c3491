"""Runs the migrations on the connection that `storage.engine.migrate` opened and locked. Alembic finds it by name."""

from alembic import context

from storage.engine.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, compare_type=True)
context.run_migrations()
