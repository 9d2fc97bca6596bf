"""Processes of the shop are killed, or told to stop, while a crowd buys."""

import os
import signal
import threading

import pytest
from judging import Wrong
from processes import wait_until

pytestmark = pytest.mark.slow


def test_worker_killed_while_it_hands_a_mail_over(drill):
    shop, mail = drill.shop, drill.mail
    with drill.buying():
        drill.let(6)
        mail.takes = 60  # seconds: as long as the worker lives
        began = len(mail.began)
        wait_until(lambda: len(mail.began) > began)
        shop.worker.kill()
        mail.takes = 0
        shop.start_worker()
        drill.let(12)
    assert drill.wrong() == Wrong()
    assert len(mail.began) > len(mail.taken)  # it was in the middle of one


def test_worker_killed_between_sending_a_mail_and_noting_it(drill):
    """That mail is sent again, and the shopper's mail program knows it by its Message-ID."""
    shop, mail = drill.shop, drill.mail
    is_killed = threading.Event()

    def kill() -> None:
        shop.worker.kill()
        is_killed.set()

    with drill.buying():
        drill.let(6)
        mail.once_taken = kill
        wait_until(is_killed.is_set)
        sent = mail.taken[-1]
        shop.start_worker()
        drill.let(12)
    wait_until(lambda: len(mail.ids_to(sent["To"])) == 2)
    assert drill.wrong() == Wrong(mailed_twice=[sent["To"]])
    assert set(mail.ids_to(sent["To"])) == {sent["Message-ID"]}


def test_web_killed(drill):
    """First one of its workers, which gunicorn replaces; then all that there is."""
    shop = drill.shop
    with drill.buying() as journal:
        drill.let(8)
        os.kill(shop.web.children()[0], signal.SIGKILL)
        drill.let(12)
        shop.kill_web()
        shop.start_web()
        drill.let(12)
    assert drill.wrong() == Wrong()
    assert journal.troubles


def test_web_told_to_stop(drill):
    shop = drill.shop
    with drill.buying() as journal:
        drill.let(8)
        assert shop.web.end() == 0
        shop.start_web()
        drill.let(16)
    assert drill.wrong() == Wrong()
    assert journal.troubles
