"""What a phone needs to keep the shop beside its apps. Source: W3C, Web Application Manifest."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from shop import settings
from shop.web import current_locale

PAPER = "#faf8f4"  # as in static/css/tokens.css


def manifest() -> dict[str, Any]:
    """The manifest in the reader's language; JSON."""
    home = url_for("catalog.home")
    return {
        "id": home,
        "name": settings.shop_name(),
        "short_name": settings.shop_name()[:12],
        "lang": current_locale(),
        "start_url": home,
        "scope": home,
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            _icon("icon-192", 192),
            _icon("icon-512", 512),
            _icon("maskable-512", 512, "maskable"),
        ],
        "shortcuts": [
            {"name": _("Everything"), "url": url_for("catalog.products")},
            {"name": _("Cart"), "url": url_for("cart.show")},
        ],
    }


def _icon(name: str, pixels: int, purpose: str = "any") -> dict[str, str]:
    return {
        "src": url_for("static", filename=f"icons/{name}.png"),
        "sizes": f"{pixels}x{pixels}",
        "type": "image/png",
        "purpose": purpose,
    }
