"""What is searched: on SQLite FTS5 and a table of trigrams, on PostgreSQL tsvector and pg_trgm."""

from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

SQLITE = (
    """CREATE VIRTUAL TABLE product_search USING fts5(
        title, skus, collections, text,
        tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3'
    )""",
    # The documents of products that go away go with them, as a foreign key would have it.
    """CREATE TRIGGER products_leave_search AFTER DELETE ON products BEGIN
        DELETE FROM product_search WHERE rowid = old.id;
    END""",
    "CREATE TABLE search_words (word VARCHAR(40) NOT NULL PRIMARY KEY) WITHOUT ROWID",
    """CREATE TABLE search_trigrams (
        trigram VARCHAR(3) NOT NULL,
        word VARCHAR(40) NOT NULL,
        PRIMARY KEY (trigram, word)
    ) WITHOUT ROWID""",
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """CREATE TABLE product_search (
        product_id INTEGER NOT NULL PRIMARY KEY REFERENCES products (id) ON DELETE CASCADE,
        document TSVECTOR NOT NULL
    )""",
    # Entries wait in a list and are sorted in together, which is five times as fast; each search
    # reads that list, so it is kept short (kB).
    "CREATE INDEX ix_product_search_document ON product_search USING gin (document)"
    " WITH (gin_pending_list_limit = 2048)",
    "CREATE TABLE search_words (word VARCHAR(40) NOT NULL PRIMARY KEY)",
    "CREATE INDEX ix_search_words_word ON search_words USING gin (word gin_trgm_ops)",
)


def upgrade():
    for statement in SQLITE if op.get_bind().dialect.name == 'sqlite' else POSTGRESQL:
        op.execute(statement)


def downgrade():
    if op.get_bind().dialect.name == 'sqlite':
        op.execute('DROP TABLE search_trigrams')
        op.execute('DROP TRIGGER products_leave_search')
    op.execute('DROP TABLE search_words')
    op.execute('DROP TABLE product_search')
