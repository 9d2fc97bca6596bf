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
    add_product_list()
    add_stock_actors()
    add_order_columns()
    add_audit()
    add_second_factors()
    add_settings()
    add_mail_texts()
    add_pages()
    add_imports()
    add_selling()
    add_order_lists()


def downgrade():
    drop_order_lists()
    op.drop_table('recovery_codes')
    op.drop_table('second_factors')
    drop_imports()
    for table in ('page_redirects', 'pages', 'mail_texts', 'settings'):
        op.drop_table(table)
    drop_selling()
    op.drop_table('audit_entries')
    op.drop_index('ix_orders_placed', 'orders')
    op.drop_column('order_events', 'is_internal')
    for name in ('status_newest', 'newest', 'rating_newest'):
        op.drop_index(f'ix_reviews_{name}', 'reviews')
    for column in ('status', 'hidden_reason', 'answer', 'answered_at'):
        op.drop_column('reviews', column)
    drop_product_list()
    op.drop_column('stock_movements', 'actor')
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
    op.add_column('reviews', text_column('hidden_reason', sa.String(200)))
    op.add_column('reviews', text_column('answer', sa.Text()))
    op.add_column('reviews', sa.Column('answered_at', sa.DateTime(timezone=True)))
    op.create_index('ix_reviews_status_newest', 'reviews', ['status', 'created_at'])
    op.create_index('ix_reviews_newest', 'reviews', ['created_at', 'id'])
    op.create_index('ix_reviews_rating_newest', 'reviews', ['rating', 'created_at'])


PRODUCT_FILTERS = ['is_published', 'publish_at', 'is_on_sale', 'lowest_stock', 'stock']


def add_product_list():
    op.add_column(
        'products', sa.Column('lowest_stock', sa.Integer(), nullable=False, server_default='0')
    )
    op.execute(
        'UPDATE products SET lowest_stock = COALESCE('
        '(SELECT MIN(stock) FROM variants WHERE variants.product_id = products.id), 0)'
    )
    for name, column in (('newest', 'created_at'), ('title', 'title'), ('price', 'price')):
        columns = [column, 'id', *PRODUCT_FILTERS]
        op.create_index(f'ix_products_admin_{name}', 'products', columns)
    op.create_index('ix_products_admin_stock', 'products', ['stock', 'id', *PRODUCT_FILTERS[:-1]])


def drop_product_list():
    for name in ('newest', 'title', 'price', 'stock'):
        op.drop_index(f'ix_products_admin_{name}', 'products')
    op.drop_column('products', 'lowest_stock')


def add_stock_actors():
    op.add_column('stock_movements', text_column('actor', sa.String(100)))


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
        sa.Column('undoes_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name=op.f('fk_audit_entries_user_id_users'), ondelete='SET NULL'
        ),
        sa.ForeignKeyConstraint(
            ['undoes_id'],
            ['audit_entries.id'],
            name=op.f('fk_audit_entries_undoes_id_audit_entries'),
            ondelete='SET NULL',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entries')),
    )
    op.create_index(
        'ix_audit_entries_target', 'audit_entries', ['target_kind', 'target_id', 'created_at', 'id']
    )
    op.create_index('ix_audit_entries_kind', 'audit_entries', ['target_kind', 'created_at', 'id'])
    op.create_index('ix_audit_entries_user', 'audit_entries', ['user_id', 'created_at', 'id'])
    op.create_index(
        'ix_audit_entries_created', 'audit_entries', ['created_at', 'id', 'target', 'actor']
    )
    op.create_index('ix_audit_entries_undoes_id', 'audit_entries', ['undoes_id'])


