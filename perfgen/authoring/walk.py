"""Through one part of a template, tag by tag: which names can be seen, what each expression is, which block is open."""

import re
from collections.abc import Callable, Mapping

from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from perfgen.authoring import catalogue
from perfgen.authoring.blocks import ENDS, PAIRS, Block, Blocks
from perfgen.authoring.fault import Spot, shortened
from perfgen.authoring.infer import Inference
from perfgen.authoring.schema import ANYTHING, Many, Node, Record, Value
from perfgen.authoring.schema import Callable as Macro
from perfgen.authoring.tags import Report, Tag
from perfgen.expression import shared_language
from perfgen.expression.language import chinese_syntax
from perfgen.expression.spelling import nearest
from perfgen.finding import Kind
from perfgen.word.merging import MERGE_MARK
from perfgen.word.tags import W

_MIDDLES = ("else", "elif")
_OF_CELLS = ("vm", "hm", "colspan", "cellbg")
_REFUSED = ("include", "import", "from", "extends", "do", "break", "continue", "debug", "trans")
_WORDS = (*PAIRS, *ENDS, *_MIDDLES)
_TARGETS = re.compile(r"for\s+([\w\s,]+?)\s+in\b")
_SET = re.compile(r"set\s+[\w\s,.]+=")
_MERGE = re.compile(r"\|\s*合并(?!\w)")
_UNKNOWN = re.compile("没有名为“([^”]*)”")
_AROUND = {"p": "段", "tr": "行", "tc": "格"}


