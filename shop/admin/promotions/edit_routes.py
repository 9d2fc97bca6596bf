"""Adding a promotion, and changing one."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop import clock
from shop.access import needs
from shop.admin.blueprint import blueprint
from shop.admin.editing import hold
from shop.admin.promotions import choosing, periods, saving, summary
from shop.admin.promotions.forms import PromotionForm
from shop.admin.promotions.listing import BADGES, STATES
from shop.extensions import db
from shop.orders import earnings
from shop.orders.earnings import Earned
from shop.promotions import codes, managing
from shop.promotions.models import Promotion, Scope
from shop.rights import Right
from shop.web import see_other


@blueprint.get("/promotions/new")
@needs(Right.EDIT_PROMOTIONS)
def new_promotion() -> ResponseReturnValue:
    """?product= and ?collection= say what it is for, ?when= when, ?like= what it is a copy of."""
    model = choosing.model()
    form = PromotionForm(data=saving.values_of(model) if model else None, blank=True)
    if model and model.code:
        form.code.data = f"{model.code[: codes.LONGEST - 2]}-2"
    choosing.start(form)
    periods.fill_in(form, request.args.get("when"))
    return page_of(form)


@blueprint.post("/promotions/new")
@needs(Right.EDIT_PROMOTIONS)
def create_promotion() -> ResponseReturnValue:
    form = PromotionForm()
    if is_on_the_way(form):
        return page_of(form)
    if not form.validate():
        return page_of(form), 400
    return kept(Promotion(), form, _("The promotion is there."))


@blueprint.get("/promotions/<int:promotion_id>")
@needs(Right.SEE_PROMOTIONS)
def promotion(promotion_id: int) -> ResponseReturnValue:
    found = db.get_or_404(Promotion, promotion_id)
    form = PromotionForm(data=saving.values_of(found), blank=True)
    periods.fill_in(form, request.args.get("when"))
    return page_of(form, found)


@blueprint.post("/promotions/<int:promotion_id>")
@needs(Right.EDIT_PROMOTIONS)
def save_promotion(promotion_id: int) -> ResponseReturnValue:
    found = db.get_or_404(Promotion, promotion_id)
    hold(found)
    form = PromotionForm(stored=PromotionForm(data=saving.values_of(found), blank=True))
    form.promotion = found
    if is_on_the_way(form):
        return page_of(form, found)
    if not form.validate():
        return page_of(form, found), 400
    if form.is_outdated:
        return page_of(form, found), 409
    return kept(found, form, _("The promotion is saved."))


def kept(promotion: Promotion, form: PromotionForm, said: str) -> ResponseReturnValue:
    try:
        saving.save(promotion, form)
    except managing.CodeTaken:
        form.code.errors = [_("Another promotion has this code.")]
        db.session.rollback()
        return page_of(form, form.promotion), 400
    db.session.commit()
    flash(said, "success")
    return see_other(url_for("admin.promotion", promotion_id=promotion.id))


def is_on_the_way(form: PromotionForm) -> bool:
    """Whether another button than Save was pressed. What it does is done to the form."""
    step = request.form.get("step")
    if step == "find" or (step == "save" and choosing.is_new_search()):
        form.scope.data = Scope.PRODUCTS.value
        return True
    if step in periods.PERIODS:
        periods.fill_in(form, step)
        return True
    return step == "preview" and form.validate()


def page_of(form: PromotionForm, promotion: Promotion | None = None) -> str:
    """The page of `promotion`, or of a new one, with `form` on it."""
    is_preview = request.form.get("step") == "preview" and not form.errors
    shown = saving.fill(Promotion(), form) if is_preview else promotion
    with db.session.no_autoflush:
        return render_template(
            "admin/promotions/edit.html",
            form=form,
            promotion=promotion,
            is_preview=is_preview,
            sentences=summary.sentences(shown) if shown else [],
            example=summary.example(shown) if shown else None,
            state=managing.state(promotion, clock.now()) if promotion else None,
            states=STATES,
            badges=BADGES,
            earned=earned_by(promotion) if promotion else None,
            search=choosing.search(form),
            collections=choosing.collections(),
            periods=periods.PERIODS,
        )


def earned_by(promotion: Promotion) -> Earned:
    return earnings.of_promotions([promotion.id]).get(promotion.id, Earned())
