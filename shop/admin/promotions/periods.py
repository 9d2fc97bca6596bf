"""This week and next week, in the shop's time zone, for the fields From and Until."""

from datetime import datetime, time, timedelta

from flask_babel import get_locale, to_user_timezone
from flask_babel import lazy_gettext as _l

from shop import clock
from shop.admin.promotions.forms import PromotionForm

WEEK = timedelta(days=7)
PERIODS = {
    "this-week": _l("This week"),
    "next-week": _l("Next week"),
    "always": _l("No limit"),
}


def fill_in(form: PromotionForm, period: str | None) -> None:
    """Put the first and last minute of one of PERIODS into the form; junk leaves it as it is.

    Weeks begin as in the reader's country; this one began, or begins, now.
    """
    if period not in PERIODS:
        return
    now = to_user_timezone(clock.now()).replace(tzinfo=None)
    ahead = (get_locale().first_week_day - now.weekday() - 1) % 7 + 1
    next_week = datetime.combine(now.date() + timedelta(days=ahead), time.min)
    begin, end = {
        "this-week": (now, next_week),
        "next-week": (next_week, next_week + WEEK),
        "always": (None, None),
    }[period]
    form.starts_at.data = _shown(begin)
    form.ends_at.data = _shown(end and end - timedelta(minutes=1))


def _shown(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M") if moment else ""
