"""The one clock. Everything that asks the time asks here, so that tests and demos can set it."""

from datetime import UTC, datetime, timedelta

_offset = timedelta()


def now() -> datetime:
    """The current time, aware, in UTC."""
    return datetime.now(UTC) + _offset


def travel_to(moment: datetime | None) -> None:
    """Let `now()` go on from `moment`; None comes back to the real time."""
    global _offset
    _offset = moment - datetime.now(UTC) if moment else timedelta()


def travel_to_text(text: str | None) -> None:
    """`travel_to` for SHOP_NOW, an ISO 8601 time such as 2030-12-24T09:00; UTC unless it says so.

    Raises ValueError when `text` is no such time.
    """
    moment = datetime.fromisoformat(text) if text else None
    if moment and moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    travel_to(moment)
