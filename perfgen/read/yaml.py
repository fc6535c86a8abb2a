"""Reading YAML: every scalar as it is written, with line and column; nothing is turned into a bool or a float."""

import yaml

from perfgen.filing import PACK_KEY, raw
from perfgen.finding import Finding
from perfgen.finding.catalogue import BROKEN_YAML, DUPLICATE_KEY, EMPTY_FILE
from perfgen.pack import Pack
from perfgen.place import Place

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where PyYAML was built with it
_NULL = "tag:yaml.org,2002:null"
_DEEPEST = 40
_CAUSES = {
    "mapping values are not allowed": "一行里有两个冒号，或上一行缩进不对；含冒号的文字要用引号括起来",
    "could not find expected ':'": "少了冒号，或上面有引号没有结束",
    "found character that cannot start any token": "缩进里有制表符，请改成空格；以 @ 或 ` 开头的文字要用引号括起来",
    "found unexpected end of stream": "有引号或括号没有结束",
    "found undefined alias": "以 * 开头的文字要用引号括起来",
    "did not find expected key": "缩进不齐，或引号后面还有文字",
    "did not find expected ',' or": "方括号或花括号没有结束；以 {{ 开头的文字要用引号括起来",
    "found unknown escape character": "双引号里的 \\ 要写成 \\\\，或改用单引号",
    "expected a single document": "文件里有多个以 --- 分开的部分，只能有一个",
}


class YamlSource:
    """A YAML filing that could be parsed."""

    def __init__(self, file: str, root: raw.Branch, findings: list[Finding]) -> None:
        """Keep what was read."""
        self.file = file
        self._root = root
        self._findings = findings
        named = root.parts.get(PACK_KEY)
        self.pack_name = named.text if isinstance(named, raw.Scalar) else None
        self.pack_place = named.place if named else Place(file, line=1, column=1)

    @classmethod
    def open(cls, file: str, data: bytes) -> tuple["YamlSource | None", list[Finding]]:
        """Parse the file; None where it is no YAML."""
        start = Place(file, line=1, column=1)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            help = "请在记事本里另存为，编码选 UTF-8；Excel 文件的扩展名应是 .xlsx"  # noqa: A001
            return None, [BROKEN_YAML.at(Place(file, line=line, column=1), "文件不是 UTF-8 编码的文字", help=help)]
        try:
            node = yaml.compose(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = Place(file, line=mark.line + 1, column=mark.column + 1) if mark else start
            return None, [BROKEN_YAML.at(place, _in_chinese(error.problem or error.context or ""))]
        except yaml.YAMLError as error:
            position = getattr(error, "position", 0) or 0
            place = Place(file, line=text[:position].count("\n") + 1, column=1)
            return None, [BROKEN_YAML.at(place, "文件里有不允许的控制字符，请删去")]
        except RecursionError:
            return None, [BROKEN_YAML.at(start, "层次太深，不像是填报数据")]
        if node is None:
            return None, [EMPTY_FILE.at(start, "文件里什么也没有")]
        if not isinstance(node, yaml.MappingNode):
            return None, [BROKEN_YAML.at(start, "文件应当由“表名:”开头的各部分组成")]
        reader = _Reader(file)
        root = reader.node(node, 0)
        return (cls(file, root, reader.findings) if isinstance(root, raw.Branch) else None), []

    def tree(self, _: Pack) -> tuple[raw.Branch, list[Finding]]:
        """Return what was read; its shape does not depend on the pack."""
        return self._root, self._findings


def _in_chinese(problem: str) -> str:
    for known, cause in _CAUSES.items():
        if known in problem:
            return cause
    return f"解析到这里读不下去了（{problem}）"


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.seen: set[int] = set()

    def place(self, node: yaml.Node) -> Place:
        mark = node.start_mark
        return Place(self.file, "", "", mark.line + 1, mark.column + 1)

    def node(self, node: yaml.Node, depth: int) -> raw.Node:
        place = self.place(node)
        if isinstance(node, yaml.ScalarNode):
            is_null = node.tag == _NULL and not node.style  # plain: None from one parser, blank from the other
            return raw.Scalar(None if is_null else node.value, place, number=not node.style)
        if id(node) in self.seen or depth > _DEEPEST:  # an alias: sharing can blow up or never end
            self.findings.append(BROKEN_YAML.at(place, "不支持用 & 和 * 引用，或层次太深；请把内容写在原处"))
            return raw.Scalar(None, place, unreadable=True)
        self.seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return raw.Items(tuple(self.node(item, depth + 1) for item in node.value), place)
        parts: dict[str, raw.Node] = {}
        keys: dict[str, Place] = {}
        for key, value in node.value:
            at = self.place(key)
            if not isinstance(key, yaml.ScalarNode):
                self.findings.append(BROKEN_YAML.at(at, "以 {{ 或 [ 开头的文字要用引号括起来"))
                continue
            if key.value in parts:
                message = f"“{key.value}”在同一处写了两次，另一处在第 {keys[key.value].line} 行"
                self.findings.append(DUPLICATE_KEY.at(at, message, path=key.value))
                continue
            parts[key.value] = self.node(value, depth + 1)
            keys[key.value] = at
        return raw.Branch(parts, place, keys)
