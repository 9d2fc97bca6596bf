"""An example of each press on the pages of pages."""

from shop.admin.pages.forms import PageForm
from shop.extensions import db
from shop.pages.models import Page


def make_page(**values):
    page = Page(
        **{"slug": "terms", "title": "Terms", "body": "Be kind.", "is_published": True} | values
    )
    db.session.add(page)
    db.session.commit()
    return page


def fields(page=None, **changes):
    """What the page of `page` sends, with `changes`."""
    form = PageForm(obj=page, blank=True)
    data = {field.name: field.data for field in form if field.data or field.data == 0}
    sent = {name: "y" if value is True else value for name, value in data.items()} | changes
    return {name: value for name, value in sent.items() if value is not False}


def create_page():
    return "/admin/pages", fields(title="Returns")


def save_page():
    page = make_page()
    return f"/admin/pages/{page.id}", fields(page, title="Our terms")


def delete_page():
    return f"/admin/pages/{make_page().id}/delete", {}


EXAMPLES = {
    "admin.create_page": create_page,
    "admin.save_page": save_page,
    "admin.delete_page": delete_page,
}
