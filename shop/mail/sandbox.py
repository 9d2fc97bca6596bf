"""Texts of letters that a merchant has written, rendered with nothing but the letter's values.

They are Jinja, as the shop's own letters are, but a small part of it: values, conditions, and
loops over the letter's lists. Everything else is refused before it runs: calls, assignments,
arithmetic, names that begin with an underscore, loops inside loops. So a text takes time and room
in proportion to what it prints. The sandbox is the second wall.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from jinja2 import TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST_SUBJECT = 200  # characters
LONGEST_BODY = 20_000  # characters
LONGEST_RESULT = 200_000  # characters
DEEPEST = 30  # expressions inside each other
FILTERS = ("upper", "lower", "capitalize", "title", "trim", "length", "first", "last", "default")
TESTS = ("defined", "undefined", "none")
ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.Tuple,
    nodes.If,
    nodes.For,
    nodes.CondExpr,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
    nodes.Filter,
    nodes.Test,
)


class TextRefused(Exception):
    """A text that cannot be a letter's; the text of it is a sentence for the merchant."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        words = _("Line %(line)s: %(problem)s", line=line, problem=sentence) if line else sentence
        super().__init__(words)


class Written(str):
    """A piece of Markdown that the shop has made: it is printed as it is."""


def render(source: str, values: Mapping[str, Any], escape: Callable[[object], str]) -> str:
    """`source` with `values` alone in it, each put through `escape`. Raises TextRefused."""
    environment = _environment(escape)
    try:
        _check(environment.parse(source), set(values))
        return _whole(environment.from_string(source).generate(dict(values)))
    except TextRefused:
        raise
    except TemplateSyntaxError as error:
        raise TextRefused(error.message or "", error.lineno) from error
    except RecursionError as error:
        raise TextRefused(_("There is too much inside each other.")) from error
    except Exception as error:  # whatever a value and what is done to it do not agree on
        raise TextRefused(str(error), _line_of(error)) from error


def _environment(escape: Callable[[object], str]) -> ImmutableSandboxedEnvironment:
    def printed(value: object) -> str:
        if isinstance(value, Undefined):
            raise TextRefused(_("There is no “%(name)s”.", name=str(value._undefined_name)))
        if isinstance(value, Written):
            return value
        if isinstance(value, list | tuple | dict) or callable(value):
            raise TextRefused(_("One value is a list of several: go through it with “for”."))
        return "" if value is None else escape(value)

    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, autoescape=False, finalize=printed
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.tests = {name: environment.tests[name] for name in TESTS}
    return environment


def _check(node: nodes.Node, names: set[str], *, in_loop: bool = False, depth: int = 0) -> None:
    """Raise TextRefused for what is not ALLOWED, or names a value that is not there."""
    if depth > DEEPEST:
        raise TextRefused(_("There is too much inside each other."), node.lineno)
    if not isinstance(node, ALLOWED):
        what = type(node).__name__.lower()
        raise TextRefused(_("“%(what)s” is not possible in a letter.", what=what), node.lineno)
    if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in names:
        raise TextRefused(_("There is no “%(name)s”.", name=node.name), node.lineno)
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        _check_part(node)
    if isinstance(node, nodes.For):
        _check_loop(node, in_loop)
        names = names | {"loop"} | {n.name for n in node.target.find_all(nodes.Name)}
        names |= {node.target.name} if isinstance(node.target, nodes.Name) else set()
    for child in node.iter_child_nodes():
        is_inside = in_loop or isinstance(node, nodes.For)
        _check(child, names, in_loop=is_inside, depth=depth + 1)


def _check_part(node: nodes.Getattr | nodes.Getitem) -> None:
    name: Any = node.attr if isinstance(node, nodes.Getattr) else None
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        name = node.arg.value
    if not isinstance(name, str | int) or str(name).startswith("_"):
        raise TextRefused(_("“%(name)s” cannot be asked for.", name=name), node.lineno)


def _check_loop(node: nodes.For, in_loop: bool) -> None:
    if in_loop or node.recursive:
        raise TextRefused(_("A loop inside a loop is not possible in a letter."), node.lineno)
    if not isinstance(node.iter, nodes.Name | nodes.Getattr | nodes.Getitem):
        raise TextRefused(_("A loop can only go through a list of the letter."), node.lineno)


def _whole(pieces: Iterator[str]) -> str:
    text = ""
    for piece in pieces:
        text += piece
        if len(text) > LONGEST_RESULT:
            raise TextRefused(_("The letter would be too long."))
    return text


def _line_of(error: Exception) -> int | None:
    """The line of the text that `error` came from."""
    found, trace = None, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            found = trace.tb_lineno
        trace = trace.tb_next
    return found
