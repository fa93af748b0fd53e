"""Find the structured blocks of a page: fenced, bare YAML that starts with `openapi:`, and bare JSON.

Fences inside a block (its descriptions have some) are indented and do not end it; a fence that was never closed ends
where the next one with a language opens. What a block means is not known here.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<marks>`{3,}|~{3,})[ \t]*(?P<label>[^`\n]*)$")
BARE_START = re.compile(r"(?:openapi|swagger)[ \t]*:|[\"']?(?:openapi|swagger)[\"']?[ \t]*:")
BARE_LINE = re.compile(r"\s|#|$|[\w$\"'/{}.@-][^:]*:(?:\s|$)|- |[}\]]")
BARE_JSON = re.compile(r"^[ \t]*(?=[\[{])", re.MULTILINE)
MOST_FAILURES = 64 * 1024 * 1024
"""Characters that may be looked at in vain for bare JSON on one page."""


READABLE = frozenset({"", "json", "jsonc", "json5", "http", "bash", "sh", "shell", "curl", "text", "txt", "plaintext"})


class Block(NamedTuple):
    """One block of a page."""

    label: str
    """What stands behind the opening fence: `yaml`, `json Failure Callback`, `yaml suno.json post /a/b`."""
    text: str
    line: int
    """Of the page, from 1."""
    value: Any = None
    """For bare JSON, what was read already."""


class Page(NamedTuple):
    """A page taken apart."""

    blocks: list[Block]
    prose: str
    """What stands outside of blocks that may be structured; code of other languages stays in."""


def take_apart(text: str) -> Page:
    """Split a page into its blocks and its prose."""
    blocks: list[Block] = []
    prose: list[str] = []
    for label, lines, line in _fenced(text.splitlines()):
        if label is None:
            found, rest = _bare(lines, line)
            blocks += found
            prose += rest
        else:
            blocks.append(Block(label, "\n".join(lines), line))
            prose += lines if _is_readable(label) else []
    joined = "\n".join(prose)
    return Page(blocks + list(_bare_json(joined)), joined)


def _is_readable(label: str) -> bool:
    """Tell whether a fence holds what a reader of the page would read: no programs, and no schema."""
    return label.split(" ", maxsplit=1)[0].lower() in READABLE


def _fenced(lines: list[str]) -> Iterator[tuple[str | None, list[str], int]]:
    """Yield label, lines and number of each run; the label is None outside of fences."""
    label: str | None = None
    opened: re.Match[str] | None = None
    start = 1
    run: list[str] = []
    for number, line in enumerate(lines, 1):
        fence = FENCE.match(line)
        if fence is None or not _is_border(fence, opened):
            run.append(line)
            continue
        yield label, run, start
        run, start = [], number + 1
        is_closing = label is not None and not fence["label"].strip()
        label = None if is_closing else fence["label"].strip()
        opened = None if is_closing else fence
    yield label, run, start


def _is_border(fence: re.Match[str], opened: re.Match[str] | None) -> bool:
    """Tell whether a fence opens or ends a run; to end one it must be as long, of the same sign, and no deeper."""
    if opened is None:
        return True
    is_alike = fence["marks"][0] == opened["marks"][0] and len(fence["marks"]) >= len(opened["marks"])
    return is_alike and len(fence["indent"]) <= len(opened["indent"]) + 3


def _bare(lines: list[str], line: int) -> tuple[list[Block], list[str]]:
    """Take YAML without a fence out of prose: from `openapi:` to the first line that cannot belong to it."""
    blocks: list[Block] = []
    prose: list[str] = []
    current: list[str] | None = None
    for number, text in enumerate(lines, line):
        if current is None or not BARE_LINE.match(text):
            current = None
            if BARE_START.match(text):
                current = [text]
                blocks.append(Block("yaml", "", number))
            else:
                prose.append(text)
        else:
            current.append(text)
        if current is not None:
            blocks[-1] = blocks[-1]._replace(value=current)
    return [block._replace(text="\n".join(block.value), value=None) for block in blocks], prose


def _bare_json(text: str) -> Iterator[Block]:
    """Yield the JSON values that begin a line of prose."""
    decoder = json.JSONDecoder(strict=False)
    end = wasted = seen = 0
    line = 1
    for found in BARE_JSON.finditer(text):
        line, seen = line + text.count("\n", seen, found.start()), found.start()
        if found.end() < end or wasted > MOST_FAILURES:
            continue
        try:
            value, end = decoder.raw_decode(text, found.end())
        except json.JSONDecodeError as error:
            wasted += error.pos - found.end() + 1
        except (RecursionError, ValueError):
            wasted += MOST_FAILURES // 8
        else:
            yield Block("json", "", line, value)
