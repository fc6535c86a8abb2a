"""The Python that Jinja makes of a template: decimal literals, nothing folded, values printed by their type."""

from collections.abc import Iterable
from io import StringIO
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import EvalContext
from jinja2.runtime import exported


class DecimalCode(CodeGenerator):
    """Writes number literals as decimals; what every value needs is looked up once, when the code is loaded."""

    loaded = "from perfgen.expression.scope import LOOKUPS, MISSING"

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Begin with what every value needs."""
        self.writeline(self.loaded)
        super().visit_Template(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Ask a view for its part, without a call in between; anything else, and any fault, is the environment's."""
        self._ask("LOOKUPS", "getattr", node.node, node.attr, frame)

    def _ask(self, how: str, otherwise: str, of: nodes.Expr, name: str, frame: Frame) -> None:
        self.write(f"(_part if (_part := {how}[type(_of := ")
        self.visit(of, frame)
        self.write(f")](_of, {name!r})) is not MISSING else environment.{otherwise}(_of, {name!r}))")

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:  # noqa: N802
        """Write a literal; a number becomes what the environment makes of its digits."""
        value = node.as_const(frame.eval_ctx)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            self.write(self._number(f"environment.literal({str(value)!r})"))
        else:
            super().visit_Const(node, frame)

    def _number(self, made: str) -> str:
        """Return what stands for a number in the code, given how it is made."""
        return made

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:  # noqa: ANN401
        """Fold nothing but plain text: constants would be computed as floats."""
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)


class FormulaCode(DecimalCode):
    """Makes one expression a plain function of what its names mean: neither context nor generator.

    Numbers and the functions that every expression has are looked up once, when the code is loaded. The names stand in
    the order in which they are met, and all of them are asked for, as Jinja does.
    """

    _given: dict[str, str]
    _constants: dict[str, str]

    loaded = f"from jinja2.runtime import {', '.join(sorted(exported))}\n{DecimalCode.loaded}, ITEMS, Function"

    def write_function(self, expression: nodes.Expr) -> None:
        """Write the code that defines ``formula`` and ``names``."""
        for line in self.loaded.split("\n"):
            self.writeline(line)
        self.writeline("context, undefined, cond_expr_undefined = None, environment.undefined, Undefined")
        self.pull_dependencies([expression])
        met = dict.fromkeys(name.name for name in nodes.ExprStmt(expression).find_all(nodes.Name))
        self._given = {name: f"given_{n}" for n, name in enumerate(met) if name not in self.environment.globals}
        self._constants = {}
        self.writeline(f"def formula({', '.join(self._given.values())}):")
        self.indent()
        self.writeline("return ")
        self.visit(expression, Frame(EvalContext(self.environment, self.name)))
        self.outdent()
        for made, name in self._constants.items():
            self.writeline(f"{name} = {made}")
        self.writeline(f"names = {tuple(self._given)!r}")

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802
        """Write what was given for the name, or the function that every expression has."""
        del frame
        self.write(self._given.get(node.name) or self._constant(f"environment.globals[{node.name!r}]"))

    def visit_Call(  # noqa: N802
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - as Jinja has it
    ) -> None:
        """Call a function that has a name directly; whether anything else may be called, the environment says."""
        del forward_caller  # of blocks, and there are none
        if not isinstance(node.node, nodes.Name):
            super().visit_Call(node, frame)
            return
        given = self._given.get(node.node.name)
        if given is None:
            self.visit(node.node, frame)
        else:
            self.write(f"({given}.call if type({given}) is Function else environment.caller({given}))")
        whole, self.stream = self.stream, (arguments := StringIO())
        self.signature(node, frame)
        self.stream = whole
        self.write(f"({arguments.getvalue().removeprefix(', ')})")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        """Ask a view for the row of a written key as for a part."""
        if isinstance(node.arg, nodes.Const) and isinstance(key := node.arg.value, str):
            self._ask("ITEMS", "getitem", node.node, key, frame)
        else:
            super().visit_Getitem(node, frame)

    def _number(self, made: str) -> str:
        return self._constant(made)

    def _constant(self, made: str) -> str:
        return self._constants.setdefault(made, f"constant_{len(self._constants)}")


class PrintingCode(DecimalCode):
    """Prints a value by its type, without a call in between, into one list of bytes: nothing is encoded twice.

    Jinja would write ``yield escape(environment.finalize(value))``: two calls and two Markup objects for every value.
    Line breaks of the template only count its paragraphs; they are not printed. Macros and set blocks still give text.
    """

    loaded = f"{DecimalCode.loaded}; printers = environment.printers"
    _pieces = ""  # the name of the list
    _encodes = False

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Collect what the whole template prints."""
        if not frame.rootlevel:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        self._pieces = frame.buffer or ""
        super().blockvisit(nodes, frame)
        self.writeline(f"yield {self._pieces}")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        """Encode what the part itself prints, not what a macro keeps."""
        self._encodes = frame.buffer == self._pieces
        super().visit_Output(node, frame)

    def start_write(self, frame: Frame, node: nodes.Node | None = None) -> None:
        """Begin to print the result of a block."""
        super().start_write(frame, node)
        self.write("(")

    def end_write(self, frame: Frame) -> None:
        """Print it, as bytes too."""
        self.write(").encode()" if frame.buffer == self._pieces else ")")
        super().end_write(frame)

    def _output_const_repr(self, group: Iterable[Any]) -> str:
        words = "".join(group)
        return repr(words.encode() if self._encodes else words)

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:  # noqa: ANN401
        return super()._output_child_to_const(node, frame, finalize).replace("\n", "")

    def _output_child_pre(self, *_: Any) -> None:  # noqa: ANN401
        self.write("printers[type(_value := ")

    def _output_child_post(self, *_: Any) -> None:  # noqa: ANN401
        self.write(")](_value)" if self._encodes else ")](_value).decode()")
