"""What an expression of a template is, and what is wrong with it: the syntax tree is walked, nothing is computed."""

from collections.abc import Callable as Call
from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

from jinja2 import nodes

from perfgen.authoring import catalogue
from perfgen.authoring.calls import KNOWN_FILTERS, KNOWN_FUNCTIONS, LATIN_FILTERS, check_arguments, result_of
from perfgen.authoring.charts import chart_faults
from perfgen.authoring.schema import ANYTHING, Anything, Callable, Many, Node, Record, Value
from perfgen.expression import shared_language
from perfgen.expression.spelling import describe_unknown, nearest
from perfgen.finding import Kind

Complain = Call[[Kind, str, str], None]

_ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
_ORDER = frozenset(("lt", "lteq", "gt", "gteq"))


class Inference:
    """Walks expressions; ``lookup`` tells what a name means here, None where nothing."""

    def __init__(self, lookup: Call[[str], Node | None], names: Call[[], tuple[str, ...]], complain: Complain) -> None:
        """Take the names that can be seen and where faults go."""
        self._lookup = lookup
        self._names = names
        self._complain = complain

    def of(self, node: nodes.Node | None) -> Node:  # noqa: C901, PLR0911, PLR0912 - one line a kind of node
        """Return what an expression is."""
        match node:
            case nodes.Name():
                return self._name(node.name)
            case nodes.Const():
                return _constant(node.value)
            case nodes.Getattr():
                return self._part(self.of(node.node), node.attr)
            case nodes.Getitem():
                return self._item(self.of(node.node), node.arg)
            case nodes.Call():
                return self._call(node)
            case nodes.Filter():
                return self._filter(node)
            case nodes.Test():
                return self._test(node)
            case nodes.Compare():
                return self._compare(node)
            case nodes.CondExpr():
                self.of(node.test)
                return _either(self.of(node.expr1), self.of(node.expr2))
            case nodes.And() | nodes.Or():
                return _either(self.of(node.left), self.of(node.right))
            case nodes.List() | nodes.Tuple():
                items = [self.of(item) for item in node.items]
                return Many("列表", reduce(_either, items) if items else ANYTHING)
            case nodes.Concat():
                for joined in node.nodes:
                    self.printed(joined)
                return Value("文字")
        if isinstance(node, (*_ARITHMETIC, nodes.Neg, nodes.Pos)):
            return self._arithmetic(node)
        for below in node.iter_child_nodes() if node else ():
            self.of(below)
        return ANYTHING

    def printed(self, node: nodes.Node) -> Node:
        """Return what a printed expression is; a whole table or a function prints nothing sensible."""
        found = self.of(node)
        match found:
            case Callable():
                message = f"“{found.title}”是函数，后面要写括号和参数"
                self._complain(catalogue.WRONG_ARGUMENT, message, "")
            case Record() if not found.prints:
                help = f"请写到栏目，如 {'、'.join(found.names()[:3])}"  # noqa: A001
                self._complain(catalogue.WHOLE_TABLE, f"“{found.title}”是一组栏目，不能整个打印", help)
            case Many():
                self._complain(catalogue.WHOLE_TABLE, f"“{found.title}”有许多行，不能整个打印", "")
        return found

    def looped(self, node: nodes.Node) -> Node:
        """Return what each turn of a loop over an expression gives."""
        match found := self.of(node):
            case Many():
                return found.item
            case Anything():
                return ANYTHING
        why = "是一个值" if isinstance(found, Value) else "是一组栏目" if isinstance(found, Record) else "是函数"
        parts = found.names() if isinstance(found, Record) else ()
        help = "请写它的 正文 或 小节" if "正文" in parts else ""  # noqa: A001
        if isinstance(found, Value) and found.type == "text":
            help = "长文字逐段打印，写 …|段落"  # noqa: A001
        self._complain(catalogue.NOT_A_LIST, f"“{found.title}”{why}，不能循环", help)
        return ANYTHING

    def _name(self, name: str) -> Node:
        found = self._lookup(name)
        if found is None:
            if name in KNOWN_FUNCTIONS:
                return Callable(name)
            self._complain(catalogue.UNKNOWN_NAME, describe_unknown(name, self._names()), "")
        return found or ANYTHING

    def _part(self, owner: Node, name: str) -> Node:
        match owner:
            case Record():
                if (part := owner.part(name)) is not None:
                    return part
                self._complain(catalogue.UNKNOWN_NAME, describe_unknown(name, owner.names(), owner.title), "")
            case Many():
                return self._column(owner, name)
            case Value() | Callable():
                message = f"“{owner.title}”下面没有“{name}”"
                self._complain(catalogue.UNKNOWN_NAME, message, "值已经到头了，请去掉最后一个点和后面的字")
        return ANYTHING

    def _column(self, owner: Many, name: str) -> Node:
        if (column := owner.column(name)) is not None:
            return column
        if isinstance(owner.item, Record) and owner.item.part(name) is not None:
            message = f"“{owner.title}”有许多行，不能直接写“{name}”"
            help = f"请写在循环里：for 行 in {owner.title} … 行.{name}"  # noqa: A001
            if owner.keyed:
                help += f"；每行一份文档的模板，用 --each {owner.title} 检查"  # noqa: A001
            self._complain(catalogue.UNKNOWN_NAME, message, help)
        else:
            self._complain(catalogue.UNKNOWN_NAME, describe_unknown(name, owner.names(), owner.title), "")
        return ANYTHING

    def _item(self, owner: Node, key: nodes.Expr) -> Node:
        if isinstance(key, nodes.Slice):
            self._complain(catalogue.WRONG_SYNTAX, "不能用 [开始:结束] 取一段", "请用 for 循环，加 if loop.index 来取")
            return ANYTHING
        words = key.value if isinstance(key, nodes.Const) else None
        if words is None:
            self.of(key)
        match owner:
            case Record() | Value() if words is not None:
                return self._part(owner, str(words))
            case Many() if isinstance(words, str):
                return (owner.column(words) or owner.item) if owner.keyed else self._part(owner, words)
            case Many() if not owner.keyed:
                return owner.item
            case Many() if words is not None:
                message = f"“{owner.title}”不能按第几行取"
                self._complain(catalogue.WRONG_SYNTAX, message, f"请写那一行的名称：{owner.title}['名称']")
            case Value():
                return self._part(owner, "[]")
        return ANYTHING

    def _call(self, node: nodes.Call) -> Node:
        arguments = [self.of(argument) for argument in node.args]
        named = self._named(node)
        if not isinstance(node.node, nodes.Name):
            called = self.of(node.node)
            if not isinstance(called, (Anything, Callable)):
                self._complain(catalogue.UNKNOWN_FUNCTION, "这里的括号不对：栏目不能当函数用", "")
            return ANYTHING
        name = node.node.name
        own = self._lookup(name)
        if isinstance(own, (Callable, Anything)):
            return ANYTHING
        if name not in KNOWN_FUNCTIONS:
            known = (*KNOWN_FUNCTIONS, *(n for n in self._names() if isinstance(self._lookup(n), Callable)))
            self._complain(catalogue.UNKNOWN_FUNCTION, f"没有名为“{name}”的函数{nearest(name, known)}", "")
            return ANYTHING
        if name == "图":
            for wrong in chart_faults(node, arguments[0] if arguments else ANYTHING, self._written(node)):
                self._complain(*wrong)
        starred = bool(node.dyn_args or node.dyn_kwargs)
        return self._applied(KNOWN_FUNCTIONS, name, arguments, named, starred=starred)

    def _named(self, node: nodes.Call | nodes.Filter) -> dict[str, Node]:
        return {str(argument.key): self.of(argument.value) for argument in node.kwargs}

    def _written(self, call: nodes.Call) -> list[list[Node]]:
        """Return what stands in the rows of a list that is written out as the first argument."""
        rows = call.args[0].items if call.args and isinstance(call.args[0], nodes.List) else []
        return [[self.of(item) for item in row.items] if isinstance(row, nodes.List) else [] for row in rows]

    def _filter(self, node: nodes.Filter) -> Node:
        value = self.of(node.node) if node.node is not None else Value("这一段", "text")
        arguments = [value, *(self.of(argument) for argument in node.args)]
        named = self._named(node)
        if node.name not in KNOWN_FILTERS:
            latin = LATIN_FILTERS.get(node.name)
            near = f"，请用“{latin}”" if latin else nearest(node.name, tuple(KNOWN_FILTERS))
            self._complain(catalogue.UNKNOWN_FILTER, f"没有名为“{node.name}”的过滤器{near}", "")
            return ANYTHING
        words = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
        if node.name == "勾选" and words:
            self._check_choice(value, words[0])
        if node.name == "分组" and words and isinstance(value, Many) and isinstance(value.item, Record):
            self._part(value.item, str(words[0]))
        return self._applied(KNOWN_FILTERS, node.name, arguments, named)

    def _applied(
        self,
        known: Mapping[str, Any],
        name: str,
        arguments: list[Node],
        named: Mapping[str, Node],
        *,
        starred: bool = False,
    ) -> Node:
        if not starred and (wrong := check_arguments(known[name], name, arguments, named)):
            self._complain(catalogue.WRONG_ARGUMENT, wrong, f"用法：{known[name].explained.usage}")
        return result_of(known[name].explained, arguments)

    def _test(self, node: nodes.Test) -> Node:
        self.of(node.node)
        for argument in node.args:
            self.of(argument)
        if node.name not in shared_language().tests:
            self._complain(catalogue.UNKNOWN_TEST, f"is 后面没有“{node.name}”这种判断", "")
        return ANYTHING

    def _compare(self, node: nodes.Compare) -> Node:
        left = self.of(node.expr)
        for operand in node.ops:
            right = self.of(operand.expr)
            if operand.op in _ORDER and not _are_words(left, right):
                self._check_figures(left, right)
            for value, other in _compared(node.expr, left, operand, right):
                if isinstance(other, nodes.Const) and other.value:  # a blank equals ''
                    self._check_choice(value, other.value)
        return ANYTHING

    def _check_choice(self, value: Node, choice: Any) -> None:  # noqa: ANN401
        if isinstance(value, Value) and value.choices and str(choice) not in value.choices:
            message = f"“{value.title}”没有“{choice}”这个选项，可选：{'、'.join(value.choices)}"
            self._complain(catalogue.WRONG_CHOICE, message, "")

    def _arithmetic(self, node: nodes.Node) -> Node:
        sides = [self.of(below) for below in node.iter_child_nodes()]
        if isinstance(node, nodes.Add) and _are_words(*sides):
            return Value("文字")
        self._check_figures(*sides)
        return Value("算式", "number")

    def _check_figures(self, *sides: Node) -> None:
        for side in sides:
            if isinstance(side, Value) and side.is_words:
                self._complain(catalogue.WORDS_IN_ARITHMETIC, f"“{side.title}”是文字，不能参加运算", "")
            elif isinstance(side, Callable):
                self._complain(catalogue.WRONG_ARGUMENT, f"“{side.title}”是函数，后面要写括号和参数", "")
            elif isinstance(side, (Record, Many)):
                message = f"“{side.title}”不是一个数，不能参加运算"
                self._complain(catalogue.WORDS_IN_ARITHMETIC, message, "请写到具体的栏目；一列数用 合计(…)")


def _compared(one: nodes.Expr, left: Node, operand: nodes.Operand, right: Node) -> Iterable[tuple[Node, nodes.Expr]]:
    """Return what is asked to be equal: what is known of a side, and how the other is written."""
    if operand.op in ("eq", "ne"):
        return (left, operand.expr), (right, one)
    if operand.op in ("in", "notin") and isinstance(operand.expr, (nodes.List, nodes.Tuple)):
        return ((left, choice) for choice in operand.expr.items)
    return ()


def _are_words(*sides: Node) -> bool:
    return all(isinstance(side, Value) and side.is_words for side in sides)


def _constant(value: object) -> Node:
    if isinstance(value, bool) or value is None:
        return ANYTHING
    return Value(str(value), "text" if isinstance(value, str) else "number")


def _either(one: Node, other: Node) -> Node:
    """Return what both are, else nothing certain."""
    if isinstance(one, Value) and isinstance(other, Value):
        if one.is_number and other.is_number:
            return Value(one.title, one.type)
        return Value(one.title) if one.is_words and other.is_words else ANYTHING
    return one if one == other else ANYTHING
