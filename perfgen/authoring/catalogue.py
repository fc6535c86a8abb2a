"""Every fault a template can have, each with what to do about it."""

from perfgen.finding import Kind, Level

_LIST = "perfgen template fields 列出全部名称"

# How a tag is typed
WIDE_BRACES = Kind("花括号是全角", Level.FATAL, "请改成半角：{{ … }}、{% … %}")
SPACED_BRACES = Kind("花括号写散了", Level.FATAL, "请写成 {{ 表名.栏目 }}：两个半角花括号，中间没有空格")
OPEN_TAG = Kind("标签没有成对的花括号", Level.FATAL, "请补全：占位符写 {{ … }}，循环和条件写 {% … %}")
SPLIT_TAG = Kind("标签分在两段", Level.FATAL, "请把整个标签写在同一段里")
CROSSING_TAG = Kind("标签跨越边界", Level.FATAL, "请把整个标签写在超链接、内容控件、修订的同一边")
EMPTY_TAG = Kind("空的占位符", Level.FATAL, f"请写上名称，或删去；{_LIST}")
WRONG_SYNTAX = Kind("标签写法有误", Level.FATAL, "请检查括号、引号、逗号和点号")
UNKNOWN_TAG = Kind("没有这种标签", Level.FATAL, "可用的有 for/endfor、if/elif/else/endif、set、macro/endmacro")
WRONG_PREFIX = Kind("tr、p 写错了", Level.FATAL, "请写成 {%tr … %}（整行）或 {%p … %}（整段），再空一格")
RUN_VALUE = Kind("占位符不能这样开头", Level.FATAL, "打印一个值只写 {{ … }}，花括号后面不要写 r、p、tr、tc")
DELETED_TAG = Kind("修订删去的文字里有标签", Level.WARN, "请在“审阅”里接受或拒绝全部修订，再当模板使用")

# How blocks pair
UNCLOSED_BLOCK = Kind("循环或条件没有结束", Level.FATAL, "请在该结束的地方补上结束标签")
STRAY_END = Kind("多余的结束标签", Level.FATAL, "请补上开头的标签，或删去这一个")
CROSSED_BLOCKS = Kind("循环和条件交叉", Level.FATAL, "后开始的先结束，for 用 endfor 结束，if 用 endif 结束")
TORN_BLOCK = Kind(
    "循环或条件跨格跨行",
    Level.FATAL,
    "管整行的写 {%tr … %}，开头和结束各占一行；管整段的写 {%p … %}，各占一段；只管几个字的，开头和结束写在同一段里",
)
MERGING_BLOCK = Kind("循环或条件跨段", Level.WARN, "管整段的写 {%p … %}，开头和结束各占一段；不然两头的段落会并在一起")
SHARED_LINE = Kind(
    "整行整段的标签旁边有字",
    Level.FATAL,
    "{%tr … %} 独占一行，{%p … %} 独占一段，请把别的内容移开",
)
OUTSIDE_TABLE = Kind("表格的标签不在表格里", Level.FATAL, "表格外面的整段请写 {%p … %}")
MISPLACED_MERGE = Kind("合并写错了地方", Level.FATAL, "请写在单元格里、标签的最后，一格一次：{{ 行.一级指标|合并 }}")

# What names mean
UNKNOWN_NAME = Kind("名称不存在", Level.FATAL, f"请改成模板包里的名称；{_LIST}")
ENDED_LOOP = Kind("循环已经结束", Level.FATAL, "循环里的名称只能写在 for 和 endfor 之间")
UNKNOWN_FILTER = Kind("没有这个过滤器", Level.FATAL, f"请改成竖线后面能用的名称；{_LIST}和用法")
UNKNOWN_FUNCTION = Kind("没有这个函数", Level.FATAL, f"请改成能用的函数；{_LIST}和用法")
UNKNOWN_TEST = Kind("没有这种判断", Level.FATAL, "is 后面能用的有 defined、none、even、odd")
NOT_A_LIST = Kind("循环的不是列表", Level.FATAL, "for … in 后面写列表、文字的 正文 或 小节，或 …|分组、…|段落")
WHOLE_TABLE = Kind("打印了整张表或一列", Level.FATAL, "请写到具体的栏目；列表用 for 逐行打印，一列用 合计(…) 或 …|连接")
WRONG_ARGUMENT = Kind("参数不对", Level.FATAL, "请照用法改正；perfgen template fields 列出每个函数的用法和例子")
WORDS_IN_ARITHMETIC = Kind("文字不能参加运算", Level.FATAL, "加减乘除和比大小只能用数字栏目")
WRONG_CHOICE = Kind("没有这个选项", Level.FATAL, "请照栏目的选项改正，一字不差")

# What only compiling tells
NOT_COMPILED = Kind("模板不能编译", Level.FATAL, "请照说明改正")

# Settings of the pack
NO_EFFECT = Kind("设置不起作用", Level.WARN, "请照说明改正，或删去这项设置")
NO_CHOICES = Kind("没有选项", Level.FATAL, "请写上 choices: [甲, 乙]，或换一种 type")
NO_FIELD = Kind("不是栏目", Level.FATAL, "请写到一个栏目：表.栏目")
