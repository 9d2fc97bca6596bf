"""The API: the catalog to read as JSON, for the configured origins too, without cookies."""

from flask import Blueprint, Flask, current_app, request
from pydantic import BaseModel
from werkzeug.wrappers import Response

from shop.api import answers, models
from shop.api.openapi import describe, document
from shop.api.sessions import SessionsOutsideApi
from shop.extensions import cors, limiter

MOST_REQUESTS = "1200 per minute"  # of one address
MAX_AGE = 60  # seconds that a copy of an answer may be used unasked
PREFLIGHT_MAX_AGE = 600  # seconds that a browser may remember what is allowed

blueprint = Blueprint("api", __name__, url_prefix="/api")
# Once, and not with each application: two limits on one blueprint count every request twice.
limiter.limit(lambda: str(current_app.config["API_RATE_LIMIT"]))(blueprint)


def init_app(app: Flask) -> None:
    """Put the API into `app`, and let pages of its CORS_ORIGINS read it."""
    app.config.setdefault("API_RATE_LIMIT", MOST_REQUESTS)
    app.register_blueprint(blueprint)
    app.session_interface = SessionsOutsideApi()
    if app.config["CORS_ORIGINS"]:
        cors.init_app(
            app,
            resources=[r"/api/.*"],
            origins=app.config["CORS_ORIGINS"],
            methods=["GET", "HEAD", "OPTIONS"],
            expose_headers=["ETag", "Retry-After"],
            supports_credentials=False,
            max_age=PREFLIGHT_MAX_AGE,
        )


@blueprint.get("/products")
@describe("Products: list, search and filter", models.ProductList, takes_list_query=True)
def products() -> Response:
    return answer(answers.product_list())


@blueprint.get("/products/<slug>")
@describe("One product with its variants", models.Product)
def product(slug: str) -> Response:
    return answer(answers.product(slug))


@blueprint.get("/collections")
@describe("All collections", models.CollectionList)
def collections() -> Response:
    return answer(answers.collection_list())


@blueprint.get("/collections/<slug>")
@describe("One collection with its products", models.Collection, takes_list_query=True)
def collection(slug: str) -> Response:
    return answer(answers.collection(slug))


@blueprint.get("/openapi.json")
def openapi() -> Response:
    return kept(current_app.json.dumps(document()))


def answer(model: BaseModel) -> Response:
    return kept(model.model_dump_json())


def kept(text: str) -> Response:
    """JSON of which anybody may keep a copy for MAX_AGE, and ask by its ETag afterwards."""
    response = Response(text, mimetype="application/json")
    response.cache_control.public = True
    response.cache_control.max_age = MAX_AGE
    response.add_etag(weak=True)
    return response.make_conditional(request)
