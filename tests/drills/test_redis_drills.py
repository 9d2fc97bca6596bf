"""Redis stops, freezes or forgets everything while a crowd buys."""

import pytest
from judging import Wrong
from redis_faults import frozen, stopped, wiped

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("mistreated", [stopped, frozen, wiped])
def test_without_redis_the_shop_sells_on_and_loses_nothing(drill, mistreated):
    with drill.buying() as journal:
        drill.let(6)
        with mistreated(drill.shop.redis):
            drill.let(24)
        drill.let(6)
    assert drill.wrong() == Wrong()
    assert journal.smooth_share() >= 0.995, journal
    assert journal.refused  # the jugs ran out, so nobody could be sold one too many
