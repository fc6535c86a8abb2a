"""Full-width punctuation in expressions, as a Chinese keyboard types it, becomes what Jinja reads."""

_WIDE = str.maketrans("，（）｜［］：＝＋－＊／＞＜！％．；　０１２３４５６７８９", ",()|[]:=+-*/><!%.; 0123456789")
_QUOTES = {"“": "”", "”": "”", "‘": "’", "’": "’", "＂": "＂", "＇": "＇"}
_STRAIGHT = {"“": '"', "”": '"', "＂": '"', "‘": "'", "’": "'", "＇": "'"}


def narrow(expression: str) -> str:
    """Translate full-width punctuation outside quotes; curly quotes that delimit a string become straight ones.

    Inside straight quotes nothing changes: ``指标['“三公经费”控制率']`` keeps its name.
    """
    out: list[str] = []
    position = 0
    while position < len(expression):
        character = expression[position]
        if character in "\"'":
            end = expression.find(character, position + 1)
        elif character in _QUOTES:
            end = expression.find(_QUOTES[character], position + 1)
        else:
            out.append(character.translate(_WIDE))
            position += 1
            continue
        if end < 0:  # an unclosed string: Jinja says so
            return "".join(out) + expression[position:]
        delimiter = _STRAIGHT.get(character, character)
        content = expression[position + 1 : end]
        if delimiter in content:
            delimiter = "'" if delimiter == '"' else '"'
        out.append(f"{delimiter}{content}{delimiter}")
        position = end + 1
    return "".join(out)
