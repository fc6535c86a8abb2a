"""The Python that Jinja makes of a template: decimal literals, nothing folded, values printed by their type."""

from collections.abc import Iterable
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame


class DecimalCode(CodeGenerator):
    """Writes number literals as decimals; what every value needs is looked up once, when the code is loaded."""

    loaded = "from perfgen.expression.scope import LOOKUPS, MISSING"

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Begin with what every value needs."""
        self.writeline(self.loaded)
        super().visit_Template(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Ask a view for its part, without a call in between; anything else, and any fault, is the environment's."""
        self.write("(_part if (_part := LOOKUPS[type(_of := ")
        self.visit(node.node, frame)
        self.write(f")](_of, {node.attr!r})) is not MISSING else environment.getattr(_of, {node.attr!r}))")

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:  # noqa: N802
        """Write a literal; a number becomes what the environment makes of its digits."""
        value = node.as_const(frame.eval_ctx)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            self.write(f"environment.literal({str(value)!r})")
        else:
            super().visit_Const(node, frame)

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:  # noqa: ANN401
        """Fold nothing but plain text: constants would be computed as floats."""
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)


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
        self.write(")](_value).encode()" if self._encodes else ")](_value)")
