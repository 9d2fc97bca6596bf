"""The jobs that follow from payments."""

from shop.checkout.payments import reconciling, test


def reconcile() -> int:
    """Settle the payments whose provider was not heard of; how many there were."""
    return reconciling.reconcile()


def deliver_test_message(said: dict[str, str | int]) -> None:
    """Bring a message of the test bank, later than its decision."""
    test.deliver(said)
