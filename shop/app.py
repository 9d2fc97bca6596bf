"""The application factory."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from shop import (
    access,
    assets,
    bodies,
    cli,
    clock,
    database,
    drawing,
    errors,
    extensions,
    forgery,
    headers,
    languages,
    media,
    migrating,
    money,
    outbox,
    pagecache,
    redis,
    replica,
    settings,
    web,
    words,
)
from shop.account import catalog_holes
from shop.account import routes as account_routes
from shop.admin import routes as admin_routes
from shop.alerts import routes as alert_routes
from shop.api import routes as api_routes
from shop.auth import language_switch, sessions
from shop.auth import routes as auth_routes
from shop.cart import routes as cart_routes
from shop.cart import visitor as visitors
from shop.catalog import cards, listing
from shop.catalog import routes as catalog_routes
from shop.catalog.navigation import navigation, page_links
from shop.checkout import routes as checkout_routes
from shop.dev import routes as dev_routes
from shop.dev import timing
from shop.operations import dashboard, metrics
from shop.operations import routes as operations_routes
from shop.orders import routes as order_routes
from shop.pagecache import holes
from shop.pages import routes as page_routes
from shop.promotions import announcing
from shop.shipping import announcing as delivery


def create_app(environ: Mapping[str, str] | None = None, **overrides: Any) -> Flask:
    """Build the shop from `environ` (the process's own by default); `overrides` go last.

    Raises config.ConfigError when a setting is missing, malformed or too weak.
    """
    settings = config.load(environ) | overrides
    Path(settings["SHOP_INSTANCE"]).mkdir(parents=True, exist_ok=True)
    app = languages.Shop(
        "shop",
        instance_path=settings["SHOP_INSTANCE"],
        static_url_path=f"/static/{assets.version(Path(__file__).parent / 'static')}",
    )
    app.jinja_environment = drawing.Environment
    app.config.from_mapping(settings)
    app.url_map.converters["int"] = web.RowId
    clock.travel_to_text(app.config["SHOP_NOW"])
    pagecache.put_around_flask(app)
    trust_proxies(app)
    languages.init_app(app)
    app.wsgi_app = bodies.WholeBodies(app.wsgi_app)  # type: ignore[assignment, method-assign]
    bind_extensions(app)
    guard_requests(app)
    register_blueprints(app)
    prepare_templates(app)
    cli.init_app(app)
    replica.init_app(app)
    pagecache.put_in_front(app)
    timing.init_app(app)
    return app


def trust_proxies(app: Flask) -> None:
    """Believe as many hops of X-Forwarded-For and -Proto as proxies stand in front."""
    hops = app.config["TRUSTED_PROXIES"]
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]


def bind_extensions(app: Flask) -> None:
    """Bind what `shop.extensions` names, and the shop's own services of that kind."""
    app.config.setdefault(
        "SQLALCHEMY_ENGINE_OPTIONS",
        database.engine_options(app.config["SQLALCHEMY_DATABASE_URI"]),
    )
    extensions.compress.init_app(app)
    extensions.db.init_app(app)
    with app.app_context():
        database.prepare(extensions.db.engine)
    migrating.init_app(app)
    extensions.babel.init_app(app, locale_selector=languages.select_locale)
    words.load(app)
    extensions.csrf.init_app(app)
    extensions.login_manager.init_app(app)
    extensions.mail.init_app(app)
    redis.init_app(app)
    outbox.init_app(app)
    media.init_app(app)
    assets.init_app(app)
    sessions.init_app(app)
    web.init_limiter(app)
    pagecache.init_app(app)


def guard_requests(app: Flask) -> None:
    """What happens around every view, in this order: who, how much, whence; then the headers."""
    app.before_request(access.gate)
    errors.init_app(app)
    app.before_request(forgery.check)
    headers.init_app(app)


def register_blueprints(app: Flask) -> None:
    app.register_blueprint(catalog_routes.blueprint)
    app.register_blueprint(page_routes.blueprint)
    app.register_blueprint(language_switch.blueprint)
    cart_routes.init_app(app)
    app.register_blueprint(alert_routes.blueprint)
    announcing.init_app(app)
    delivery.init_app(app)
    order_routes.init_app(app)
    checkout_routes.init_app(app)
    app.register_blueprint(auth_routes.blueprint)
    app.register_blueprint(account_routes.blueprint)
    api_routes.init_app(app)
    admin_routes.init_app(app)
    app.register_blueprint(operations_routes.blueprint)
    dashboard.init_app(app)
    metrics.init_app(app)
    if app.config["SHOP_ENV"] != "production":
        app.register_blueprint(dev_routes.blueprint)


def prepare_templates(app: Flask) -> None:
    """What every template may use."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["money"] = money.shown
    words.init_app(app)
    drawing.init_app(app)
    holes.init_app(
        app,
        account_link=visitors.account_link,
        cart_link=visitors.cart_link,
        messages=visitors.messages,
        new_collection=visitors.new_collection,
        edit_product=catalog_holes.edit_product,
        own_review=catalog_holes.own_review,
    )
    app.jinja_env.globals.update(
        shop_name=settings.shop_name,
        shop_logo=settings.logo,
        csp_nonce=headers.csp_nonce,
        is_public_page=headers.is_public_page,
        navigation=navigation,
        page_links=page_links,
        announcement=announcing.announcement,
        favourites=listing.favourites,
        visitor=visitors.visitor,
        current_locale=web.current_locale,
        languages=languages,
        own_path=languages.own_path,
        canonical_url=web.canonical_url,
        draw_cards=cards.drawn,
    )
