"""The mail server is away while a crowd buys."""

from datetime import timedelta

import pytest
from judging import Wrong
from processes import wait_until

from shop import clock
from shop.extensions import db
from shop.outbox import OutboxJob
from tasks.outbox import RESTS

pytestmark = pytest.mark.slow


@pytest.fixture
def later(shop):
    """Half a minute passes, for the worker: failed mails have rested. A real one follows it."""

    def pass_time():
        assert shop.worker.end() == 0
        moment = clock.now() + RESTS[0] + timedelta(seconds=1)
        shop.start_worker(SHOP_NOW=moment.isoformat())

    yield pass_time
    assert shop.worker.end() == 0
    shop.start_worker()


def failed_jobs():
    return db.session.scalars(db.select(OutboxJob.id).where(OutboxJob.error.is_not(None))).all()


def test_mails_leave_once_the_server_is_back(drill, later):
    with drill.buying() as journal:
        drill.let(6)
        drill.mail.stop()
        drill.let(12)
        wait_until(lambda: len(failed_jobs()) >= 6)
        drill.mail.start()
        later()
    assert drill.wrong() == Wrong()
    assert journal.smooth_share() == 1, journal