def add_second_factors():
    op.create_table(
        'second_factors',
        sa.Column('user_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('secret', sa.String(64), nullable=False),
        sa.Column('last_step', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name=op.f('fk_second_factors_user_id_users'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('user_id', name=op.f('pk_second_factors')),
    )
    op.create_table(
        'recovery_codes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('code_hash', sa.String(64), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('used_at', sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name=op.f('fk_recovery_codes_user_id_users'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_codes')),
    )
    op.create_index('ix_recovery_codes_user_id', 'recovery_codes', ['user_id'])


def add_settings():
    op.create_table(
        'settings',
        sa.Column('name', sa.String(60), nullable=False),
        sa.Column('value', sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_settings')),
    )


def add_mail_texts():
    op.create_table(
        'mail_texts',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(60), nullable=False),
        sa.Column('subject', sa.String(200), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_texts')),
        sa.UniqueConstraint('name', name=op.f('uq_mail_texts_name')),
    )


def add_pages():
    op.create_table(
        'pages',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('slug', sa.String(80), nullable=False),
        sa.Column('title', sa.String(120), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('is_published', sa.Boolean(), nullable=False),
        sa.Column('in_footer', sa.Boolean(), nullable=False),
        sa.Column('at_checkout', sa.Boolean(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_pages')),
        sa.UniqueConstraint('slug', name=op.f('uq_pages_slug')),
    )
    op.create_table(
        'page_redirects',
        sa.Column('slug', sa.String(80), nullable=False),
        sa.Column('page_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['page_id'], ['pages.id'], name=op.f('fk_page_redirects_page_id_pages'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('slug', name=op.f('pk_page_redirects')),
    )
    op.create_index('ix_page_redirects_page_id', 'page_redirects', ['page_id'])


def add_imports():
    op.create_index('ix_outbox_jobs_attempts', 'outbox_jobs', ['done_at', 'attempts', 'id'])
    counts = ('new_products', 'changed_products', 'same_products')
    counts += ('new_variants', 'changed_variants', 'same_variants', 'changes', 'problems')
    op.create_table(
        'import_runs',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=True),
        sa.Column('actor', sa.String(100), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('name', sa.String(120), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('products', sa.Integer(), nullable=False),
        sa.Column('status', sa.String(12), nullable=False),
        sa.Column('job_id', sa.String(32), nullable=False),
        sa.Column('digest', sa.String(64), nullable=False),
        sa.Column('is_outdated', sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.ForeignKeyConstraint(
            ['user_id'], ['users.id'], name=op.f('fk_import_runs_user_id_users'), ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_import_runs')),
    )
    op.create_index('ix_import_runs_user_id', 'import_runs', ['user_id'])
    op.create_table(
        'import_files',
        sa.Column('run_id', sa.Integer(), nullable=False),
        sa.Column('content', sa.LargeBinary(), nullable=False),
        sa.Column('stocks', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ['run_id'],
            ['import_runs.id'],
            name=op.f('fk_import_files_run_id_import_runs'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('run_id', name=op.f('pk_import_files')),
    )
    op.create_table(
        'import_findings',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('run_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(8), nullable=False),
        sa.Column('line', sa.Integer(), nullable=False),
        sa.Column('slug', sa.String(160), nullable=False),
        sa.Column('sku', sa.String(64), nullable=False),
        sa.Column('cell', sa.String(20), nullable=False),
        sa.Column('before', sa.Text(), nullable=False),
        sa.Column('after', sa.Text(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ['run_id'],
            ['import_runs.id'],
            name=op.f('fk_import_findings_run_id_import_runs'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_import_findings')),
    )
    op.create_index('ix_import_findings_run', 'import_findings', ['run_id', 'line', 'id'])


def drop_imports():
    for table in ('import_findings', 'import_files', 'import_runs'):
        op.drop_table(table)
    op.drop_index('ix_outbox_jobs_attempts', 'outbox_jobs')


def text_column(name, kind, default=''):
    return sa.Column(name, kind, nullable=False, server_default=default)


TO_PACK = sa.text(
    "(status = 'paid' OR status = 'pending' AND payment_method = 'invoice')"
    " AND (refunded < total OR total = 0)"
)
WRONG = sa.text("status = 'wrong'")
SETTLED = ('settled_at', 'settled_by', 'settled_note')


def add_selling():
    """What waits to be packed, money that needs a person, and what customers have spent."""
    op.create_index(
        'ix_orders_to_pack', 'orders', ['placed_at', 'id'], sqlite_where=TO_PACK, postgresql_where=TO_PACK
    )
    for table in ('payments', 'refunds'):
        op.add_column(table, sa.Column('settled_at', sa.DateTime(timezone=True)))
        op.add_column(table, text_column('settled_by', sa.String(100)))
        op.add_column(table, text_column('settled_note', sa.String(500)))
    op.add_column(
        'refunds', sa.Column('needs_person', sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute(
        "UPDATE refunds SET needs_person = (1 = 1)"
        " WHERE status = 'failed' OR reference LIKE 'by-hand-%'"
    )
    op.create_index(
        'ix_refunds_needs_person',
        'refunds',
        ['created_at'],
        sqlite_where=sa.text('needs_person = 1'),
        postgresql_where=sa.text('needs_person'),
    )
    op.create_index(
        'ix_payments_wrong', 'payments', ['created_at'], sqlite_where=WRONG, postgresql_where=WRONG
    )
    op.add_column('users', sa.Column('spent', sa.BigInteger(), nullable=False, server_default='0'))
    op.execute(
        "UPDATE users SET spent = coalesce((SELECT sum(total - refunded) FROM orders"
        " WHERE orders.user_id = users.id AND orders.paid_at IS NOT NULL), 0)"
    )
    for column in ('created', 'name', 'spent'):
        name = 'created_at' if column == 'created' else column
        op.create_index(f'ix_users_{column}', 'users', [name, 'id'])


def drop_selling():
    op.drop_index('ix_payments_wrong', 'payments')
    for column in ('created', 'name', 'spent'):
        op.drop_index(f'ix_users_{column}', 'users')
    op.drop_column('users', 'spent')
    op.drop_index('ix_refunds_needs_person', 'refunds')
    op.drop_column('refunds', 'needs_person')
    for table in ('payments', 'refunds'):
        for column in SETTLED:
            op.drop_column(table, column)
    op.drop_index('ix_orders_to_pack', 'orders')


UNPAID, REFUNDED = sa.text('paid_at IS NULL'), sa.text('refunded > 0')
BY_PREFIX = (('orders', 'email'), ('order_lines', 'sku'))  # looked up by how they begin


def add_order_lists():
    """What lists of orders are sorted and searched by, and the form that asked for a refund."""
    op.add_column('refunds', sa.Column('token', sa.String(64)))
    op.create_index('ix_orders_total', 'orders', ['total', 'id'])
    op.create_index('ix_orders_status_total', 'orders', ['status', 'total', 'id'])
    op.create_index('ix_orders_name', 'orders', ['name', 'id'])
    op.create_index(
        'ix_orders_unpaid', 'orders', ['status', 'placed_at'], sqlite_where=UNPAID, postgresql_where=UNPAID
    )
    op.create_index(
        'ix_orders_refunded', 'orders', ['placed_at', 'id'], sqlite_where=REFUNDED, postgresql_where=REFUNDED
    )
    op.create_index('ix_return_requests_status', 'return_requests', ['status'])
    for table, column in BY_PREFIX:
        op.drop_index(f'ix_{table}_{column}', table)
        op.create_index(
            f'ix_{table}_{column}', table, [column], postgresql_ops={column: 'varchar_pattern_ops'}
        )


def drop_order_lists():
    for table, column in BY_PREFIX:
        op.drop_index(f'ix_{table}_{column}', table)
        op.create_index(f'ix_{table}_{column}', table, [column])
    op.drop_index('ix_return_requests_status', 'return_requests')
    for name in ('refunded', 'unpaid', 'name', 'status_total', 'total'):
        op.drop_index(f'ix_orders_{name}', 'orders')
    op.drop_column('refunds', 'token')
