"""The reviewer's zoo: a filing in which nothing is wrong, changes that make one thing wrong, and changes that do not."""

from dataclasses import dataclass

FILING = """\
模板包: reviewed
单位: {单位名称: 甲县司法局, 年度: 2023}
收支: {年初预算数: 100, 全年预算数: 100, 全年执行数: 95, 基本支出: 60.5, 人员支出: 40, 公用支出: 20.5}
指标:
- {一级指标: 产出指标, 三级指标: 调解矛盾纠纷起数, 指标值: ≥100, 完成值: '120', 分值: 50}
- {一级指标: 效益指标, 三级指标: 群众满意率, 指标值: ≥90%, 完成值: 95%, 分值: 40}
项目:
- {项目名称: 甲项目, 指标: [{三级指标: 调解矛盾纠纷起数, 指标值: ≥100, 完成值: '120', 分值: 90}]}
报告:
  情况: 一切正常。
  问题: [{标题: 人手不足, 正文: 一线人员偏少。}]
转移支付:
- {三级指标: 装备采购批次, 指标性质: ≥, 指标值: '3', 度量单位: 批, 完成值: '3'}
拨款: {中央拨款: 4783912.86, 地方拨款: 1200000, 本级拨款: 12.5}
"""


@dataclass(frozen=True)
class Change:
    """Words of the filing, what stands there instead, and what is said of it; nothing said is a near miss."""

    title: str
    old: str
    new: str
    expected: tuple[str, ...] = ()

    def filing(self) -> str:
        """Return the changed filing."""
        assert FILING.count(self.old) >= 1, self.old
        return FILING.replace(self.old, self.new, 1)


def text(title: str, words: str, *expected: str) -> Change:
    """Return a change of the narrative."""
    return Change(title, "一切正常。", words, tuple(f"甲.yaml:10:7  {line}" for line in expected))


