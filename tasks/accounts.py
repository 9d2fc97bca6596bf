"""What is left of accounts' links and sign-ins once they are worth nothing."""

from shop.auth import sessions, tokens
from shop.extensions import db


def delete_dead_links() -> int:
    """Delete the mailed links that are too old to be used; how many there were."""
    count = tokens.delete_dead()
    db.session.commit()
    return count


def delete_dead_sign_ins() -> int:
    """Delete the sign-ins of browsers that were not seen for too long; how many there were."""
    count = sessions.delete_dead()
    db.session.commit()
    return count
