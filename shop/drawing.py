"""How templates are run: what Jinja would do anew for every page is done once."""

from functools import lru_cache
from typing import Any

from flask import Flask, has_request_context, request
from flask.sansio.app import App
from flask.templating import Environment as FlaskEnvironment
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro

from shop import locales

MOST_KEPT = 1024  # pieces of pages


class OneModuleTemplate(Template):
    """A template whose macros are made once, whoever imports them.

    Jinja compares the globals of both templates at each import, in case they were loaded with
    different ones; a page has a dozen imports, and all templates here have the same globals.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if self._module is None:
            self._module = self.make_module()
        return self._module


class Environment(FlaskEnvironment):
    """Flask's, which finds a loaded template by its name alone. Jinja's own look-up, which asks for
    the loader and notes what was used last, takes three times as long, twenty times a page."""

    template_class = OneModuleTemplate

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self.loaded: dict[Any, Template] = {}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:
        if globals or self.auto_reload:
            return super().get_template(name, parent, globals)
        found = self.loaded.get(name)
        if found is None:
            found = self.loaded[name] = super().get_template(name, parent)
        return found

    def overlay(self, *args: Any, **options: Any) -> "Environment":
        """One with other options, and so with other templates of the same names."""
        made = super().overlay(*args, **options)
        made.loaded = {}
        return made


def init_app(app: Flask) -> None:
    """Give `app`'s templates `kept`."""
    app.jinja_env.globals["kept"] = kept


def kept(macro: Macro, *args: Any) -> str:
    """What `macro` makes of `args`, drawn once in each language and then kept.

        {{ kept(menu, shop_name(), links) }}

    Only for macros that are told all they show: what they ask for themselves, be it who is looking
    or a setting, would stay as it was for whoever came first. Lists reach them as tuples.
    """
    root = request.script_root if has_request_context() else ""
    manner = (locales.name(), root)
    if list in map(type, args):
        args = tuple(tuple(each) if isinstance(each, list) else each for each in args)
    return _drawn(macro, manner, *args)


@lru_cache(maxsize=MOST_KEPT)
def _drawn(macro: Macro, _manner: tuple[str, str], *args: Any) -> str:
    html: str = macro(*args)
    return html