WRONG = (
    Change(
        "points do not make 100",
        "分值: 40}",
        "分值: 41}",
        ("甲.yaml:1:1  致命：“分值合计”是 101，应为 100（分值合计不对）",),
    ),
    Change(
        "a group without its points",
        "产出指标, 三级指标: 调解矛盾纠纷起数, 指标值: ≥100, 完成值: '120', 分值: 50}\n",
        "产出指标, 三级指标: 调解矛盾纠纷起数, 指标值: ≥100, 完成值: '120', 分值: 40}\n"
        "- {一级指标: 时效, 三级指标: 按时完成, 指标值: 12个月, 完成值: 12个月, 分值: 10}\n",
        ("甲.yaml:5:10  致命：“产出指标”各行分值合计 40，写明的是 50（一级指标分值不符）",),
    ),
    Change(
        "a label that declares other points",
        "效益指标",
        "效益指标（30分）",
        ("甲.yaml:6:10  致命：“效益指标”各行分值合计 40，写明的是 30（一级指标分值不符）",),
    ),
    Change(
        "a score above its points",
        "完成值: 95%, 分值: 40}",
        "完成值: 95%, 分值: 40, 得分: 41, 偏差原因: 表现好}",
        (
            "甲.yaml:6:62  致命：“群众满意率·得分”是 41，分值是 40（得分超出分值）",
            "甲.yaml:1:1  致命：“总分”是 100.5，分值是 100（得分超出分值）",
        ),
    ),
    Change(
        "points without a score",
        "≥90%, 完成值: 95%",
        "持续提升, 完成值: 有所提升",
        ("甲.yaml:6:3  致命：“群众满意率”有 40 分，完成值是“有所提升”，规则算不出来（有分值没有得分）",),
    ),
    Change(
        "scored without an actual",
        "完成值: 95%, 分值: 40}",
        "分值: 40, 得分: 40}",
        ("甲.yaml:6:3  致命：“群众满意率”没有完成值，得分填的是 40（没有完成值却有得分）",),
    ),
    Change(
        "an indicator without a target",
        "指标值: ≥90%, 完成值: 95%, 分值: 40}",
        "完成值: 95%, 分值: 40, 得分: 40}",
        ("甲.yaml:6:3  警告：“群众满意率”没有指标值（没有指标值）",),
    ),
    Change(
        "a missed target on a form without points",
        "度量单位: 批, 完成值: '3'",
        "度量单位: 批, 完成值: '2'",
        ("甲.yaml:13:3  警告：“装备采购批次”的指标值是“≥3批”，完成值是“2批”，没有写“未完成原因”（未完成没有写原因）",),
    ),
    Change(
        "no actual on a form without points",
        "度量单位: 批, 完成值: '3'",
        "度量单位: 批",
        ("甲.yaml:13:3  警告：“装备采购批次”没有完成值（没有完成值）",),
    ),
    Change(
        "a relation beside the target and in it",
        "指标性质: ≥, 指标值: '3'",
        "指标性质: ≥, 指标值: '≥3'",
        ("甲.yaml:13:32  警告：“装备采购批次”的指标性质是“≥”，指标值里又写了“≥3”（指标性质写了两遍）",),
    ),
    Change(
        "a split target without a relation",
        "指标性质: ≥, 指标值: '3', 度量单位: 批, 完成值: '3'",
        "指标值: '3', 度量单位: 批, 完成值: '4', 偏差原因: 追加",
        ("甲.yaml:13:23  警告：“装备采购批次”的指标值“3批”没有写 ≥ 或 ≤，完成值是“4批”（指标值没有写大于或小于）",),
    ),
    Change(
        "lost points without a reason",
        "完成值: 95%, 分值: 40}",
        "完成值: 85.5%, 分值: 40}",
        ("甲.yaml:6:3  警告：“群众满意率”得 38 分，满分 40 分，没有写偏差原因（扣分没有写原因）",),
    ),
    Change(
        "far above the target",
        "完成值: '120', 分值: 50",
        "完成值: '135', 分值: 50",
        (
            "甲.yaml:5:3  警告：“调解矛盾纠纷起数”的完成值“135”超过指标值“≥100” 35%，没有写原因（远超指标值没有写原因）",
            "甲.yaml:8:53  致命：“调解矛盾纠纷起数”的完成值这里是“120”，另一处是“135”（同一指标两处不一致）",
        ),
    ),
    Change(
        "a percentage against a bare figure",
        "≥90%",
        "'≥90'",
        ("甲.yaml:6:46  警告：“群众满意率”的指标值“≥90”和完成值“95%”单位不同（指标值与完成值对不上）",),
    ),
    Change(
        "a target without a relation",
        "≥90%, 完成值: 95%",
        "90%, 完成值: 95%",
        ("甲.yaml:6:34  警告：“群众满意率”的指标值“90%”没有写 ≥ 或 ≤，完成值是“95%”（指标值没有写大于或小于）",),
    ),
    Change(
        "a low execution rate",
        "全年执行数: 95",
        "全年执行数: 80",
        ("甲.yaml:3:5  警告：“执行率”是 80.00%，低于 90%，报告里没有说明原因（执行率偏低没有说明）",),
    ),
    Change(
        "an adjusted budget",
        "年初预算数: 100",
        "年初预算数: 90",
        ("甲.yaml:3:24  警告：“年初预算数”90.00，“全年预算数”100.00，报告里没有说明调整原因（预算调整没有说明）",),
    ),
    Change(
        "a part above its total",
        "人员支出: 40",
        "人员支出: 61",
        ("甲.yaml:3:59  致命：“其中：人员支出”61.00，大于“基本支出”60.50（分项大于总额）",),
    ),
    Change(
        "parts that together exceed their total",
        "人员支出: 40",
        "人员支出: 41",
        ("甲.yaml:3:47  致命：其中：人员支出、公用支出合计 61.5，大于“基本支出”60.50（分项大于总额）",),
    ),
    Change(
        "a rule of the pack",
        "全年执行数: 95",
        "全年执行数: 105",
        ("甲.yaml:3:37  致命：执行 105.00，预算 100.00（执行超过预算）",),
    ),
    Change(
        "a rule of the pack that says where it is shown",
        "基本支出: 60.5",
        "基本支出: 96",
        ("甲.yaml:3:47  警告：执行 95.00（执行少于基本支出）",),
    ),
    Change(
        "a rule for each row that says where it is shown",
        "完成值: '120', 分值: 90",
        "完成值: '120', 分值: 90, 得分: 44, 偏差原因: 雨季",
        ("甲.yaml:8:10  警告：得 44（项目没有过半）",),
    ),
    Change(
        "one indicator, two actuals",
        "完成值: '120', 分值: 90",
        "完成值: '127', 分值: 90",
        ("甲.yaml:8:53  致命：“调解矛盾纠纷起数”的完成值这里是“127”，另一处是“120”（同一指标两处不一致）",),
    ),
    Change(
        "one indicator, two targets",
        "≥100, 完成值: '120', 分值: 90",
        "≥110, 完成值: '120', 分值: 90",
        ("甲.yaml:8:42  警告：“调解矛盾纠纷起数”的指标值这里是“≥110”，另一处是“≥100”（同一指标的指标值两处不一致）",),
    ),
    Change(
        "two indicators that may be one",
        "三级指标: 调解矛盾纠纷起数, 指标值: ≥100, 完成值: '120', 分值: 90",
        "三级指标: 各类调解矛盾纠纷起数, 指标值: ≥100, 完成值: '127', 分值: 90",
        (
            "甲.yaml:8:55  警告：“各类调解矛盾纠纷起数”和“调解矛盾纠纷起数”相近，完成值这里是“127”，另一处是“120”（相近指标数值不同）",
        ),
    ),
    text(
        "a figure that is not the indicator's",
        "全年共调解各类矛盾纠纷127起。",
        "警告：文中是“全年共调解各类矛盾纠纷127起”，指标“调解矛盾纠纷起数”的完成值是“120”（文字与表不一致）",
    ),
    text(
        "a rate that is not the indicator's",
        "群众满意率达到96%。",
        "警告：文中是“群众满意率达到96%”，指标“群众满意率”的完成值是“95%”（文字与表不一致）",
    ),
    text(
        "an amount that is not the field's",
        "全年基本支出61.5万元。",
        "警告：文中是“基本支出61.5万元”，表里的“基本支出”是 60.50（文字与表不一致）",
    ),
    text("another total", "绩效自评得分98分。", "致命：文中写的是 98 分，“总分”是 99.5（文中的总分与表不一致）"),
    text("another grade", "自评等级为“良”。", "致命：文中的等级是“良”，按总分是“优”（文中的等级与总分不符）"),
    text(
        "a wrong share",
        "总支出100万元，其中人员支出40万元，占总支出的41%。",
        "致命：文中 40万元占 41%，按 100万元算是 40.00%（占比算得不对）",
    ),
    text(
        "a wrong direction",
        "2022年支出12万元，2023年支出10万元，增加2万元。",
        "致命：文中写的是增加2万元，按文中的数应是减少2万元（增减算得不对）",
    ),
    text(
        "a wrong rate of change",
        "2022年支出12万元，2023年支出10万元，下降20%。",
        "致命：文中写的是下降20%，按文中的数应是减少16.67%（增减算得不对）",
    ),
    text(
        "a hint of the form", "主要做法（100字以内）。", "致命：“主要做法（100字以内）。”像是没有填完（留有表格的提示）"
    ),
    text(
        "placeholders of the form",
        "XX年支出XX万元。",
        "致命：“XX年支出XX万”像是没有填完（留有表格的提示）",
        "致命：“XX年支出XX万元。”像是没有填完（留有表格的提示）",
    ),
    text(
        "a choice not made",
        "比上年增加（减少）3万元。",
        "致命：“比上年增加（减少）3万元。”像是没有填完（留有表格的提示）",
    ),
    text("an amount left open", "相比上年减少   万元。", "致命：“相比上年减少   万元。”像是没有填完（留有表格的提示）"),
    text("yuan for 万元", "公用支出20.5元。", "致命：文中是 20.5元，表里是 20.5万元（金额单位不对）"),
    text("万元 for yuan", "其余205000万元。", "致命：文中是 205000万元，表里是 20.5万元（金额单位不对）"),
    text(
        "万元 for a field in yuan",
        "其中4783912.86万元已拨付。",
        "致命：文中是 4783912.86万元，表里是 4783912.86元（金额单位不对）",
    ),
    text(
        "万元 right behind the label of a field in yuan",
        "中央拨款4783912.86万元，地方拨款1200000万元。",
        "警告：文中是“地方拨款1200000万元”，表里的“地方拨款”是 1200000.00元（文字与表不一致）",
        "致命：文中是 4783912.86万元，表里是 4783912.86元（金额单位不对）",
    ),
    text(
        "yuan for a field in 万元 of a table in yuan",
        "其中12.5元已拨付。",
        "致命：文中是 12.5元，表里是 12.5万元（金额单位不对）",
    ),
    text(
        "another amount in yuan than the field's",
        "中央拨款4783912.68元，本级拨款125001元。",
        "警告：文中是“中央拨款4783912.68元”，表里的“中央拨款”是 4783912.86元（文字与表不一致）",
        "警告：文中是“本级拨款125001元”，表里的“本级拨款”是 12.50万元（文字与表不一致）",
    ),
    text(
        "a wrong share of yuan",
        "拨款4783912.86元，其中地方1200000元，占26%。",
        "致命：文中 1200000元占 26%，按 4783912.86元算是 25.08%（占比算得不对）",
    ),
    text(
        "a wrong change of yuan",
        "2022年拨款1200000元，2023年拨款1300000元，增加1000元。",
        "致命：文中写的是增加1000元，按文中的数应是增加100000元（增减算得不对）",
    ),
    text("a rate without its sign", "预算执行率为95。", "警告：“预算执行率为95”没有百分号（比率没有百分号）"),
    text("float noise", "支出0.0900000076293945万元。", "警告：“0.0900000076293945”的小数位过多（小数位过多）"),
    text(
        "the unit's name misspelt",
        "甲县司法厅负责。",
        "警告：文中是“甲县司法厅”，单位名称是“甲县司法局”（单位名称写法不一）",
    ),
    text("figures of another year", "2020年支出较多。", "警告：文中说的是 2020年，填报的是 2023年度（年度不对）"),
    Change(
        "a typed number",
        "人手不足",
        "（一）人手不足",
        ("甲.yaml:11:13  警告：标题“（一）人手不足”前面有手写的编号“（一）”（标题里有手写的编号）",),
    ),
    Change(
        "a paragraph used twice",
        "情况: 一切正常。\n  问题: [{标题: 人手不足, 正文: 一线人员偏少。}]",
        "情况: 一线人员偏少而任务逐年增加，工作压力比较大。\n  问题: [{正文: 一线人员偏少而任务逐年增加，工作压力比较大。}]",
        ("甲.yaml:11:13  提示：“一线人员偏少而任务逐年增加，工作压力比较……”与另一处的文字相同（几处文字相同）",),
    ),
    Change(
        "nothing to ignore",
        "报告:",
        "忽略: [{位置: '指标[群众满意率].得分', 原因: 已核对}]\n报告:",
        ("甲.yaml:9:11  提示：“指标[群众满意率].得分”没有要忽略的问题（没有可忽略的问题）",),
    ),
    Change(
        "ignored without a reason",
        "全年执行数: 95, 基本支出: 60.5, 人员支出: 40, 公用支出: 20.5}",
        "全年执行数: 80, 基本支出: 60.5, 人员支出: 40, 公用支出: 20.5}\n忽略: [{位置: 收支.执行率}]",
        (
            "甲.yaml:4:6  致命：“收支.执行率·原因”必须填写（必填未填）",
            "甲.yaml:3:5  警告：“执行率”是 80.00%，低于 90%，报告里没有说明原因（执行率偏低没有说明）",
        ),
    ),
)

