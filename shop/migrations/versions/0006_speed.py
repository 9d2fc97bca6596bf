"""What keeps a catalog of a million products as quick as one of a thousand: beside each product of
a collection what its lists sort and filter by, counts that are kept, and indexes that hold all
that a list asks of a product. Triggers keep them right, so that no writer can forget to."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

FILTERS = ['price', 'is_available', 'is_on_sale', 'rating_average']
ORDERS = {
    'ix_products_newest': ['is_published', 'published_at', 'id'],
    'ix_products_price': ['is_published', 'price', 'id'],
    'ix_products_rating': ['is_published', 'rating_average', 'rating_count', 'id'],
    'ix_products_title': ['is_published', 'title', 'id'],
}
ON_SALE = {
    'sqlite': 'is_published = 1 AND is_on_sale = 1',
    'postgresql': 'is_published AND is_on_sale',
}
SHOWN = 'published_at IS NOT NULL'
COPIES = f'published_at, {", ".join(FILTERS)}'
OF_PRODUCT = 'CASE WHEN p.is_published THEN p.published_at END, ' + ', '.join(
    f'p.{name}' for name in FILTERS
)
KIND = 'is_available, is_on_sale, rating_average / 100'

# What shop.catalog.search.postgresql.marks adds to a document: words of the title marked with
# U+E001, and all words of one product in 32 with U+E002, there the first letters of its title's
# words with U+E003, too. A hidden product's begin with U+E000.
MARKS = """
    UPDATE product_search SET document = document || array_to_tsvector(ARRAY(
        SELECT U&'\\E001' || lexeme FROM unnest(document) WHERE 'A' = ANY (weights)
        UNION ALL
        SELECT U&'\\E002' || lexeme FROM unnest(document) WHERE product_id % 32 = 0
        UNION ALL
        SELECT U&'\\E002\\E001' || lexeme FROM unnest(document)
        WHERE product_id % 32 = 0 AND 'A' = ANY (weights)
        UNION
        SELECT U&'\\E002\\E001\\E003' || left(lexeme, letters)
        FROM unnest(document), generate_series(1, 2) AS letters
        WHERE product_id % 32 = 0 AND 'A' = ANY (weights)
    ))
    WHERE product_id IN (SELECT id FROM products WHERE is_published)
"""
UNMARKED = """
    UPDATE product_search SET document = ts_delete(document, ARRAY(
        SELECT lexeme FROM unnest(document) WHERE left(lexeme, 1) IN (U&'\\E001', U&'\\E002')
    ))
"""


def upgrade():
    dialect = op.get_bind().dialect.name
    if dialect == 'postgresql':
        op.execute('SET LOCAL statement_timeout = 0')
    widen_orders()
    copy_to_collections(dialect)
    keep_counts()
    if dialect == 'postgresql':
        op.execute(MARKS)
    for statement in triggers_of_postgresql() if dialect == 'postgresql' else triggers_of_sqlite():
        op.execute(statement)


def downgrade():
    on_postgresql = op.get_bind().dialect.name == 'postgresql'
    for table in ('products', 'collection_products'):
        for event in ('insert', 'update', 'delete'):
            name = f'{table}_{event}_counts'
            op.execute(f'DROP FUNCTION {name} CASCADE' if on_postgresql else f'DROP TRIGGER {name}')
    op.drop_table('product_counts')
    if on_postgresql:
        op.execute(UNMARKED)
    for name in ('newest', 'price', 'product'):
        op.drop_index(f'ix_collection_products_{name}', 'collection_products')
    op.create_index('ix_collection_products_product', 'collection_products', ['product_id'])
    for name in ('published_at', *FILTERS):
        op.drop_column('collection_products', name)
    op.drop_index('ix_products_on_sale', 'products')
    for name, columns in ORDERS.items():
        op.drop_index(name, 'products')
        op.create_index(name, 'products', columns)
    op.create_index('ix_products_facets', 'products', ['is_published', *FILTERS[1:], 'price'])


def widen_orders():
    """Let a filtered list be walked in its order without reading the rows themselves."""
    op.drop_index('ix_products_facets', 'products')  # the kept counts are in its place
    for name, columns in ORDERS.items():
        op.drop_index(name, 'products')
        more = [column for column in FILTERS if column not in columns]
        op.create_index(name, 'products', [*columns, *more])
    op.create_index(
        'ix_products_on_sale',
        'products',
        ['published_at', 'id'],
        sqlite_where=sa.text(ON_SALE['sqlite']),
        postgresql_where=sa.text(ON_SALE['postgresql']),
    )


def copy_to_collections(dialect):
    """The product's own columns; `published_at` is none while it is hidden."""
    table = 'collection_products'
    op.add_column(table, sa.Column('published_at', sa.DateTime(timezone=True)))
    for name in FILTERS:
        kind = sa.Boolean() if name.startswith('is_') else sa.Integer()
        nothing = sa.false() if name.startswith('is_') else '0'
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=nothing))
    op.execute(
        f'UPDATE {table} SET ({COPIES}) = ({OF_PRODUCT}) FROM products p WHERE p.id = product_id'
    )
    op.drop_index('ix_collection_products_product', table)
    op.create_index('ix_collection_products_product', table, ['product_id', 'collection_id'])
    for name, columns in {
        'newest': ['published_at', 'product_id', *FILTERS],
        'price': ['price', 'product_id', *FILTERS[1:]],
    }.items():
        where = {f'{each}_where': sa.text(SHOWN) for each in ('sqlite', 'postgresql')}
        op.create_index(
            f'ix_collection_products_{name}', table, ['collection_id', *columns], **where
        )


