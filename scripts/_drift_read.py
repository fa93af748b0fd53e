"""Read vendors' pages: files, folders and addresses become text, blocks, and OpenAPI documents of whatever they export.

Everything is bounded in size, and whatever is wrong becomes a note or an `Unreadable` of one sentence. Aliases are
shared, never written out: who walks a document bounds its steps. What a document means is not known here.
"""

import html
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import yaml

from _specs import Document, is_list, is_mapping

LONGEST = 4 * 1024 * 1024
"""Bytes of one page that are looked at; the largest known one has half a megabyte."""
DEEPEST_YAML = 120
MOST_FAILURES = 64 * 1024 * 1024
"""Characters that may be looked at in vain for bare JSON on one page."""
SECONDS = 20.0
SUFFIXES = frozenset({".md", ".mdx", ".markdown", ".txt", ".yaml", ".yml", ".json", ".html", ".htm"})
IS_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<marks>`{3,}|~{3,})[ \t]*(?P<label>[^`\n]*)$")
BARE_JSON = re.compile(r"^[ \t]*(?=[\[{])", re.MULTILINE)
LOOKS_STRUCTURED = re.compile(r"\s*(?:[{\[]|(?:[\"']?(?:openapi|swagger)[\"']?)\s*:|paths\s*:)")
HIDES_PATHS = re.compile(r"\"(?:openapi|swagger|paths|jsonSchema)\"\s*:")
PROSE = frozenset({"", "json", "jsonc", "json5", "http", "bash", "sh", "shell", "curl", "text", "txt", "plaintext"})
"""Labels of fences that hold what a reader of the page would read: no programs, and no schema."""
DATA = frozenset({"yaml", "yml", "json", "json5", "jsonc", "openapi"})
HEAD = re.compile(
    r"\b(GET|POST|PUT|DELETE|PATCH)(?:[`*\s|:]*(?:https?://[^/\s]+)?(/[\w/{}.:-]+)|\s*\n+\s*(/[\w/{}.:-]+))"
)
FAULTS = (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError, MemoryError)
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Loader: Any = type("_Loader", (_BASE,), {"__doc__": "Read as YAML 1.2: `16:9`, `yes` and `<<` stay texts."})
_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})$"), list(_first))


class Source(NamedTuple):
    """One page, as text."""

    name: str
    text: str
    notes: tuple[str, ...] = ()
    """What was odd about it, each a sentence."""


class Unreadable(Exception):
    """A text that is not what it should be, and why, in one sentence."""


def is_address(name: str) -> bool:
    return name.startswith(("http://", "https://"))


def sources(names: Sequence[str]) -> Iterator[Source]:
    """Yield each page; a folder gives its pages by name, sorted."""
    for name in names:
        path = Path(name)
        if is_address(name):
            yield _from_address(name)
        elif path.is_dir():
            pages = [page for page in sorted(path.rglob("*")) if page.suffix.lower() in SUFFIXES and page.is_file()]
            yield from (_from_file(page) for page in pages if "/." not in f"/{page.relative_to(path).as_posix()}")
        else:
            yield _from_file(path)


def _from_file(path: Path) -> Source:
    try:
        with path.open("rb") as file:
            return source(str(path), file.read(LONGEST + 1))
    except OSError as error:
        return Source(str(path), "", (f"cannot be read: {error.strerror or error}",))


def _from_address(url: str) -> Source:
    try:
        response = httpx.get(url, follow_redirects=True, timeout=SECONDS)
        response.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Source(url, "", (f"cannot be fetched: {error}".splitlines()[0],))
    return source(url, response.content)


def source(name: str, content: bytes) -> Source:
    """Make text of a page's bytes."""
    notes: list[str] = []
    if len(content) > LONGEST:
        notes.append(f"only the first {LONGEST // 1024 // 1024} MB are read")
    text = content[:LONGEST].decode("utf-8-sig", "replace")
    if "\ufffd" in text:
        notes.append("not UTF-8: unreadable bytes were replaced")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if not text.strip():
        notes.append("empty")
    elif IS_HTML.match(text[:2000]):
        notes.append("HTML instead of markdown: its tags were dropped")
        text = _without_tags(text)
    return Source(name, text, tuple(notes))


def _without_tags(text: str) -> str:
    """Drop scripts, styles and tags; the ends of blocks become line ends. Each pattern runs in linear time."""
    bare = re.sub(r"<(script|style)\b.*?(?:</\1>|\Z)", "", text, flags=re.IGNORECASE | re.DOTALL)
    lined = re.sub(r"<(?:br|/p|/div|/li|/tr|/h\d|/pre|/td)\b[^>]{0,200}>", "\n", bare, flags=re.IGNORECASE)
    return html.unescape(re.sub(r"<[/!a-zA-Z][^<>]{0,5000}>", "", lined))


def _fenced(lines: list[str]) -> Iterator[tuple[str | None, list[str], int]]:
    """Yield label, lines and number of each run; the label is None outside of fences.

    Fences inside a block (its descriptions have some) are deeper and do not end it; one that was never closed ends
    where the next one with a language opens.
    """
    label: str | None = None
    opened: re.Match[str] | None = None
    start, run = 1, list[str]()
    for number, line in enumerate(lines, 1):
        fence = FENCE.match(line)
        if fence is None or not _is_border(fence, opened):
            run.append(line)
            continue
        yield label, run, start
        run, start = [], number + 1
        is_closing = label is not None and not fence["label"].strip()
        label, opened = (None, None) if is_closing else (fence["label"].strip(), fence)
    yield label, run, start


