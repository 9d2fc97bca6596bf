"""Doing things at the same time, each as a request of its own would."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import Flask

from shop.extensions import db

Answer = TypeVar("Answer")


def at_once(app: Flask, actions: Sequence[Callable[[], Answer]]) -> list[Answer | Exception]:
    """Start all `actions` together, each in a thread and an application context of its own; what
    each returned or raised, in their order."""
    db.session.rollback()
    barrier = threading.Barrier(len(actions))
    answers: list[Answer | Exception] = [RuntimeError("did not end")] * len(actions)

    def run(index: int, action: Callable[[], Answer]) -> None:
        with app.app_context():
            barrier.wait()
            try:
                answers[index] = action()
            except Exception as error:
                answers[index] = error
            finally:
                db.session.rollback()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
