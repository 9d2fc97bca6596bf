"""The shop's own words of a letter, written as a merchant would: what changing them begins with.

`{{ _('Welcome to %(shop)s', shop=shop_name) }}` becomes `Welcome to {{ shop_name }}`, in the
language of the answer.
"""

import re

from flask import current_app
from flask_babel import get_domain, gettext
from jinja2 import Environment, nodes

_HOLES = re.compile(r"%\((\w+)\)[sd]|%%")
_PARTS = {"mail/_order.md": "order_rows", "mail/_address.md": "delivery_address"}


class UnknownConstruct(Exception):
    """A template of ours uses something of Jinja that merchants' texts may not: a test writes every
    letter, so this is met by whoever adds one, and never by a merchant."""


def words(name: str) -> tuple[str, str]:
    """Subject and body of the template mail/`name`.md. Raises UnknownConstruct."""
    loader = current_app.jinja_env.loader
    assert loader is not None  # noqa: S101 - Flask always has one
    environment = Environment()  # noqa: S701 - nothing is rendered; blocks keep their line ends
    source, _file, _fresh = loader.get_source(current_app.jinja_env, f"mail/{name}.md")
    blocks = {block.name: block for block in environment.parse(source).find_all(nodes.Block)}
    subject, body = (_all(blocks[part].body).strip() for part in ("subject", "body"))
    return subject, re.sub(r"(?<!%\})\n{3,}", "\n\n", body)


def _all(several: list[nodes.Node]) -> str:
    return "".join(_statement(node) for node in several)


def _statement(node: nodes.Node) -> str:
    if isinstance(node, nodes.Output):
        return "".join(_printed(each) for each in node.nodes)
    if isinstance(node, nodes.If):
        return _if(node)
    if isinstance(node, nodes.For):
        target = _value(node.target)
        return f"{{% for {target} in {_value(node.iter)} %}}{_all(node.body)}{{% endfor %}}"
    if isinstance(node, nodes.Include) and isinstance(node.template, nodes.Const):
        return f"{{{{ {_PARTS[node.template.value]} }}}}"
    raise UnknownConstruct(type(node).__name__)


def _if(node: nodes.If) -> str:
    text = f"{{% if {_value(node.test)} %}}{_all(node.body)}"
    for other in node.elif_:
        text += f"{{% elif {_value(other.test)} %}}{_all(other.body)}"
    if node.else_:
        text += f"{{% else %}}{_all(node.else_)}"
    return text + "{% endif %}"


def _printed(node: nodes.Expr) -> str:
    if isinstance(node, nodes.TemplateData):
        return node.data
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
        named = {keyword.key: _value(keyword.value) for keyword in node.kwargs}
        if node.node.name == "_":
            return _filled(gettext(_text(node.args[0])), named)
        if node.node.name == "ngettext":
            return _plural(node, named)
    return f"{{{{ {_value(node)} }}}}"


def _plural(node: nodes.Call, named: dict[str, str]) -> str:
    one, many, number = _text(node.args[0]), _text(node.args[1]), _value(node.args[2])
    named = {"num": number} | named
    known = get_domain().get_translations()  # flask_babel's own ngettext fills the holes
    first, others = (_filled(known.ngettext(one, many, n), named) for n in (1, 2))
    if first == others:
        return first
    return f"{{% if {number} == 1 %}}{first}{{% else %}}{others}{{% endif %}}"


def _filled(sentence: str, named: dict[str, str]) -> str:
    return _HOLES.sub(lambda hole: f"{{{{ {named[hole[1]]} }}}}" if hole[1] else "%", sentence)


def _text(node: nodes.Expr) -> str:
    assert isinstance(node, nodes.Const)  # noqa: S101 - what translators are given is a text
    return str(node.value)


def _value(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Const):
        return repr(node.value)
    if isinstance(node, nodes.Getattr):
        return f"{_value(node.node)}.{node.attr}"
    if isinstance(node, nodes.Tuple):
        return ", ".join(_value(item) for item in node.items)
    if isinstance(node, nodes.Not):
        return f"not {_value(node.node)}"
    if isinstance(node, nodes.Compare):
        signs = {"eq": "==", "ne": "!=", "gt": ">", "lt": "<", "gteq": ">=", "lteq": "<="}
        rest = "".join(f" {signs[each.op]} {_value(each.expr)}" for each in node.ops)
        return _value(node.expr) + rest
    raise UnknownConstruct(type(node).__name__)