NEAR_MISSES = (
    Change(
        "points split otherwise",
        "分值: 40}",
        "分值: 30}\n- {一级指标: 满意, 三级指标: 满意度, 指标值: 满意, 完成值: 满意, 分值: 10}",
    ),
    Change("a label that declares its points", "效益指标", "效益指标（40分）"),
    Change("a score at its points", "完成值: 95%, 分值: 40}", "完成值: 95%, 分值: 40, 得分: 40}"),
    Change(
        "words scored by hand",
        "≥90%, 完成值: 95%, 分值: 40",
        "提升, 完成值: 有所提升, 分值: 40, 得分: 38, 偏差原因: 进度稍慢",
    ),
    text("the same amount in yuan", "公用支出205000元。"),
    Change(
        "a row of the form left blank",
        "完成值: 95%, 分值: 40}\n",
        "完成值: 95%, 分值: 40}\n- {一级指标: 成本指标, 二级指标: 社会成本指标}\n",
    ),
    Change(
        "an indicator of the form left blank", "转移支付:\n", "转移支付:\n- {一级指标: 产出指标, 二级指标: 数量指标}\n"
    ),
    Change("a relation in the target alone", "指标性质: ≥, 指标值: '3'", "指标值: '≥3'"),
    Change("a missed target with its reason", "度量单位: 批, 完成值: '3'", "度量单位: 批, 完成值: 2批, 偏差原因: 流标"),
    Change("lost points with a reason", "完成值: 95%, 分值: 40}", "完成值: 85.5%, 分值: 40, 偏差原因: 调查样本偏少}"),
    Change("exactly at the threshold", "≥90%, 完成值: 95%", "≥50%, 完成值: 65%"),
    Change("the same words", "≥90%, 完成值: 95%", "及时, 完成值: 及时"),
    Change("a zero against a percentage", "≥90%, 完成值: 95%", "≤1%, 完成值: '0'"),
    Change("a target that is met exactly", "≥90%, 完成值: 95%", "95%, 完成值: 95%"),
    Change("an execution rate at the limit", "全年执行数: 95", "全年执行数: 90"),
    Change("parts that make up their total", "人员支出: 40", "人员支出: 40.00"),
    Change("a budget left blank", "年初预算数: 100", "年初预算数: "),
    Change("the same actual written otherwise", "完成值: '120', 分值: 90", "完成值: '120.0', 分值: 90"),
    Change("the same target written otherwise", "≥100, 完成值: '120', 分值: 90", "'>= 100', 完成值: '120', 分值: 90"),
    Change(
        "another indicator",
        "三级指标: 调解矛盾纠纷起数, 指标值: ≥100, 完成值: '120', 分值: 90",
        "三级指标: 接待法律咨询人次, 指标值: ≥100, 完成值: '300', 分值: 90",
    ),
    Change("an amount left blank", "公用支出: 20.5", "公用支出: "),
    text("the indicator's figure", "全年共调解各类矛盾纠纷120起，调解成功118起。"),
    text("about as many", "全年调解矛盾纠纷近130起。"),
    text("another kind of figure", "调解矛盾纠纷人员120人。"),
    text(
        "words that stand far before a figure", "调解矛盾纠纷的队伍覆盖全部街道和社区并由专人在村组之间来回走访127起。"
    ),
    text("the indicator's rate", "群众满意率达到95%，比全市高3%。"),
    text("the field's amount", "全年基本支出60.5万元。"),
    text("the right total", "绩效自评得分99.5分，等级为“优秀”。"),
    text("the full mark is no total", "绩效自评满分为90分，自评满分90分，自评90分以上。"),
    text("minutes are no points", "绩效评价会议开了40分钟。"),
    text("a right share", "总支出100万元，其中人员支出40万元，占总支出的40%。"),
    text("a rounded share", "总支出120万元，其中人员支出40万元，占33.3%。"),
    text("a right change", "2022年支出12万元，2023年支出10万元，减少2万元，下降16.67%。"),
    text("words in brackets", "按规定（含下级单位）执行，增加（含追加）预算。"),
    text("latin letters", "完成 XXIII 号文件和 X 光机采购。"),
    text("another amount in yuan", "每人补助1000元。"),
    text("the amount of a field in yuan", "中央拨款4783912.86元，即478.39万元；地方拨款1200000元；本级拨款12.5万元。"),
    text("a field in yuan told in 万元", "中央拨款478.39万元，本级拨款125000元。"),
    text("a right share of yuan", "拨款4783912.86元，其中地方120万元，占25.08%。"),
    text("a right change of yuan", "2022年拨款1200000元，2023年拨款130.05万元，增加100500元，增长8.38%。"),
    text("a round amount", "两年共投入1200000元，争取1200000元。"),
    text("a rate with its sign", "预算执行率为95%，增长率为0.5。"),
    text("ordinary decimals", "支出0.09万元。"),
    text("another unit", "乙县司法局和甲县财政局配合。"),
    text("a year of history", "自2019年以来逐年完善，2024年继续。"),
    Change("a heading that begins with a number word", "人手不足", "一线人手不足"),
    Change("two short texts alike", "一切正常。", "一线人员偏少。"),
    Change(
        "ignored with a reason",
        "全年执行数: 95, 基本支出: 60.5, 人员支出: 40, 公用支出: 20.5}",
        "全年执行数: 80, 基本支出: 60.5, 人员支出: 40, 公用支出: 20.5}\n忽略: [{位置: 收支.执行率, 原因: 年底才下达}]",
    ),
)

