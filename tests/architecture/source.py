"""C++ text as the rules see it: comments and literals blanked, brackets matched, functions and lambdas found."""

import re

_LITERALS = re.compile(
    r'//(?:\\\n|[^\n])*|/\*.*?\*/'            # comments
    r'|R"([^\s()\\]{0,16})\(.*?\)\1"'         # raw strings
    r'|"(?:\\.|[^"\\\n])*"'                   # strings
    r"|(?<![0-9a-fA-F_])'(?:\\.|[^'\\\n])+'",  # characters, but not the marks within 1'000
    re.S)
_CLOSER = {'(': ')', '[': ']', '{': '}'}
_LAMBDA = re.compile(
    r'(?<![\w\])\[])\[(?!\[)([^\[\]]*)\]\s*(?:<[^>]*>\s*)?(?:\([^()]*(?:\([^()]*\)[^()]*)*\)\s*)?'
    r'(?:mutable\s*|noexcept\s*|constexpr\s*)*(?:->\s*[\w:<>,&*\s]+?)?\{')
_SCOPE = re.compile(r'\b(?:namespace|class|struct|union|enum)\b[^()=]*$|\bextern\s*$')
_TAIL = r'(?:const|noexcept|override|final|mutable|&&?|try|requires[^;{]*|->[^;{}()]*(?:\([^()]*\))?[^;{}()]*)'
_FUNCTION = re.compile(r'\)\s*(?:' + _TAIL + r'\s*)*(?::(?!:)[^;]*)?$')


def blanked(text):
    """The same text with comments and the inside of literals replaced by spaces: positions and lines stay."""
    return _LITERALS.sub(lambda m: re.sub(r'[^\n]', ' ', m.group()), text)


def line_of(text, position):
    return text.count('\n', 0, position) + 1


def closing(code, opening):
    """Where the bracket at `opening` closes; the end of the text if it does not."""
    depth, pair = 0, (code[opening], _CLOSER[code[opening]])
    for i in range(opening, len(code)):
        if code[i] == pair[0]:
            depth += 1
        elif code[i] == pair[1]:
            depth -= 1
            if depth == 0:
                return i
    return len(code)


def operand_end(code, begin):
    """Where the expression that begins here ends: at a `;`, `,`, `?`, `:` or closing bracket of its own level."""
    i = begin
    while i < len(code):
        if code[i] in _CLOSER:
            i = closing(code, i)
        elif code[i] in ';,?)]}' or (code[i] == ':' and code[i - 1] != ':' and code[i + 1:i + 2] != ':'):
            return i
        i += 1
    return len(code)


def lambdas(code):
    """(captures, where the body opens, where it closes) of every lambda."""
    for m in _LAMBDA.finditer(code):
        yield m.group(1).strip(), m.end() - 1, closing(code, m.end() - 1)


def arguments(code, opening):
    """The parameters between the bracket at `opening` and its partner, split at commas of their own level."""
    end, depth, begin = closing(code, opening), 0, opening + 1
    for i in range(opening + 1, end):
        if code[i] in '([{<':
            depth += 1
        elif code[i] in ')]}>' and code[i - 1] != '-':
            depth -= 1
        elif code[i] == ',' and depth == 0:
            yield code[begin:i].strip()
            begin = i + 1
    if code[begin:end].strip():
        yield code[begin:end].strip()


def functions(code):
    """(name, first line, number of lines) of every function with a body, member functions too, lambdas not."""
    position = 0
    while True:
        opening = code.find('{', position)
        if opening < 0:
            return
        start = max(code.rfind(c, 0, opening) for c in ';}{') + 1
        head = re.sub(r'^\s*#[^\n]*$', lambda m: ' ' * len(m.group()), code[start:opening], flags=re.M)
        if _SCOPE.search(head):
            position = opening + 1
            continue
        end = closing(code, opening)
        while _FUNCTION.search(head) and re.match(r'\}\s*[,{]', code[end:]):  # members initialised with braces
            opening = code.index('{', end)
            end = closing(code, opening)
        if _FUNCTION.search(head):
            name = re.search(r'([~\w:]+|operator\S+)\s*\(', head)
            first = line_of(code, start + len(head) - len(head.lstrip()))
            yield (name.group(1) if name else '?'), first, line_of(code, end) - first + 1
        position = end + 1
