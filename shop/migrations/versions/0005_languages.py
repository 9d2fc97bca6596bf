"""Languages: in which one somebody reads the shop, so that its letters are in it too, and what the
catalog and the pages say in others than the one that they are written in."""

import sqlalchemy as sa
from alembic import op
from flask import current_app

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    add_readers_languages()
    add_languages_of_mail_texts()
    add_catalog_texts()


def downgrade():
    drop_catalog_texts()
    drop_languages_of_mail_texts()
    drop_readers_languages()


def add_language(table):
    """What there is already was read, and written, in the shop's own language."""
    op.add_column(table, sa.Column('language', sa.String(8), nullable=False, server_default='en'))
    own = current_app.config['DEFAULT_LANGUAGE']
    if own != 'en':
        rows = sa.table(table, sa.column('language'))
        op.execute(rows.update().values(language=own))


READERS = ('users', 'orders', 'stock_alerts', 'begun_checkouts')


def add_readers_languages():
    for table in READERS:
        add_language(table)


def drop_readers_languages():
    for table in READERS:
        op.drop_column(table, 'language')


def add_languages_of_mail_texts():
    """SQLite rebuilds the table for it, which nothing refers to."""
    add_language('mail_texts')
    with op.batch_alter_table('mail_texts') as batch:
        batch.drop_constraint('uq_mail_texts_name', type_='unique')
        batch.create_unique_constraint('uq_mail_texts_name_language', ['name', 'language'])


def drop_languages_of_mail_texts():
    rows = sa.table('mail_texts', sa.column('language'))
    op.execute(rows.delete().where(rows.c.language != current_app.config['DEFAULT_LANGUAGE']))
    with op.batch_alter_table('mail_texts') as batch:
        batch.drop_constraint('uq_mail_texts_name_language', type_='unique')
        batch.create_unique_constraint('uq_mail_texts_name', ['name'])
        batch.drop_column('language')


THINGS = ('product', 'collection', 'page')


def add_catalog_texts():
    op.create_table(
        'catalog_texts',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('language', sa.String(8), nullable=False),
        sa.Column('field', sa.String(20), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        *(
            sa.Column(
                f'{thing}_id',
                sa.Integer(),
                sa.ForeignKey(
                    f'{thing}s.id', name=f'fk_catalog_texts_{thing}_id_{thing}s', ondelete='CASCADE'
                ),
            )
            for thing in THINGS
        ),
        sa.Column('word', sa.String(250)),
    )
    for column in (*(f'{thing}_id' for thing in THINGS), 'word'):
        op.create_index(
            f'ix_catalog_texts_{column}', 'catalog_texts', [column, 'language', 'field'], unique=True
        )


def drop_catalog_texts():
    op.drop_table('catalog_texts')
