"""Alembic runs this for each upgrade, on the connection that `archive.catalogue` hands over."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=False)
context.run_migrations()
