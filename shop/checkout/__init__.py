"""From a cart to an order: the checkout page, and the payment providers."""
