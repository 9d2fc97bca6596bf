"""The OpenAPI 3.1 document, made from the views and the models that they answer with."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from flask import current_app
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from shop import settings
from shop.api.models import Answer, ListQuery, Problem

VERSION = "1.0"  # of the API; a breaking change makes it 2.0
SCHEMAS = "#/components/schemas/"

View = TypeVar("View", bound=Callable[..., object])


class Described(NamedTuple):
    """What the document says of a view beyond its address."""

    operation: str
    summary: str
    answer: type[Answer]
    takes_list_query: bool


def describe(
    summary: str, answer: type[Answer], *, takes_list_query: bool = False
) -> Callable[[View], View]:
    """Put a view into the document: what it is for, and the model of its answer."""

    def mark(view: View) -> View:
        name = view.__name__
        view.described = Described(name, summary, answer, takes_list_query)  # type: ignore[attr-defined]
        return view

    return mark


def document() -> dict[str, Any]:
    """The whole document; a test holds each real answer against it."""
    paths = {}
    answers: set[type[BaseModel]] = {Problem}
    for rule in current_app.url_map.iter_rules():
        described = getattr(current_app.view_functions[rule.endpoint], "described", None)
        if described:
            paths[re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)] = {"get": _get(rule, described)}
            answers.add(described.answer)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": settings.current().shop_name,
            "version": VERSION,
            "description": "The catalog, to read. Amounts of money are whole minor units.",
        },
        "servers": [{"url": current_app.config["PUBLIC_URL"]}],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": _schemas(answers)},
    }


def _get(rule: Rule, described: Described) -> dict[str, Any]:
    refusals = {"429": "Too many requests; Retry-After says when to go on."}
    if rule.arguments:
        refusals["404"] = "There is no such thing."
    return {
        "operationId": described.operation,
        "summary": described.summary,
        "parameters": [*_in_path(rule), *(_in_query() if described.takes_list_query else [])],
        "responses": {
            "200": _content("application/json", described.answer, described.summary),
            "304": {"description": "Unchanged since the ETag in If-None-Match."},
            **{
                status: _content("application/problem+json", Problem, text)
                for status, text in sorted(refusals.items())
            },
        },
    }


def _content(kind: str, model: type[BaseModel], description: str) -> dict[str, Any]:
    schema = {"$ref": SCHEMAS + model.__name__}
    return {"description": description, "content": {kind: {"schema": schema}}}


def _in_path(rule: Rule) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in sorted(rule.arguments)
    ]


def _in_query() -> list[dict[str, Any]]:
    parameters = []
    for name, schema in ListQuery.model_json_schema()["properties"].items():
        description = schema.pop("description")
        for needless in ("title", "default"):
            schema.pop(needless, None)
        parameters.append(
            {"name": name, "in": "query", "description": description, "schema": schema}
        )
    return parameters


def _schemas(models: set[type[BaseModel]]) -> dict[str, Any]:
    ordered = sorted(models, key=lambda model: model.__name__)
    _, definitions = models_json_schema(
        [(model, "serialization") for model in ordered], ref_template=SCHEMAS + "{model}"
    )
    found: dict[str, Any] = definitions["$defs"]
    return found
