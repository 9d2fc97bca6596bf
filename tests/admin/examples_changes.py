"""A request that works for the one endpoint of the log that changes something."""

from factories import UserFactory, make_product

from shop.admin.audit import trail
from shop.admin.audit.models import AuditEntry
from shop.extensions import db


def undo_change():
    product = make_product("Harbour mug", price=2400)
    with trail.on_behalf_of(UserFactory(), "test"):
        product.variants[0].price = 2200
        db.session.commit()
    entry_id = db.session.scalar(db.select(AuditEntry.id).order_by(AuditEntry.id.desc()))
    return f"/admin/changes/{entry_id}/undo", {}


EXAMPLES = {"admin.undo_change": undo_change}