def _is_border(fence: re.Match[str], opened: re.Match[str] | None) -> bool:
    """Return whether a fence opens or ends a run; to end one it must be as long, of the same sign, and no deeper."""
    if opened is None:
        return True
    is_alike = fence["marks"][0] == opened["marks"][0] and len(fence["marks"]) >= len(opened["marks"])
    return is_alike and len(fence["indent"]) <= len(opened["indent"]) + 3


def _bare_json(text: str) -> Iterator[Any]:
    """Yield the JSON values that begin a line of prose."""
    decoder, end, wasted = json.JSONDecoder(strict=False), 0, 0
    for found in BARE_JSON.finditer(text):
        if found.end() < end or wasted > MOST_FAILURES:
            continue
        try:
            value, end = decoder.raw_decode(text, found.end())
        except json.JSONDecodeError as error:
            wasted += error.pos - found.end() + 1
        except (RecursionError, ValueError):
            wasted += MOST_FAILURES // 8
        else:
            yield value


def read_data(text: str) -> Any:
    """Read one JSON value or one YAML document; JSON with trailing commas is YAML.

    Raises:
        Unreadable: neither, or too deep for YAML.
    """
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    try:
        depth = 0
        for event in yaml.parse(text, Loader=_Loader):  # the parser in C would overrun its stack
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST_YAML:
                raise Unreadable(f"nested deeper than {DEEPEST_YAML}")
        return _Loader(text).get_data()
    except FAULTS as error:
        raise Unreadable(f"no YAML: {_first_line(error)}") from error


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:160]


def read_page(text: str, notes: list[str], *, is_data: bool) -> tuple[list[Document], str]:
    """Return the OpenAPI documents of a page and its prose; what could not be read is added to the notes."""
    if LOOKS_STRUCTURED.match(text) or is_data:
        try:
            whole = document_of(read_data(text))
        except Unreadable as error:
            notes.append(f"not read as a whole: {error}")
        else:
            if whole:
                return [whole], text
    values, prose = take_apart(text, notes)
    found = [document for value in values if (document := document_of(value))]
    return found or _from_fragments(values, prose), prose


def take_apart(text: str, notes: list[str]) -> tuple[list[Any], str]:
    """Return the data that stands on a page, in fences or bare, and its prose: what a reader of the page would read."""
    values: list[Any] = []
    prose, loose = list[str](), list[str]()
    for label, lines, line in _fenced(text.splitlines()):
        kind, block = (label or "").split(" ")[0].lower(), "\n".join(lines)
        is_prose = label is None or kind in PROSE
        prose += lines if is_prose else []
        if label is not None and (kind in DATA or (not kind and LOOKS_STRUCTURED.match(block))):
            try:
                values.append(read_data(block))
                continue
            except Unreadable as error:
                notes += [f"block at line {line}: {error}"] if kind[:1] == "y" or HIDES_PATHS.search(block) else []
        loose += lines if is_prose else []
    return values + list(_bare_json("\n".join(loose))), "\n".join(prose)


def document_of(value: Any) -> Document | None:
    """Return the OpenAPI document that parsed data is, or that Mintlify made of one operation of it."""
    paths = mapping(value).get("paths")
    if not is_mapping(paths):
        return None
    return _mintlify(paths) if isinstance(paths.get("path"), str) else mapping(value)


def _mintlify(paths: Document) -> Document:
    """Read the one operation that Mintlify prints under `paths`; the options of a `schemaArray` stand side by side."""
    request = mapping(paths.get("request"))
    parameters = [
        {"in": where, "name": name, "required": mapping(entry).get("required", False), "schema": mapping(entry)}
        for where, entries in mapping(request.get("parameters")).items()
        for name, entry in mapping(entries).items()
    ]
    answers = {str(status): {"content": _schemas(told)} for status, told in mapping(paths.get("response")).items()}
    body = {
        "parameters": parameters,
        "requestBody": {"content": _schemas(request.get("body"))},
        "responses": answers,
        "servers": paths.get("servers") or [],
        "deprecated": paths.get("deprecated") is True,
    }
    return {"paths": {paths["path"]: {str(paths.get("method") or "post").lower(): body}}}


def _schemas(content: Any) -> Document:
    arrays = {media: mapping(entry).get("schemaArray") or [] for media, entry in mapping(content).items()}
    return {media: {"schema": {"schemaArray": array}} for media, array in arrays.items()}


def _from_fragments(values: list[Any], text: str) -> list[Document]:
    """Put an operation together from a page that prints its path as text and its parts as JSON, as Apifox copies do."""
    body: Document = {"summary": text.strip().partition("\n")[0].strip("# ")}
    for value in values:
        if is_mapping(value) and is_mapping(value.get("jsonSchema")):
            content = {str(value.get("type") or "application/json"): {"schema": value["jsonSchema"]}}
            body.setdefault("requestBody", {"content": content})
        elif is_mapping(value) and value and value.keys() <= {"query", "path", "cookie", "header"}:
            listed = [(where, mapping(entry)) for where, entries in value.items() for entry in sequence(entries)]
            told = [{**entry, "in": where, "schema": {"type": entry.get("type")}} for where, entry in listed]
            body.setdefault("parameters", told)
        elif is_list(value) and value and all(is_mapping(entry) and "jsonSchema" in entry for entry in value):
            answers = [(str(entry.get("code") or 200), {"schema": entry["jsonSchema"]}) for entry in value]
            body.setdefault("responses", {code: {"content": {"application/json": schema}} for code, schema in answers})
    head = HEAD.search(text)
    if head is None or not body.keys() & {"requestBody", "responses"}:
        return []
    return [{"paths": {head[2] or head[3]: {head[1].lower(): body}}}]


def mapping(value: Any) -> Document:
    """Return the value, or an empty mapping where it is none."""
    return value if is_mapping(value) else {}


def sequence(value: Any) -> list[Any]:
    return value if is_list(value) else []
