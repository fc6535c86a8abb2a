"""For each finding of structure, type and computing: what looks alike, is right, and must stay unsaid."""

from support.filings import COMPLETE
from zoo import Specimen, put, workbook


def yaml(kind: str, old: str = "", new: str = "", more: str = "") -> Specimen:
    """Return a near miss made of the complete filing."""
    assert old in COMPLETE
    return Specimen(kind, COMPLETE.replace(old, new, 1) + more if old else COMPLETE + more, ())


def excel(kind: str, sheet: str, cell: str, value: str | int | None) -> Specimen:
    """Return a near miss made of the complete workbook."""
    return Specimen(kind, workbook(put(sheet, cell, value)), (), "甲.xlsx")


NEAR_MISSES = (
    Specimen("文件读不了", COMPLETE, (), "名字 带空格（副本）.yaml"),
    Specimen("文件是空的", "\n\n# 先有说明\n" + COMPLETE, ()),
    excel("不是工作簿", "单位", "A1", "改过的标题"),
    excel("工作簿有密码", "单位", "B13", "密码"),
    yaml("YAML 写法有误", "负责司法行政。", "'负责: 司法行政 #1，{ 见附件 }'"),
    yaml("重复的键", more="经费: {甲: {上年: 1}, 乙: {上年: 1}}\n"),
    Specimen("没有指明模板包", COMPLETE.replace("模板包: mini", "模板包: ' mini '"), ()),
    Specimen("模板包有误", COMPLETE.replace("模板包: mini", '模板包: "mini"  # 有误'), ()),
    excel("缺少工作表", "填报说明", "A1", "改过的说明"),
    excel("多余的工作表", "填报说明", "D1", "草稿"),
    excel("缺少列", "单位", "B2", " 填 写 "),
    excel("多余的列", "单位", "F5", "没有表头的草稿"),
    yaml("未知栏目", "编制数: 87", "编制数: 87, 备注: 编制数"),
    yaml("结构不对", more="指标: []\n项目:\n经费: {}\n"),
    excel("合并单元格", "指标", "A1", "改过的标题"),
    excel("隐藏的行有内容", "单位", "A40", None),
    yaml("名称重复", more="指标: [{二级指标: 甲, 三级指标: 满意度}, {二级指标: 乙, 三级指标: 满意度}]\n"),
    excel("找不到所属的行", "项目·指标", "A1", "改过的标题"),
    yaml("必填未填", "年度: 2023", "年度: '2023'"),
    excel("单元格是错误值", "单位", "B13", "照 #N/A 的写法"),
    excel("公式没有结果", "单位", "B13", "'=1+1"),
    yaml("不是数字", "编制数: 87", "编制数: ' ８７ '"),
    yaml("不是日期", "编制数: 87", "编制数: 87, 日期: 2024年2月29日"),
    yaml("不在选项内", "编制数: 87", "编制数: 87, 类型: 行政, 公开: 否"),
    yaml("文中的占位符有误", "负责司法行政。", "'现有{{ 单位 . 在职人数 }}人，{见附件}，100%}'"),
    yaml("不可见字符", "负责司法行政。", "'负责　司法行政 👩‍👩‍👧。'"),
    excel("数字存成了文本", "单位", "B13", "87"),
    yaml("公式算不出来", "编制数: 87, ", ""),
    yaml("公式循环引用", more="经费: {合计数: {本年: 3}}\n"),
    yaml("除数为零", "在职人数: 68", "在职人数: 0"),
    yaml("与计算结果不一致", more="经费: {甲: {本年: 1.5}, 乙: {本年: 2}, 合计数: {本年: '3.500'}}\n"),
    yaml("四舍五入的差", "在职人数: 68", "在职人数: 68, 控制率: 78.16%"),
    yaml(
        "得分与规则不一致",
        more="指标: [{三级指标: 天数, 指标值: ≥100, 完成值: 90, 分值: 2, 得分: 1, 偏差原因: 雨季}]\n",
    ),
)