class Walk:
    """Walks the tags of one part in order; what is wrong with one hides nothing of the others."""

    def __init__(self, names: Mapping[str, Node], tags: list[Tag], report: Report) -> None:
        """Take what the names at the top mean, and where faults go."""
        self._names = names
        self._tags = [_corrected(tag, report) for tag in tags]
        self._report = report
        self._ended: set[str] = set()
        self._own: dict[str, Node] = {}
        self._merging: set[etree._Element] = set()
        self._spot = Spot("")
        self._blocks = Blocks([tag.keyword for tag in self._tags], report)
        self._inference = Inference(self._lookup, self._seen, self._complain)

    def run(self) -> None:
        """Look at every tag."""
        self._check_sharing()
        for position, tag in enumerate(self._tags):
            self._spot = tag.spot
            if self._blocks.open and self._blocks.open[-1].word == "raw" and tag.keyword != "endraw":
                continue
            if tag.mark == "{{":
                self._print(tag)
            else:
                self._statement(tag, position)
        self._blocks.finish()

    def _seen(self) -> tuple[str, ...]:
        inner = (name for block in reversed(self._blocks.open) for name in block.names)
        return tuple(dict.fromkeys((*inner, *self._own, *self._names)))

    def _lookup(self, name: str) -> Node | None:
        for block in reversed(self._blocks.open):
            if name in block.names:
                return block.names[name]
        return self._own.get(name) or self._names.get(name)

    def _complain(self, kind: Kind, message: str, help: str) -> None:  # noqa: A002
        if kind is catalogue.UNKNOWN_NAME and (name := _UNKNOWN.match(message)):
            if name[1] in self._ended:
                ended = f"“{name[1]}”只在它的循环里有，这里循环已经结束"
                self._report(catalogue.ENDED_LOOP, ended, self._spot, "")
                return
            help = help or full_path(message, self._names)  # noqa: A001
        self._report(kind, message, self._spot, help)

    def _print(self, tag: Tag) -> None:
        if _MERGE.search(tag.inside):
            self._check_merge(tag)
        if (tree := self._parsed(tag, f"{{{{ {tag.inside} }}}}")) is not None:
            for output in tree.find_all(nodes.Output):
                for printed in output.nodes:
                    self._inference.printed(printed)

    def _parsed(self, tag: Tag, source: str) -> nodes.Template | None:
        try:
            return shared_language().parse(source)
        except TemplateSyntaxError as error:
            if tag.intact:
                self._report(catalogue.WRONG_SYNTAX, f"“{tag.written}”：{chinese_syntax(error)}", tag.spot, "")
            return None

    def _check_merge(self, tag: Tag) -> None:
        cell = next(tag.element.iterancestors(W + "tc"), None)
        if cell is None:
            self._report(catalogue.MISPLACED_MERGE, f"“{tag.written}”不在表格里", tag.spot, "")
        elif not MERGE_MARK.match(f"{{{{{tag.inside}}}}}"):
            self._report(catalogue.MISPLACED_MERGE, f"“{tag.written}”的合并后面还有别的", tag.spot, "")
        elif cell in self._merging:
            self._report(catalogue.MISPLACED_MERGE, f"“{tag.written}”所在的格已经有一个合并", tag.spot, "")
        else:
            self._merging.add(cell)

    def _statement(self, tag: Tag, position: int) -> None:
        word = tag.keyword
        if word in _MIDDLES:
            self._middle(tag)
        elif word in ENDS:
            if word not in (tag.inside, "endblock") and tag.intact:
                self._report(catalogue.WRONG_SYNTAX, f"“{tag.written}”：{word} 后面不能有别的字", tag.spot, "")
            self._end_loop(self._blocks.end(ENDS[word], tag, position))
        elif word in PAIRS:
            self._begin(word, tag)
        elif word in _OF_CELLS:
            self._of_cell(tag)
        else:
            message = f"“{tag.written}”不能用" if word in _REFUSED else f"没有“{word}”这种标签{nearest(word, _WORDS)}"
            self._report(catalogue.UNKNOWN_TAG, message, tag.spot, "")

    def _middle(self, tag: Tag) -> None:
        block = self._blocks.middle(tag)
        if tag.keyword == "elif":
            self._condition(tag, f"{{% if {tag.inside.removeprefix('elif')} %}}{{% endif %}}")
        elif tag.inside != "else" and tag.intact:
            message = f"“{tag.written}”：else 后面不能有别的字"
            self._report(catalogue.WRONG_SYNTAX, message, tag.spot, "还要判断，请写 {% elif … %}")
        self._end_loop(block)

    def _end_loop(self, block: Block | None) -> None:
        """Forget the names of a loop that is over; they are remembered for a message."""
        if block is not None and block.word == "for":
            self._ended |= set(block.names) - {"loop"}
            block.names.clear()

    def _condition(self, tag: Tag, source: str) -> None:
        if (tree := self._parsed(tag, source)) is not None:
            self._inference.of(tree.find(nodes.If).test)  # type: ignore[union-attr]

    def _of_cell(self, tag: Tag) -> None:
        if not tag.spot.table:
            self._report(catalogue.OUTSIDE_TABLE, f"“{tag.written}”不在表格里", tag.spot, "只能写在表格的单元格里")
        expression = tag.inside.removeprefix(tag.keyword).strip()
        if expression and (tree := self._parsed(tag, f"{{{{ {expression} }}}}")) is not None:
            self._inference.of(tree)

    def _begin(self, word: str, tag: Tag) -> None:
        if word == "set" and _SET.match(tag.inside):
            if (tree := self._parsed(tag, f"{{% {tag.inside} %}}")) is not None:
                assigned = tree.find(nodes.Assign)
                if assigned is not None:
                    self._bind(assigned.target, self._inference.of(assigned.node), self._scope())
            return
        names: dict[str, Node] = {}
        if word == "if":
            self._condition(tag, f"{{% {tag.inside} %}}{{% endif %}}")
        elif word == "for":
            names = self._loop(tag)
        elif word not in ("raw", "autoescape", "block"):
            names = self._other(word, tag)
        self._blocks.begin(word, tag).names.update(names)

    def _loop(self, tag: Tag) -> dict[str, Node]:
        names: dict[str, Node] = {}
        tree = self._parsed(tag, f"{{% {tag.inside} %}}{{% endfor %}}")
        loop = tree.find(nodes.For) if tree is not None else None
        if loop is None:  # the names are there all the same, so that one fault does not become many
            found = _TARGETS.match(tag.inside)
            names = dict.fromkeys(re.findall(r"\w+", found[1]) if found else (), ANYTHING)
        else:
            item = self._inference.looped(loop.iter)
            self._bind(loop.target, item, names)
            names["loop"] = ANYTHING if loop.recursive else _loop_parts(item)  # a recursive one is called
            if loop.test is not None:
                block = self._blocks.begin("for", tag)
                block.names.update(names)
                self._inference.of(loop.test)
                self._blocks.open.pop()
        return {"loop": _loop_parts(ANYTHING), **names}

    def _other(self, word: str, tag: Tag) -> dict[str, Node]:
        """Read macro, call, filter, with, and a set around text."""
        tree = self._parsed(tag, f"{{% {tag.inside} %}}{{% end{word} %}}")
        names: dict[str, Node] = {}
        made = tree.body[0] if tree is not None and tree.body else None
        match made:
            case nodes.Macro():
                self._scope()[made.name] = Macro(made.name)
                given = ("varargs", "kwargs", *(argument.name for argument in made.args))
                names = {"caller": Macro("caller"), **dict.fromkeys(given, ANYTHING)}
                for default in made.defaults:
                    self._inference.of(default)
            case nodes.CallBlock():
                self._inference.of(made.call)
                names = {argument.name: ANYTHING for argument in made.args}
            case nodes.FilterBlock():
                self._inference.of(made.filter)
            case nodes.With():
                for target, value in zip(made.targets, made.values, strict=True):
                    self._bind(target, self._inference.of(value), names)
            case nodes.AssignBlock():
                self._bind(made.target, Value("文字"), self._scope())
        return names

    def _scope(self) -> dict[str, Node]:
        """Return where a name set here is kept."""
        return next((block.names for block in reversed(self._blocks.open) if block.is_scope), self._own)

    def _bind(self, target: nodes.Node, value: Node, names: dict[str, Node]) -> None:
        if isinstance(target, nodes.Name):
            names[target.name] = value
        else:
            names.update((name.name, ANYTHING) for name in target.find_all(nodes.Name))

    def _check_sharing(self) -> None:
        """Report rows and paragraphs that docxtpl takes away with more in them than the tag."""
        seen: set[etree._Element] = set()
        for tag in self._tags:
            around = next(tag.element.iterancestors(W + tag.prefix), None) if tag.prefix in _AROUND else None
            if around is None or around in seen or not tag.intact:
                continue
            text = "".join(str(piece.text or "") for piece in around.iter(W + "t"))
            if rest := text.replace(tag.written, "", 1).strip():
                seen.add(around)
                message = f"“{tag.written}”所在的{_AROUND[tag.prefix]}里还有“{shortened(rest)}”，会丢失"
                self._report(catalogue.SHARED_LINE, message, tag.spot, "")


