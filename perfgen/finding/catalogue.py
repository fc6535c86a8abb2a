"""Every kind of finding perfgen knows, in the order of the stages that make them."""

from perfgen.finding import Kind, Level

# Files
UNREADABLE_FILE = Kind("文件读不了", Level.FATAL, "请确认文件存在、没有损坏，并且有权限打开")
EMPTY_FILE = Kind("文件是空的", Level.FATAL, "请用 perfgen new 生成空白表，填好后再来")
NOT_A_WORKBOOK = Kind(
    "不是工作簿",
    Level.FATAL,
    "请确认没有选错文件；旧版表格请用 Excel 或 WPS 另存为“Excel 工作簿（.xlsx）”后再试",
)
ENCRYPTED_WORKBOOK = Kind("工作簿有密码", Level.FATAL, "请在 Excel 或 WPS 里去掉打开密码，保存后再试")
BROKEN_YAML = Kind("YAML 写法有误", Level.FATAL, "请检查该行的缩进、冒号和引号；含冒号或 {{ }} 的文字要用引号括起来")
DUPLICATE_KEY = Kind("重复的键", Level.FATAL, "请只保留一处")
UNKNOWN_PACK = Kind("没有指明模板包", Level.FATAL, "请写上模板包名称，或用 --pack 指定；perfgen packs 列出可用的模板包")
BROKEN_PACK = Kind("模板包有误", Level.FATAL, "这是模板包的问题，请告诉维护模板的同事")

# Structure
MISSING_SHEET = Kind("缺少工作表", Level.FATAL, "请把工作表改回原名，或用 perfgen new 重新生成空白表")
UNKNOWN_SHEET = Kind("多余的工作表", Level.WARN, "这张工作表不会被读取；如是改了名的表，请改回原名")
MISSING_COLUMN = Kind("缺少列", Level.FATAL, "请补上该列的表头；空白表里有全部列")
UNKNOWN_COLUMN = Kind("多余的列", Level.WARN, "这一列不会被读取；如是改了名的列，请改回原名")
UNKNOWN_FIELD = Kind("未知栏目", Level.FATAL, "请改成模板包里的名称，或删去")
WRONG_SHAPE = Kind("结构不对", Level.FATAL, "请对照空白表的写法改正")
MERGED_CELLS = Kind("合并单元格", Level.WARN, "请取消合并，逐行填写；现按合并区域左上角的内容读取")
HIDDEN_ROWS = Kind("隐藏的行有内容", Level.WARN, "隐藏的行照样读取；不需要的请删除，需要的请取消隐藏")
DUPLICATE_ROW = Kind("名称重复", Level.FATAL, "同一张表里的名称不能相同，请改名或合并成一行")
ORPHAN_ROW = Kind("找不到所属的行", Level.FATAL, "请把第一列改成主表里已有的名称，或在主表里补上这一行")

# Values
MISSING_VALUE = Kind("必填未填", Level.FATAL, "请填写")
ERROR_CELL = Kind("单元格是错误值", Level.FATAL, "请修正公式，或直接填入数值")
NO_STORED_VALUE = Kind(
    "公式没有结果", Level.FATAL, "请用 Excel 或 WPS 打开文件，等它算完后保存，再来一次；也可以直接填入数值"
)
WRONG_NUMBER = Kind("不是数字", Level.FATAL, "请只填阿拉伯数字，单位和说明不要写在数字里；没有就留空")
WRONG_DATE = Kind("不是日期", Level.FATAL, "请写成 2024-05-30 或 2024年5月30日")
WRONG_CHOICE = Kind("不在选项内", Level.FATAL, "请从列出的选项里选一个")
WRONG_PLACEHOLDER = Kind("文中的占位符有误", Level.FATAL, "请对照表名和栏目名改正；写法如 {{ 单位.在职人数 }}")
INVISIBLE_CHARACTERS = Kind("不可见字符", Level.INFO, "已去掉，文字不受影响")
NUMBER_AS_TEXT = Kind("数字存成了文本", Level.INFO, "已按数字读取，不用改")

# Computing
WRONG_FORMULA = Kind("公式算不出来", Level.FATAL, "这是模板包的问题，请告诉维护模板的同事")
CIRCULAR_FORMULA = Kind("公式循环引用", Level.FATAL, "这是模板包的问题，请告诉维护模板的同事")
DIVISION_BY_ZERO = Kind("除数为零", Level.WARN, "比率无法计算，已留空；请核对作除数的栏目")
TOTAL_DIFFERS = Kind("与计算结果不一致", Level.FATAL, "请核对：改正填写的数，或留空由程序计算")
ROUNDING = Kind("四舍五入的差", Level.INFO, "相差不超过 0.01，视为四舍五入，不用改")
SCORE_DIFFERS = Kind("得分与规则不一致", Level.WARN, "请核对得分；确需另行打分的，请在同一行写明原因")

