"""What a merchant does with a promotion. Nothing here commits."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, bindparam, not_
from sqlalchemy.exc import IntegrityError

from shop import clock
from shop.database import UTCDateTime
from shop.extensions import db
from shop.promotions.models import Promotion


class State(StrEnum):
    """Whether a promotion applies now, and if not, why."""

    RUNNING = "running"
    SCHEDULED = "scheduled"
    PAUSED = "paused"
    USED_UP = "used_up"
    ENDED = "ended"


class CodeTaken(Exception):
    """Another promotion has this code."""


class InUse(Exception):
    """Orders have used the promotion, so it can be ended, but not deleted."""


NOW = bindparam(None, callable_=clock.now, type_=UTCDateTime)  # when the statement is sent
HAS_ENDED = and_(Promotion.ends_at.is_not(None), Promotion.ends_at <= NOW)
IS_TO_COME = and_(Promotion.starts_at.is_not(None), Promotion.starts_at > NOW)
IS_USED_UP = and_(Promotion.total_limit.is_not(None), Promotion.used_count >= Promotion.total_limit)
# The same as `state`, for the database.
CONDITIONS: dict[State, ColumnElement[bool]] = {
    State.RUNNING: and_(Promotion.is_active, not_(HAS_ENDED), not_(IS_TO_COME), not_(IS_USED_UP)),
    State.SCHEDULED: and_(Promotion.is_active, not_(HAS_ENDED), not_(IS_USED_UP), IS_TO_COME),
    State.PAUSED: and_(not_(Promotion.is_active), not_(HAS_ENDED)),
    State.USED_UP: and_(Promotion.is_active, not_(HAS_ENDED), IS_USED_UP),
    State.ENDED: HAS_ENDED,
}


def state(promotion: Promotion, at: datetime) -> State:
    """What `promotion` is at `at`."""
    if promotion.ends_at and promotion.ends_at <= at:
        return State.ENDED
    if not promotion.is_active:
        return State.PAUSED
    if promotion.total_limit is not None and promotion.used_count >= promotion.total_limit:
        return State.USED_UP
    if promotion.starts_at and promotion.starts_at > at:
        return State.SCHEDULED
    return State.RUNNING


def keep(promotion: Promotion) -> None:
    """Write `promotion`, new or changed. Raises CodeTaken, having written nothing."""
    try:
        with db.session.begin_nested():
            db.session.add(promotion)
    except IntegrityError as error:
        raise CodeTaken(promotion.code) from error


def code_is_taken(code: str, but_by: int | None = None) -> bool:
    """Whether a promotion other than the one with that id has the code."""
    taken = db.select(Promotion.id).where(Promotion.code == code)
    return db.session.scalar(taken) not in (None, but_by)


def pause(promotion: Promotion) -> None:
    """Let `promotion` apply to nothing until it is resumed."""
    promotion.is_active = False


def resume(promotion: Promotion) -> None:
    """Undo `pause`."""
    promotion.is_active = True


def end(promotion: Promotion) -> None:
    """End `promotion` now, for good; one that has ended before stays as it was."""
    if state(promotion, clock.now()) != State.ENDED:
        promotion.ends_at = clock.now()


def delete(promotion: Promotion) -> None:
    """Delete one that no order has used. Raises InUse.

    Its row is held first, as an order that uses it does.
    """
    db.session.refresh(promotion, with_for_update=True)
    if promotion.used_count:
        raise InUse(promotion.title)
    db.session.delete(promotion)
