"""What is wrong with the syntax of a YAML file, in words for those who wrote it, with line and column."""

import yaml

_CAUSES = {
    "mapping values are not allowed": "一行里有两个冒号，或上一行缩进不对；含冒号的文字要用引号括起来",
    "could not find expected ':'": "少了冒号，或上面有引号没有结束",
    "found character that cannot start any token": "缩进里有制表符，请改成空格；以 @ 或 ` 开头的文字要用引号括起来",
    "found unexpected end of stream": "有引号或括号没有结束",
    "found undefined alias": "以 * 开头的文字要用引号括起来",
    "expected alphabetic or numeric character": "以 & 或 * 开头的文字要用引号括起来",
    "did not find expected key": "缩进不齐，或引号后面还有文字",
    "expected <block end>": "缩进不齐，或引号后面还有文字",
    "did not find expected ',' or": "方括号或花括号没有结束；以 {{ 开头的文字要用引号括起来",
    "expected ',' or": "方括号或花括号没有结束；以 {{ 开头的文字要用引号括起来",
    "found unhashable key": "以 {{ 开头的文字要用引号括起来",
    "found unknown escape character": "双引号里的 \\ 要写成 \\\\，或改用单引号",
    "expected a single document": "文件里有多个以 --- 分开的部分，只能有一个",
}


def fault_in_yaml(error: yaml.YAMLError, text: str) -> tuple[int, int, str]:
    """Return line, column and cause of a fault; line 0 where only the whole file can be blamed."""
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        return line, column, _in_chinese(error.problem or error.context or "")
    position = getattr(error, "position", 0) or 0
    return text[:position].count("\n") + 1, 1, "文件里有不允许的控制字符，请删去"


def _in_chinese(problem: str) -> str:
    for known, cause in _CAUSES.items():
        if known in problem:
            return cause
    return f"解析到这里读不下去了（{problem}）"
