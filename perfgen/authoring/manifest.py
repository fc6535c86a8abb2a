"""All faults of a pack's own words: formulas, rules, messages, names of documents, settings; no filing is needed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from jinja2 import TemplateSyntaxError

from perfgen.authoring import catalogue
from perfgen.authoring.check import Checked, text_faults
from perfgen.authoring.fault import Fault, Spot
from perfgen.authoring.formulas import formulas
from perfgen.authoring.infer import Inference
from perfgen.authoring.parts import written_text
from perfgen.authoring.schema import Node, Record, Value, names_of
from perfgen.authoring.settings import setting_faults
from perfgen.authoring.walk import full_path
from perfgen.expression import shared_language
from perfgen.expression.language import chinese_syntax
from perfgen.expression.punctuation import narrow
from perfgen.finding import Kind
from perfgen.pack import Pack, PackCheck

MANIFEST = "pack.yaml"
_PATH = re.compile(r"\w+(\.\w+)+$")


def check_manifest(pack: Pack) -> Checked:
    """Find the faults of a pack itself: settings, formulas, checks, names of documents; not those of its templates."""
    top = names_of(pack)
    found = [*setting_faults(pack)]
    for written in formulas(pack, top):
        found += _expression_faults(written.place, written.source, written.names, top)
    for check in pack.checks:
        found += _check_faults(check, names_of(pack, check.each))
    for spec in pack.documents:
        found += _text_faults(f"documents.{spec.template}.name", spec.name, names_of(pack, spec.each))
    faults = {(fault.message, fault.spot.part): fault for fault in found}
    return Checked(MANIFEST, pack.name, (), True, "", tuple(faults.values()))  # noqa: FBT003 - listed


def _check_faults(check: PackCheck, names: Mapping[str, Node]) -> Iterator[Fault]:
    place = f"checks.{check.name}"
    yield from _expression_faults(f"{place}.rule", check.rule, names, names)
    yield from _text_faults(f"{place}.message", check.message, names)
    if check.at:
        yield from _path_faults(f"{place}.at", check.at, names)


def _path_faults(place: str, path: str, names: Mapping[str, Node]) -> Iterator[Fault]:
    """Look at the path of a field: it leads to one value."""
    found = list(_expression_faults(place, path, names, names))
    yield from found
    if not found and not (_PATH.match(path) and isinstance(_meaning(path, names), Value)):
        help = "请写成 表.栏目；grid 写 表.行.列；写了 each 的，写 列表.栏目"  # noqa: A001
        yield Fault(catalogue.NO_FIELD, f"“{path}”不是一个栏目", Spot(place), help)


def _meaning(path: str, names: Mapping[str, Node]) -> Node | None:
    """Return what a path leads to."""
    first, *parts = path.split(".")
    node = names.get(first)
    for part in parts:
        node = node.part(part) if isinstance(node, Record) else None
    return node


def _expression_faults(place: str, source: str, names: Mapping[str, Node], top: Mapping[str, Node]) -> Iterator[Fault]:
    """Look at one expression: what is wrong with it, at its place in the manifest, with itself below."""
    spot = Spot(place, words=source)
    found: list[Fault] = []

    def complain(kind: Kind, message: str, help: str) -> None:  # noqa: A002
        near = full_path(message, top) if kind is catalogue.UNKNOWN_NAME else ""
        found.append(Fault(kind, message, spot, help or near or kind.help))

    try:
        tree = shared_language().parse(f"{{{{ {narrow(source)} }}}}")
    except TemplateSyntaxError as error:
        complain(catalogue.WRONG_SYNTAX, chinese_syntax(error), "")
    else:
        Inference(names.get, lambda: tuple(names), complain).of(tree)
    yield from found


def _text_faults(place: str, text: str, names: Mapping[str, Node]) -> Iterator[Fault]:
    """Look at words with placeholders; blocks cannot stand in them."""
    if "{%" in text:
        message = "这里只能写 {{ … }}，不能写 {% … %}"
        help = "有条件的字，写成 {{ 甲 if 条件 else 乙 }}"  # noqa: A001
        yield Fault(catalogue.WRONG_SYNTAX, message, Spot(place, words=text), help)
        return
    for fault in text_faults(written_text(place, text), names):
        yield replace(fault, spot=replace(fault.spot, words=text))
