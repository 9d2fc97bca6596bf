"""An example of each press on the pages of promotions."""

from selling import make_promotion

from shop.admin.promotions import saving
from shop.admin.promotions.forms import PromotionForm

GOOD = {
    "title": "Autumn sale",
    "kind": "percent",
    "percent": "20",
    "scope": "everything",
    "combines": "y",
    "step": "save",
}


def create_promotion():
    return "/admin/promotions/new", dict(GOOD)


def save_promotion():
    promotion = make_promotion()
    version = PromotionForm(data=saving.values_of(promotion), blank=True).version.data
    return f"/admin/promotions/{promotion.id}", GOOD | {"version": version}


def pause_promotion():
    return f"/admin/promotions/{make_promotion().id}/pause", {}


def resume_promotion():
    return f"/admin/promotions/{make_promotion(is_active=False).id}/resume", {}


def end_promotion():
    return f"/admin/promotions/{make_promotion().id}/end", {}


def delete_promotion():
    return f"/admin/promotions/{make_promotion().id}/delete", {}


EXAMPLES = {
    "admin.create_promotion": create_promotion,
    "admin.save_promotion": save_promotion,
    "admin.pause_promotion": pause_promotion,
    "admin.resume_promotion": resume_promotion,
    "admin.end_promotion": end_promotion,
    "admin.delete_promotion": delete_promotion,
}
