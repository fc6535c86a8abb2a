"""The Python that Jinja makes of a template: decimal literals, nothing folded, values printed by their type."""

from collections.abc import Iterable
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame


class DecimalCode(CodeGenerator):
    """Writes number literals as decimals."""

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:  # noqa: N802
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
    """Prints a value by its type, without a call in between, and yields bytes: nothing is encoded twice.

    Jinja would write ``escape(environment.finalize(value))``: two calls and two Markup objects for every value. Line
    breaks of the template only count its paragraphs; they are not printed. Macros and set blocks still give text.
    """

    _encodes = False

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        self._encodes = frame.buffer is None
        super().visit_Output(node, frame)

    def start_write(self, frame: Frame, node: nodes.Node | None = None) -> None:
        super().start_write(frame, node)
        self.write("(")

    def end_write(self, frame: Frame) -> None:
        self.write(")" if frame.buffer is not None else ").encode()")
        super().end_write(frame)

    def _output_const_repr(self, group: Iterable[Any]) -> str:
        words = "".join(group)
        return repr(words.encode() if self._encodes else words)

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:  # noqa: ANN401
        return super()._output_child_to_const(node, frame, finalize).replace("\n", "")

    def _output_child_pre(self, *_: Any) -> None:  # noqa: ANN401
        self.write("environment.printers[type(_value := ")

    def _output_child_post(self, *_: Any) -> None:  # noqa: ANN401
        self.write(")](_value).encode()" if self._encodes else ")](_value)")
