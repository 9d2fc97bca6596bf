"""What the cache tells whoever counts. The sender is the application."""

from blinker import Namespace

_signals = Namespace()

# Somebody was answered, ahead of Flask. `route` (the rule's text), `method`, `status` (int),
# `seconds` (float) and `source`: "memory", "redis" or "rendered".
served = _signals.signal("page-served")

# A kept page was wanted, by a stranger or by a visitor. `source` as above.
looked_up = _signals.signal("page-looked-up")