# The near miss of each kind.
NEAREST = {
    "分值合计不对": "points split otherwise",
    "一级指标分值不符": "a label that declares its points",
    "得分超出分值": "a score at its points",
    "有分值没有得分": "words scored by hand",
    "没有完成值却有得分": "a row of the form left blank",
    "没有完成值": "an indicator of the form left blank",
    "指标性质写了两遍": "a relation in the target alone",
    "没有指标值": "a row of the form left blank",
    "扣分没有写原因": "lost points with a reason",
    "未完成没有写原因": "a missed target with its reason",
    "远超指标值没有写原因": "exactly at the threshold",
    "指标值与完成值对不上": "a zero against a percentage",
    "指标值没有写大于或小于": "a target that is met exactly",
    "执行率偏低没有说明": "an execution rate at the limit",
    "预算调整没有说明": "a budget left blank",
    "分项大于总额": "parts that make up their total",
    "同一指标两处不一致": "the same actual written otherwise",
    "同一指标的指标值两处不一致": "the same target written otherwise",
    "相近指标数值不同": "another indicator",
    "文字与表不一致": "the indicator's figure",
    "文中的总分与表不一致": "the right total",
    "文中的等级与总分不符": "the right total",
    "占比算得不对": "a right share",
    "增减算得不对": "a right change",
    "留有表格的提示": "words in brackets",
    "金额单位不对": "another amount in yuan",
    "比率没有百分号": "a rate with its sign",
    "小数位过多": "ordinary decimals",
    "单位名称写法不一": "another unit",
    "年度不对": "a year of history",
    "标题里有手写的编号": "a heading that begins with a number word",
    "几处文字相同": "two short texts alike",
    "没有可忽略的问题": "ignored with a reason",
}
