"""The page docs/findings.md, made from the catalogue of findings and the error zoo."""

import re

from reviewer import FILING, WRONG, Change
from scenes import SCENES, Scene
from zoo import EXCEL, YAML, Specimen

from perfgen.finding import Kind, Level, catalogue

SPECIMENS: tuple[Specimen | Change | Scene, ...] = (*YAML, *EXCEL, *WRONG, *SCENES)
_INTRO = """\
# 检查出的问题

perfgen check 能查出的全部问题，按级别排列。每个问题写着怎么办，后面是能引出它的最小例子和程序的原话。
模板包还可以有自己的检查，名称、级别和说明写在它的 pack.yaml 里，不在这里。

本页由 tests/findings_page.py 从问题目录（perfgen/finding/catalogue.py）和实例（tests/zoo.py、tests/reviewer.py）生成，
请不要手工改。

标着 - 和 + 的实例，是把下面这份没有问题的填报数据改了一处：

"""
_LEVELS = {
    Level.FATAL: "改正以前不生成文档。",
    Level.WARN: "照样生成文档，但多半有错，请逐条核对。",
    Level.INFO: "程序已经处理好，知道就行。",
}
_NAME = re.compile(r"（([^（）]+)）$")


def kinds() -> list[Kind]:
    """Return every kind of the catalogue, in its order."""
    return [kind for kind in vars(catalogue).values() if isinstance(kind, Kind)]


def shown_by(specimen: Specimen | Change | Scene, kind: Kind) -> list[str]:
    """Return the lines of a specimen that are about a kind."""
    return [line for line in specimen.expected if (named := _NAME.search(line)) and named[1] == kind.name]


def without_specimen() -> set[str]:
    """Return the names of the kinds that no specimen shows."""
    return {kind.name for kind in kinds() if not any(shown_by(specimen, kind) for specimen in SPECIMENS)}


def page() -> str:
    """Return the page."""
    parts = [_INTRO + _block("yaml", FILING.splitlines())]
    for level, words in _LEVELS.items():
        parts.append(f"## {level.chinese}\n\n{words}\n")
        parts += [_entry(kind) for kind in kinds() if kind.level is level]
    return "\n".join(parts)


def _entry(kind: Kind) -> str:
    examples = [_example(specimen, lines) for specimen in SPECIMENS if (lines := shown_by(specimen, kind))]
    return "\n".join([f"### {kind.name}\n\n{kind.help}。\n", *examples])


def _example(specimen: Specimen | Change | Scene, lines: list[str]) -> str:
    return f"{_filing(specimen)}\n{_block('text', lines)}"


def _filing(specimen: Specimen | Change | Scene) -> str:
    if isinstance(specimen, Scene):
        return f"{specimen.title}：\n"
    if isinstance(specimen, Change):
        old, new = (
            [f"{sign} {line}" for line in text.split("\n")] for sign, text in (("-", specimen.old), ("+", specimen.new))
        )
        return _block("diff", [*old, *new])
    if not isinstance(specimen.content, str) or not specimen.name.endswith(".yaml"):
        form = "YAML 填报数据" if specimen.name.endswith(".yaml") else "工作簿"
        return f"实例是一份{form}（tests/zoo.py 里的“{specimen.title}”）：\n"
    return _block("yaml", specimen.content.splitlines()) if specimen.content else "填报数据是空的：\n"


def _block(language: str, lines: list[str]) -> str:
    fence = "`" * max(3, *(len(run) + 1 for line in lines for run in re.findall("`{3,}", line)), 3)
    return "\n".join([f"{fence}{language}", *lines, fence, ""])


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201