def _corrected(tag: Tag, report: Callable[[Kind, str, Spot, str], None]) -> Tag:
    """Return a tag with its misspelt keyword corrected, so that its block still pairs."""
    word = tag.keyword
    if not word or word in (*_WORDS, *_OF_CELLS, *_REFUSED):
        return tag
    likely = re.search("“(.*)”", nearest(word, _WORDS))
    if likely is None:
        return tag
    if tag.intact:
        report(catalogue.UNKNOWN_TAG, f"没有“{word}”这种标签，是不是“{likely[1]}”？", tag.spot, "")
    inside = likely[1] + tag.inside.removeprefix(word)
    return Tag(tag.mark, tag.prefix, inside, tag.written, tag.spot, tag.element, tag.home, intact=False)


def _loop_parts(item: Node) -> Node:
    parts: dict[str, Node] = dict.fromkeys(("first", "last", "changed"), ANYTHING)
    parts |= dict.fromkeys(("previtem", "nextitem"), item)
    counts = ("index", "index0", "revindex", "revindex0", "length")
    return Record("loop", {**parts, **{name: Value(f"loop.{name}", "count") for name in counts}})


def full_path(message: str, names: Mapping[str, Node]) -> str:
    """Say how a field is written in full, where a message says that its name alone means nothing; else blank."""
    if (unknown := _UNKNOWN.match(message)) is None:
        return ""
    name = unknown[1]
    for table, node in names.items():
        row = node.item if isinstance(node, Many) else node
        if isinstance(row, Record) and row.part(name) is not None:
            if isinstance(node, Many):
                return f"“{name}”是“{table}”的栏目，请写在循环里：for 行 in {table} … 行.{name}"
            return f"栏目前面要写表名：{table}.{name}"
    return ""
