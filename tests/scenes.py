"""Findings that need more than one file to arise: each with what leads to it and the exact text shown."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from support.docx import docx, p
from support.filings import COMPLETE, lines, pack_folder, packs

from perfgen.batch import render_all
from perfgen.generate import Packs, check_filing


@dataclass(frozen=True)
class Scene:
    """What leads to a finding, in words and as a script, and what is said."""

    title: str
    run: Callable[[Path], list[str]]
    expected: tuple[str, ...]


def _missing_file(folder: Path) -> list[str]:
    return lines(check_filing(folder / "甲.yaml", packs()))


def _template_with_an_unknown_field(folder: Path) -> list[str]:
    shutil.copytree(pack_folder() / "mini", folder / "packs" / "mini")
    (folder / "packs" / "mini" / "文档.docx").write_bytes(docx(p("{{ 单位.在职人树 }}")))
    (folder / "甲.yaml").write_text(COMPLETE, encoding="utf-8")
    (result,) = render_all([folder / "甲.yaml"], folder / "out", Packs((folder / "packs",)))
    return lines(result.done)


def _pack_with_a_wrong_type(folder: Path) -> list[str]:
    return _with_manifest(folder, "编制数: count", "编制数: counts")


def _pack_that_is_no_yaml(folder: Path) -> list[str]:
    return _with_manifest(folder, "编制数: count", "编制数: {type: count")


def _with_manifest(folder: Path, old: str, new: str) -> list[str]:
    shutil.copytree(pack_folder() / "mini", folder / "packs" / "mini")
    manifest = folder / "packs" / "mini" / "pack.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    (folder / "甲.yaml").write_text(COMPLETE, encoding="utf-8")
    found = lines(check_filing(folder / "甲.yaml", Packs((folder / "packs",))))
    return [line.replace(f"{folder}/", "") for line in found]


def _two_filings_of_one_unit(folder: Path) -> list[str]:
    (folder / "甲.yaml").write_text(COMPLETE, encoding="utf-8")
    (folder / "乙.yaml").write_text(COMPLETE.replace("68", "70"), encoding="utf-8")
    results = render_all([folder / "甲.yaml", folder / "乙.yaml"], folder / "out", packs())
    return [line for result in results for line in lines(result.done)]


SCENES = (
    Scene("文件不存在", _missing_file, ("甲.yaml  致命：没有这个文件（文件读不了）",)),
    Scene(
        "模板包的 pack.yaml 里把 count 写成了 counts",
        _pack_with_a_wrong_type,
        (
            "甲.yaml:1:6  致命：packs/mini/pack.yaml 写法有误：tables.单位.fields.编制数.type：只能写 text、count、number、money、points、score、rate、year、date、choice、yesno、target 之一（模板包有误）",
        ),
    ),
    Scene(
        "模板包的 pack.yaml 里少了一个花括号",
        _pack_that_is_no_yaml,
        (
            "甲.yaml:1:6  致命：packs/mini/pack.yaml 第 12 行第 11 个字：方括号或花括号没有结束；以 {{ 开头的文字要用引号括起来（模板包有误）",
        ),
    ),
    Scene(
        "模板里写了 {{ 单位.在职人树 }}",
        _template_with_an_unknown_field,
        (
            "文档.docx  致命：文档.docx 第1段“{{ 单位.在职人树 }}”：“单位”下没有“在职人树”，是不是“在职人数”？（模板出错）",
        ),
    ),
    Scene(
        "一次生成两份填报数据，单位名称相同，内容不同",
        _two_filings_of_one_unit,
        ("乙.yaml  致命：与 甲.yaml 是同一个单位“甲局”，内容却不同（单位重复）",),
    ),
)
