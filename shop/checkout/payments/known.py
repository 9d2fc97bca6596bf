"""The payment providers of a configuration."""

from collections.abc import Mapping
from typing import Any

from shop.checkout.payments import Provider
from shop.checkout.payments.test import TestBank


def providers_of(config: Mapping[str, Any]) -> dict[str, Provider]:
    """Those that `config` has the keys of, by their code; the test bank outside production."""
    found: dict[str, Provider] = {}
    if config["STRIPE_SECRET_KEY"]:
        # Its library costs a process 14 MB, which a shop that takes no cards can spare.
        from shop.checkout.payments.stripe import Stripe

        found["stripe"] = Stripe(
            config["STRIPE_SECRET_KEY"], config["STRIPE_WEBHOOK_SECRET"], config["STRIPE_API_BASE"]
        )
    if config["SHOP_ENV"] != "production":
        found["test"] = TestBank()
    return found
