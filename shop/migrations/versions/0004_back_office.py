"""The back office: roles, the trail of changes, and what its pages keep.

Columns are added and dropped in place: SQLite's way of rebuilding a table would take the rows
that refer to it along, and its triggers.
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade():
    add_roles()
    add_catalog_columns()
    add_order_columns()
    add_audit()


def downgrade():
    op.drop_table('audit_entries')
    op.drop_index('ix_orders_placed', 'orders')
    op.drop_column('order_events', 'is_internal')
    op.drop_index('ix_reviews_status_newest', 'reviews')
    for column in ('status', 'answer', 'answered_at'):
        op.drop_column('reviews', column)
    op.drop_index('ix_products_publish_at', 'products')
    for column in ('publish_at', 'seo_title', 'seo_description'):
        op.drop_column('products', column)
    op.add_column(
        'users', sa.Column('is_administrator', sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute("UPDATE users SET is_administrator = (role IS NOT NULL)")
    op.drop_column('users', 'role')


def add_roles():
    op.add_column('users', sa.Column('role', sa.String(20)))
    op.execute("UPDATE users SET role = 'owner' WHERE is_administrator")
    op.drop_column('users', 'is_administrator')


def add_catalog_columns():
    op.add_column('products', sa.Column('publish_at', sa.DateTime(timezone=True)))
    op.create_index('ix_products_publish_at', 'products', ['publish_at'])
    op.add_column('products', text_column('seo_title', sa.String(120)))
    op.add_column('products', text_column('seo_description', sa.String(320)))
    op.add_column('reviews', text_column('status', sa.String(12), 'published'))
    op.add_column('reviews', text_column('answer', sa.Text()))
    op.add_column('reviews', sa.Column('answered_at', sa.DateTime(timezone=True)))
    op.create_index('ix_reviews_status_newest', 'reviews', ['status', 'created_at'])


def add_order_columns():
    op.add_column(
        'order_events',
        sa.Column('is_internal', sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index('ix_orders_placed', 'orders', ['placed_at', 'id'])


def add_audit():
    op.create_table(
        'audit_entries',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=True),
        sa.Column('actor', sa.String(100), nullable=False),
        sa.Column('action', sa.String(60), nullable=False),
        sa.Column('target_kind', sa.String(30), nullable=False),
        sa.Column('target_id', sa.Integer(), nullable=True),
        sa.Column('target', sa.String(200), nullable=False),
        sa.Column('changes', sa.JSON(), nullable=False),
        sa.Column('address', sa.String(45), nullable=False),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name=op.f('fk_audit_entries_user_id_users'), ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entries')),
    )
    op.create_index('ix_audit_entries_target', 'audit_entries', ['target_kind', 'target_id', 'id'])
    op.create_index('ix_audit_entries_user_id', 'audit_entries', ['user_id'])
    op.create_index('ix_audit_entries_created', 'audit_entries', ['created_at', 'id'])


def text_column(name, kind, default=''):
    return sa.Column(name, kind, nullable=False, server_default=default)
