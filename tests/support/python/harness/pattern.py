"""JSON patterns: what a transcript says about a message whose every byte it cannot know.

`"${name}"` captures a value the first time and must equal it from then on; inside a longer string it stands for a part
of it. `"${*}"` is anything. `"...": "..."` in an object allows more members, a last `"..."` in an array more elements;
without them an object or array must match exactly.
"""

import json
import re

MORE = "..."
ANYTHING = "*"
_PLACEHOLDER = re.compile(r"\$\{(\*|\w+)\}")


class Mismatch(Exception):
    """Why a value does not fit; says where."""


def match(pattern, value, captures, path="message"):
    """Adds to `captures` what the pattern captured; raises Mismatch."""
    if isinstance(pattern, str):
        _match_text(pattern, value, captures, path)
    elif isinstance(pattern, dict):
        _match_object(pattern, value, captures, path)
    elif isinstance(pattern, list):
        _match_array(pattern, value, captures, path)
    elif type(pattern) is not type(value) or pattern != value:
        raise Mismatch(f"{path} is {_shown(value)}, expected {_shown(pattern)}")


def fits(pattern, value, captures):
    """Whether the value matches; `captures` changes only when it does."""
    trial = dict(captures)
    try:
        match(pattern, value, trial)
    except Mismatch:
        return False
    captures.update(trial)
    return True


def fill(template, captures):
    """The template with every captured name in its place."""
    if isinstance(template, dict):
        return {fill(name, captures): fill(value, captures) for name, value in template.items()}
    if isinstance(template, list):
        return [fill(value, captures) for value in template]
    if not isinstance(template, str):
        return template
    whole = _PLACEHOLDER.fullmatch(template)
    if whole and whole[1] != ANYTHING:
        return _captured(whole[1], captures)
    return _PLACEHOLDER.sub(lambda found: str(_captured(found[1], captures)), template)


def generalize(value, captures):
    """The value as a pattern: whatever is captured already is written by its name."""
    if isinstance(value, dict):
        return {name: generalize(member, captures) for name, member in value.items()}
    if isinstance(value, list):
        return [generalize(member, captures) for member in value]
    if not isinstance(value, str):
        return value
    for name, known in sorted(captures.items(), key=lambda item: -len(str(item[1]))):
        if isinstance(known, str) and len(known) > 3:
            value = value.replace(known, f"${{{name}}}")
    return value


def _match_text(pattern, value, captures, path):
    whole = _PLACEHOLDER.fullmatch(pattern)
    if whole:
        name = whole[1]
        if name == ANYTHING:
            return
        if name not in captures:
            captures[name] = value
        elif captures[name] != value:
            raise Mismatch(f"{path} is {_shown(value)}, but ${{{name}}} was {_shown(captures[name])}")
        return
    if not isinstance(value, str):
        raise Mismatch(f"{path} is {_shown(value)}, expected {_shown(pattern)}")
    expression, names = "", []
    last = 0
    for found in _PLACEHOLDER.finditer(pattern):
        expression += re.escape(pattern[last:found.start()])
        last = found.end()
        name = found[1]
        if name in captures:
            expression += re.escape(str(captures[name]))
        else:
            expression += "(.+?)" if name != ANYTHING else ".*?"
            names += [name] if name != ANYTHING else []
    parts = re.fullmatch(expression + re.escape(pattern[last:]), value, re.S)
    if not parts:
        raise Mismatch(f"{path} is {_shown(value)}, expected {_shown(pattern)}")
    captures.update(zip(names, parts.groups()))


def _match_object(pattern, value, captures, path):
    if not isinstance(value, dict):
        raise Mismatch(f"{path} is {_shown(value)}, expected an object")
    for name, expected in pattern.items():
        if name == MORE:
            continue
        if name not in value:
            raise Mismatch(f"{path}.{name} is missing")
        match(expected, value[name], captures, f"{path}.{name}")
    surplus = [name for name in value if name not in pattern]
    if surplus and MORE not in pattern:
        raise Mismatch(f"{path} has more members than expected: {', '.join(surplus)}")


def _match_array(pattern, value, captures, path):
    if not isinstance(value, list):
        raise Mismatch(f"{path} is {_shown(value)}, expected an array")
    open_end = bool(pattern) and pattern[-1] == MORE
    expected = pattern[:-1] if open_end else pattern
    if len(value) < len(expected) or (len(value) > len(expected) and not open_end):
        raise Mismatch(f"{path} has {len(value)} elements, expected {len(expected)}{' or more' if open_end else ''}")
    for index, element in enumerate(expected):
        match(element, value[index], captures, f"{path}[{index}]")


def _captured(name, captures):
    if name not in captures:
        raise Mismatch(f"${{{name}}} is used before it is known")
    return captures[name]


def _shown(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else text[:200] + "…"
