"""An example of each press on the pages of collections."""

from factories import CollectionFactory

from shop.admin.collections.forms import EditCollectionForm


def create_collection():
    return "/admin/collections/new", {"title": "Kitchen"}


def save_collection():
    kitchen = CollectionFactory(slug="kitchen-table")
    version = EditCollectionForm(kitchen, blank=True).version.data
    return f"/admin/collections/{kitchen.id}", {
        "title": "Kitchen",
        "slug": "kitchen-table",
        "version": version,
    }


def move_collection():
    CollectionFactory(position=0)
    return f"/admin/collections/{CollectionFactory(position=1).id}/move", {"direction": "up"}


def delete_collection():
    return f"/admin/collections/{CollectionFactory().id}/delete", {}


EXAMPLES = {
    "admin.create_collection": create_collection,
    "admin.save_collection": save_collection,
    "admin.move_collection": move_collection,
    "admin.delete_collection": delete_collection,
}
