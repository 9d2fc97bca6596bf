"""How Alembic reaches the shop's database; Flask-Migrate runs this inside the application."""

from alembic import context
from flask import current_app

from shop.database import UTCDateTime
from shop.migrating import revisions

migrate = current_app.extensions["migrate"]


def has_a_model(name, kind, _parents):
    """All but what migration 0002 makes for the search, which has no models."""
    return kind != "table" or not name.startswith(
        ("product_search", "search_words", "search_trigrams")
    )


def render_type(kind, item, _context):
    """Migrations name plain column types, nothing of ours."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


options = {
    "include_name": has_a_model,
    "render_item": render_type,
    "target_metadata": migrate.db.metadata,
    **migrate.configure_args,
}


def numbered(_context, _revision, directives):
    """Number a new migration, as /readyz and readers want them; make none where nothing changed."""
    if (
        getattr(context.config.cmd_opts, "autogenerate", False)
        and directives[0].upgrade_ops.is_empty()
    ):
        directives[:] = []
    else:
        directives[0].rev_id = f"{int(revisions()[-1]) + 1:04}"


if context.is_offline_mode():
    context.configure(
        url=current_app.config["SQLALCHEMY_DATABASE_URI"], literal_binds=True, **options
    )
    with context.begin_transaction():
        context.run_migrations()
else:
    options.setdefault("process_revision_directives", numbered)
    with migrate.db.engine.connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
