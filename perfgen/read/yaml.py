"""Reading YAML: every scalar as it is written, with line and column; nothing is turned into a bool or a float."""

import yaml

from perfgen.filing import PACK_KEY, raw
from perfgen.finding import Finding
from perfgen.finding.catalogue import BROKEN_YAML, DUPLICATE_KEY, EMPTY_FILE
from perfgen.pack import Pack
from perfgen.place import Place
from perfgen.yaml_faults import fault_in_yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where PyYAML was built with it
_NULL = "tag:yaml.org,2002:null"
_DEEPEST = 40


class YamlSource:
    """A YAML filing that could be parsed."""

    def __init__(self, root: raw.Branch, findings: list[Finding]) -> None:
        """Keep what was read."""
        self._root = root
        self._findings = findings
        named = root.parts.get(PACK_KEY)
        self.pack_name = named.text if isinstance(named, raw.Scalar) else None
        self.pack_place = named.place if named else Place(line=1, column=1)

    @classmethod
    def open(cls, data: bytes) -> tuple["YamlSource | None", list[Finding]]:
        """Parse the file; None where it is no YAML."""
        start = Place(line=1, column=1)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            help = "请在记事本里另存为，编码选 UTF-8；Excel 文件的扩展名应是 .xlsx"  # noqa: A001
            return None, [BROKEN_YAML.at(Place(line=line, column=1), "文件不是 UTF-8 编码的文字", help=help)]
        try:
            node = yaml.compose(text, Loader=_LOADER)
        except yaml.YAMLError as error:
            line, column, cause = fault_in_yaml(error, text)
            return None, [BROKEN_YAML.at(Place(line=line, column=column) if line else start, cause)]
        except RecursionError:
            return None, [BROKEN_YAML.at(start, "层次太深，不像是填报数据")]
        if node is None:
            return None, [EMPTY_FILE.at(start, "文件里什么也没有")]
        if not isinstance(node, yaml.MappingNode):
            return None, [BROKEN_YAML.at(start, "文件应当由“表名:”开头的各部分组成")]
        reader = _Reader()
        root = reader.node(node, 0)
        return (cls(root, reader.findings) if isinstance(root, raw.Branch) else None), []

    def tree(self, _: Pack) -> tuple[raw.Branch, list[Finding]]:
        """Return what was read; its shape does not depend on the pack."""
        return self._root, self._findings


class _Reader:
    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.seen: set[int] = set()

    def place(self, node: yaml.Node) -> Place:
        mark = node.start_mark
        return Place("", "", "", mark.line + 1, mark.column + 1)

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