def keep_counts():
    """How many products of each kind a collection shows; collection 0 is the whole catalog.

    On SQLite one row each. On PostgreSQL every change adds rows, and their sum is what counts:
    two shoppers who buy at once then never wait for each other's count.
    """
    op.create_table(
        'product_counts',
        sa.Column('collection_id', sa.Integer(), nullable=False),
        sa.Column('is_available', sa.Boolean(), nullable=False),
        sa.Column('is_on_sale', sa.Boolean(), nullable=False),
        sa.Column('stars', sa.Integer(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
    )
    op.create_index('ix_product_counts_collection_id', 'product_counts', ['collection_id'])
    op.execute(added('products', 'count(*)'))
    op.execute(added('collection_products', 'count(*)'))


# What a row of each table is counted under, and whether it is.
COUNTED = {
    'products': ('0', 'is_published'),
    'collection_products': ('collection_id', SHOWN),
}


def added(table, number, rows=None):
    """The counts of the `rows` of `table`, of all there are by default."""
    collection, is_counted = COUNTED[table]
    return (
        f'INSERT INTO product_counts SELECT {collection}, {KIND}, {number} FROM {rows or table}'
        f' WHERE {is_counted} GROUP BY {KIND}' + (', collection_id' if collection != '0' else '')
    )


def triggers_of_postgresql():
    """One run a statement, however many rows it changes."""
    copied = (
        f'UPDATE collection_products c SET ({COPIES}) = ({OF_PRODUCT}) FROM {{rows}}'
        ' AND (c.published_at, c.price, c.is_available, c.is_on_sale, c.rating_average)'
        f' IS DISTINCT FROM ({OF_PRODUCT})'
    )
    copies = {
        ('products', 'update'): copied.format(rows='new_rows p WHERE c.product_id = p.id'),
        ('collection_products', 'insert'): copied.format(
            rows='new_rows n JOIN products p ON p.id = n.product_id'
            ' WHERE c.product_id = n.product_id AND c.collection_id = n.collection_id'
        ),
    }
    for table, (collection, is_counted) in COUNTED.items():
        both = ' UNION ALL '.join(
            f'SELECT {collection} AS shelf, is_available, is_on_sale, rating_average / 100 AS stars,'
            f' {sign} AS sign FROM {rows} WHERE {is_counted}'
            for sign, rows in ((1, 'new_rows'), (-1, 'old_rows'))
        )
        counts = {
            'insert': added(table, 'count(*)', 'new_rows'),
            'delete': added(table, '-count(*)', 'old_rows'),
            'update': 'INSERT INTO product_counts'
            ' SELECT shelf, is_available, is_on_sale, stars, sum(sign)'
            f' FROM ({both}) AS changed GROUP BY 1, 2, 3, 4 HAVING sum(sign) <> 0',
        }
        for event, count in counts.items():
            copy = f'{copies[table, event]};' if (table, event) in copies else ''
            name = f'{table}_{event}_counts'
            # A plan is kept from the first change that a connection sees, and must suit one row
            # as well as a hundred thousand: look each up in an index.
            yield (
                f'CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql'
                ' SET enable_hashjoin = off SET enable_mergejoin = off AS $$'
                f' BEGIN {count}; {copy} RETURN NULL; END $$'
            )
            named = {
                'insert': 'NEW TABLE AS new_rows',
                'delete': 'OLD TABLE AS old_rows',
                'update': 'OLD TABLE AS old_rows NEW TABLE AS new_rows',
            }[event]
            yield (
                f'CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {named}'
                f' FOR EACH STATEMENT EXECUTE FUNCTION {name}()'
            )


def triggers_of_sqlite():
    """One run a row."""
    columns = f'is_published, {COPIES}'
    own = ', '.join(f'collection_products.{name}' for name in COPIES.split(', '))
    copy = (
        f'UPDATE collection_products SET ({COPIES}) = ({OF_PRODUCT}) FROM products p'
        ' WHERE p.id = product_id AND product_id = {product}'
        f' AND ({own}) IS NOT ({OF_PRODUCT})'
    )
    copies = {
        ('products', 'update'): copy.format(product='new.id'),
        ('collection_products', 'insert'): copy.format(product='new.product_id'),
    }
    for table in COUNTED:
        for event, changed in {
            'insert': [('new', '+')],
            'update': [('old', '-'), ('new', '+')],
            'delete': [('old', '-')],
        }.items():
            of = f' OF {columns if table == "products" else COPIES}' if event == 'update' else ''
            steps = [step for row, sign in changed for step in counted_row(table, row, sign)]
            steps += [copies[table, event]] if (table, event) in copies else []
            yield (
                f'CREATE TRIGGER {table}_{event}_counts AFTER {event}{of} ON {table}'
                f' BEGIN {"; ".join(steps)}; END'
            )


def counted_row(table, row, sign):
    collection, is_counted = (
        text.replace('collection_id', f'{row}.collection_id')
        .replace('is_published', f'{row}.is_published')
        .replace('published_at', f'{row}.published_at')
        for text in COUNTED[table]
    )
    kind = f'{row}.is_available, {row}.is_on_sale, {row}.rating_average / 100'
    same = f'(collection_id, is_available, is_on_sale, stars) = ({collection}, {kind})'
    if sign == '+':
        yield (
            f'INSERT INTO product_counts SELECT {collection}, {kind}, 0 WHERE {is_counted}'
            f' AND NOT EXISTS (SELECT 1 FROM product_counts WHERE {same})'
        )
    yield f'UPDATE product_counts SET number = number {sign} 1 WHERE {is_counted} AND {same}'