# Scores
POINTS_TOTAL = Kind("分值合计不对", Level.FATAL, "请核对各项分值；多出的行请删去，漏填的请补上")
GROUP_POINTS = Kind("一级指标分值不符", Level.FATAL, "请核对这一组的分值，或改正表上写明的分值")
SCORE_OUT_OF_RANGE = Kind("得分超出分值", Level.FATAL, "得分应在 0 和分值之间，请改正")
SCORE_MISSING = Kind("有分值没有得分", Level.FATAL, "请填写完成值；完成值是文字、规则算不出来的，请填写得分")
ACTUAL_MISSING = Kind("没有完成值却有得分", Level.FATAL, "请填写实际完成值")
NO_ACTUAL = Kind("没有完成值", Level.WARN, "请填写实际完成值；没有完成的，填 0 或写明情况")
TARGET_MISSING = Kind("没有指标值", Level.WARN, "请填写年度指标值")
LOSS_WITHOUT_REASON = Kind("扣分没有写原因", Level.WARN, "请写明偏差原因和改进措施")
MISSED_WITHOUT_REASON = Kind("未完成没有写原因", Level.WARN, "请写明没有完成的原因和改进措施")
FAR_ABOVE_TARGET = Kind("远超指标值没有写原因", Level.WARN, "请说明原因；指标值定得偏低的，今后应当调高")
DIFFERENT_KIND = Kind("指标值与完成值对不上", Level.WARN, "请把两者写成同一种形式、同一个单位")
TARGET_WITHOUT_RELATION = Kind("指标值没有写大于或小于", Level.WARN, "请写明 ≥ 或 ≤")
RELATION_TWICE = Kind("指标性质写了两遍", Level.WARN, "请只在“指标性质”里选，“指标值”只填数字或文字")
LOW_EXECUTION = Kind("执行率偏低没有说明", Level.WARN, "请说明执行率偏低的原因")
BUDGET_ADJUSTED = Kind("预算调整没有说明", Level.WARN, "请说明预算调整的原因")

# Money
PART_ABOVE_TOTAL = Kind("分项大于总额", Level.FATAL, "请核对分项和总额")

# Across tables and text
INDICATOR_DIFFERS = Kind("同一指标两处不一致", Level.FATAL, "请核对哪一处是对的，改成一样")
INDICATOR_TARGET_DIFFERS = Kind("同一指标的指标值两处不一致", Level.WARN, "请核对哪一处是对的，改成一样")
INDICATOR_MAY_DIFFER = Kind("相近指标数值不同", Level.WARN, "如果是同一个指标，请改成一样；不是就不用改")
TEXT_DIFFERS = Kind("文字与表不一致", Level.WARN, "请核对；改成占位符就不会再不一致")
TOTAL_IN_TEXT = Kind("文中的总分与表不一致", Level.FATAL, "请改成表里的总分，最好写成占位符")
GRADE_IN_TEXT = Kind("文中的等级与总分不符", Level.FATAL, "请改成总分对应的等级，最好写成占位符")
WRONG_SHARE = Kind("占比算得不对", Level.FATAL, "请按文中的数重算占比，或写成占位符")
WRONG_CHANGE = Kind("增减算得不对", Level.FATAL, "请按文中的数重算增减额和方向，或写成占位符")

# Text
FORM_REMAINS = Kind("留有表格的提示", Level.FATAL, "请填上内容，或删去提示")
WRONG_MONEY_UNIT = Kind("金额单位不对", Level.FATAL, "请核对是元还是万元")
PERCENT_MISSING = Kind("比率没有百分号", Level.WARN, "请补上百分号")
FLOAT_NOISE = Kind("小数位过多", Level.WARN, "请按两位小数书写")
UNIT_NAME_DIFFERS = Kind("单位名称写法不一", Level.WARN, "请改成与公章一致的名称")
OTHER_YEAR = Kind("年度不对", Level.WARN, "请核对年份：是不是沿用了往年的文字")
TYPED_NUMBER = Kind("标题里有手写的编号", Level.WARN, "请删去编号，程序会自动编号")
SAME_PARAGRAPH = Kind("几处文字相同", Level.INFO, "如果情况确实相同，不用改")

# Silenced findings
NOTHING_TO_IGNORE = Kind("没有可忽略的问题", Level.INFO, "问题已经改正的，请删去这一条；也请核对问题的名称和位置")

# Documents
TEMPLATE_FAILED = Kind("模板出错", Level.FATAL, "这是模板的问题，请告诉维护模板的同事")
SAME_UNIT = Kind("单位重复", Level.FATAL, "请只留一份，或改正单位名称")
