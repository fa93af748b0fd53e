"""Read vendors' pages: files, folders and addresses become text, blocks, and OpenAPI documents of whatever they export.

Everything is bounded in size, depth and expansion, and whatever is wrong becomes a note or an `Unreadable` of one
sentence. What a document means is not known here.
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

LONGEST = 16 * 1024 * 1024
"""Bytes of one page that are looked at; the largest known one has half a megabyte."""
LONGEST_YAML = 4 * 1024 * 1024
"""Characters. The parser in C reads about a megabyte a second."""
DEEPEST_YAML, MOST_NODES = 120, 400_000
"""After every alias is written out; the largest known page has 60,000 nodes."""
MOST_FAILURES = 64 * 1024 * 1024
"""Characters that may be looked at in vain for bare JSON on one page."""
DEEPEST, DEEPEST_FOLDER, MOST_PLACES = 7, 20, 200_000
"""Levels at which a document may lie inside another value, and values that are searched for one."""
SECONDS = 20.0
SUFFIXES = frozenset({".md", ".mdx", ".markdown", ".txt", ".yaml", ".yml", ".json", ".html", ".htm"})
IS_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<marks>`{3,}|~{3,})[ \t]*(?P<label>[^`\n]*)$")
BARE_START = re.compile(r"(?:openapi|swagger)[ \t]*:|[\"']?(?:openapi|swagger)[\"']?[ \t]*:")
BARE_LINE = re.compile(r"\s|#|$|[\w$\"'/{}.@-][^:]*:(?:\s|$)|- |[}\]]")
BARE_JSON = re.compile(r"^[ \t]*(?=[\[{])", re.MULTILINE)
LOOKS_STRUCTURED = re.compile(r"\s*(?:[{\[]|(?:[\"']?(?:openapi|swagger)[\"']?)\s*:|paths\s*:)")
HIDES_PATHS = re.compile(r"\"(?:openapi|swagger|paths|jsonSchema)\"\s*:")
PROSE = frozenset({"", "json", "jsonc", "json5", "http", "bash", "sh", "shell", "curl", "text", "txt", "plaintext"})
"""Labels of fences that hold what a reader of the page would read: no programs, and no schema."""
HEAD = re.compile(
    r"\b(GET|POST|PUT|DELETE|PATCH)(?:[`*\s|:]*(?:https?://[^/\s]+)?(/[\w/{}.:-]+)|\s*\n+\s*(/[\w/{}.:-]+))"
)
TOKENS = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?(?:\*/|\Z)|,(?=\s*[}\]])', re.DOTALL)
FAULTS = (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError, MemoryError)
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Loader: Any = type("_Loader", (_BASE,), {"__doc__": "Read as YAML 1.2: `16:9`, `yes` and `2026-01-01` stay texts."})
_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("merge", "<<", "<"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})$"), list(_first))


class Source(NamedTuple):
    """One page, as text."""

    name: str
    text: str
    notes: tuple[str, ...] = ()
    """What was odd about it, each a sentence."""


class Block(NamedTuple):
    """One structured block of a page: fenced, bare YAML that starts with `openapi:`, or bare JSON."""

    label: str
    """What stands behind the opening fence: `yaml`, `json Failure Callback`."""
    text: str
    line: int
    """Of the page, from 1."""
    value: Any = None
    """For bare JSON, what was read already."""


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
            found = sorted(page for page in path.rglob("*") if page.suffix.lower() in SUFFIXES and page.is_file())
            hidden = [any(part.startswith(".") for part in page.relative_to(path).parts) for page in found]
            yield from (_from_file(page) for page, is_hidden in zip(found, hidden, strict=True) if not is_hidden)
        else:
            yield _from_file(path)


def _from_file(path: Path) -> Source:
    try:
        with path.open("rb") as file:
            return source(str(path), file.read(LONGEST + 1))
    except OSError as error:
        return Source(str(path), "", (f"cannot be read: {error.strerror or error}",))


def _from_address(url: str) -> Source:
    body = bytearray()
    try:
        with httpx.stream("GET", url, follow_redirects=True, timeout=SECONDS) as response:
            response.raise_for_status()
            for part in response.iter_bytes():
                body += part
                if len(body) > LONGEST:
                    break
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Source(url, "", (f"cannot be fetched: {error}".splitlines()[0],))
    return source(url, bytes(body))


def source(name: str, content: bytes) -> Source:
    """Make text of a page's bytes."""
    notes: list[str] = []
    if len(content) > LONGEST:
        notes.append(f"only the first {LONGEST // 1024 // 1024} MB are read")
    text = _decoded(content[:LONGEST], notes).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if not text.strip():
        notes.append("empty")
    elif IS_HTML.match(text[:2000]):
        notes.append("HTML instead of markdown: its tags were dropped")
        text = _without_tags(text)
    return Source(name, text, tuple(notes))


def _decoded(content: bytes, notes: list[str]) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start > len(content) - 4:  # cut in the middle of a character
            return content[: error.start].decode("utf-8-sig")
    try:
        text = content.decode("gb18030")
        notes.append("not UTF-8: read as GB 18030")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
        notes.append("not UTF-8: unreadable bytes were replaced")
    return text


def _without_tags(text: str) -> str:
    """Drop scripts, styles and tags; the ends of blocks become line ends. Each pattern runs in linear time."""
    bare = re.sub(r"<(script|style)\b[^>]{0,2000}>", lambda found: f"<{found[1]}>", text, flags=re.IGNORECASE)
    first, *rest = re.split(r"<(script|style)>", bare, flags=re.IGNORECASE)
    scripts = zip(rest[::2], rest[1::2], strict=True)
    kept = "".join([first, *(part.partition(f"</{name.lower()}>")[2] for name, part in scripts)])
    lined = re.sub(r"<(?:br|/p|/div|/li|/tr|/h\d|/pre|/td)\b[^>]{0,200}>", "\n", kept, flags=re.IGNORECASE)
    return html.unescape(re.sub(r"<[/!a-zA-Z][^<>]{0,5000}>", "", lined))


def take_apart(text: str) -> tuple[list[Block], str]:
    """Return a page's blocks, and its prose: what stands outside of blocks that may be structured."""
    blocks: list[Block] = []
    prose: list[str] = []
    for label, lines, line in _fenced(text.splitlines()):
        if label is None:
            found, rest = _bare(lines, line)
            blocks += found
            prose += rest
        else:
            blocks.append(Block(label, "\n".join(lines), line))
            prose += lines if label.split(" ", maxsplit=1)[0].lower() in PROSE else []
    joined = "\n".join(prose)
    return blocks + list(_bare_json(joined)), joined


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


def _bare(lines: list[str], line: int) -> tuple[list[Block], list[str]]:
    """Take YAML without a fence out of prose: from `openapi:` to the first line that cannot belong to it."""
    found: list[tuple[int, list[str]]] = []
    prose: list[str] = []
    is_open = False
    for number, text in enumerate(lines, line):
        is_open = is_open and BARE_LINE.match(text) is not None
        if is_open:
            found[-1][1].append(text)
        elif BARE_START.match(text):
            is_open = True
            found.append((number, [text]))
        else:
            prose.append(text)
    return [Block("yaml", "\n".join(block), number) for number, block in found], prose


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


def read_any(text: str) -> Any:
    """Read JSON where it looks like JSON, else YAML.

    Raises:
        Unreadable: neither.
    """
    if text.lstrip()[:1] not in {"{", "["}:
        return read_yaml(text)
    try:
        return read_json(text)
    except Unreadable as error:
        try:
            return read_yaml(text)  # flow style looks like JSON
        except Unreadable:
            raise error from None


def read_yaml(text: str) -> Any:
    """Read one YAML document; of several, the first.

    Raises:
        Unreadable: too long, too deep, an alias bomb, a circle of anchors, or no YAML.
    """
    if len(text) > LONGEST_YAML:
        raise Unreadable(f"a block of {len(text):,} characters; more than {LONGEST_YAML:,} are not read as YAML")
    try:
        _guard(text)
        loader = _Loader(text)
        try:
            return loader.get_data()
        finally:
            loader.dispose()
    except FAULTS as error:
        raise Unreadable(f"no YAML: {_first_line(error)}") from error


def _guard(text: str) -> None:
    """Refuse what grows when aliases are written out, before anything is built."""
    total, sizes, still_open = 0, dict[str | None, int](), list[tuple[str | None, int]]()
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.DocumentEndEvent):
            return
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in sizes:
                raise Unreadable(f"an alias inside its own anchor, or without one: {event.anchor}")
            total += sizes[event.anchor]
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = still_open.pop()
            sizes |= {anchor: total - before} if anchor else {}
        elif isinstance(event, yaml.CollectionStartEvent):
            still_open.append((event.anchor, total))
            total += 1
        elif isinstance(event, yaml.NodeEvent):
            sizes |= {event.anchor: 1} if event.anchor else {}
            total += 1
        if total > MOST_NODES:
            raise Unreadable(f"more than {MOST_NODES:,} nodes once its aliases are written out")
        if len(still_open) > DEEPEST_YAML:
            raise Unreadable(f"nested deeper than {DEEPEST_YAML}")


def read_json(text: str) -> Any:
    """Read one JSON value; comments and trailing commas are forgiven.

    Raises:
        Unreadable: no JSON even so.
    """
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    bare = text
    for _ in range(2):  # a comma before a comment before a bracket is seen once the comment is gone
        bare = re.sub(TOKENS, lambda found: found[0] if found[0].startswith('"') else "", bare)
    try:
        return json.loads(bare, strict=False)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"no JSON: {_first_line(error)}") from error


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:160]


def read_page(text: str, notes: list[str], *, is_data: bool) -> tuple[list[Document], str]:
    """Return the OpenAPI documents of a page and its prose; what could not be read is added to the notes."""
    if LOOKS_STRUCTURED.match(text) or is_data:
        try:
            found = documents(read_any(text))
        except Unreadable as error:
            notes.append(f"not read as a whole: {error}")
        else:
            if found:
                return found, text
    blocks, prose = take_apart(text)
    values = [value for block in blocks for value in _value_of(block, notes)]
    found = [document for value in values for document in documents(value)]
    return found or _from_fragments(values, prose), prose


def _value_of(block: Block, notes: list[str]) -> Iterator[Any]:
    kind = block.label.split(" ")[0].lower()
    if block.value is not None:
        yield block.value
    elif kind in {"yaml", "yml", "json", "json5", "jsonc", "openapi"} or (
        not kind and LOOKS_STRUCTURED.match(block.text)
    ):
        try:
            yield read_any(block.text)
        except Unreadable as error:
            if kind.startswith("y") or HIDES_PATHS.search(block.text):
                notes.append(f"block at line {block.line}: {error}")


def documents(value: Any) -> list[Document]:
    """Return every OpenAPI document that stands in parsed data, however deep."""
    return list(_search(value, [MOST_PLACES], depth=0))


def _search(value: Any, left: list[int], *, depth: int) -> Iterator[Document]:
    left[0] -= 1
    if left[0] < 0 or depth > DEEPEST:
        return
    found = _recognised(value) if is_mapping(value) else None
    if found is not None:
        yield found
    elif is_mapping(value) or is_list(value):
        for item in value.values() if is_mapping(value) else value:
            yield from _search(item, left, depth=depth + 1)


def _recognised(value: Document) -> Document | None:
    """Return the document of a mapping of a known shape: OpenAPI, Mintlify, Postman, Apifox; None for any other."""
    paths = value.get("paths")
    if is_mapping(paths):
        return _mintlify(paths) if isinstance(paths.get("path"), str) else value
    if is_list(value.get("item")) and is_mapping(value.get("info")):
        return _postman(value)
    if is_mapping(value.get("api")) and isinstance(value["api"].get("path"), str):
        return _apifox(value["api"], title=str(value.get("name") or ""))
    return None


def _single(method: Any, path: str, *, body: Document) -> Document:
    return {"openapi": "3.0.1", "paths": {path: {str(method or "post").lower(): body}}}


def _mintlify(paths: Document) -> Document:
    """Read the one operation that Mintlify prints under `paths`; the options of a `schemaArray` stand side by side."""
    request = mapping(paths.get("request"))
    parameters = [
        {"in": where, "name": name, "required": mapping(entry).get("required", False), "schema": mapping(entry)}
        for where, entries in mapping(request.get("parameters")).items()
        for name, entry in mapping(entries).items()
    ]
    answers = {str(status): {"content": _schemas(told)} for status, told in mapping(paths.get("response")).items()}
    body = {"parameters": parameters, "requestBody": {"content": _schemas(request.get("body"))}, "responses": answers}
    more = {"servers": paths.get("servers") or [], "deprecated": paths.get("deprecated") is True}
    return _single(paths.get("method"), paths["path"], body=body | more)


def _schemas(content: Any) -> Document:
    arrays = {media: mapping(entry).get("schemaArray") or [] for media, entry in mapping(content).items()}
    return {media: {"schema": {"schemaArray": array}} for media, array in arrays.items()}


def _postman(collection: Document) -> Document:
    """Read a Postman collection: bodies and answers are examples."""
    paths: Document = {}
    for item in _postman_items(collection, depth=0):
        request = item["request"]
        queries = sequence(mapping(request.get("url")).get("query"))
        answers = [mapping(entry) for entry in sequence(item.get("response"))]
        paths.setdefault(_postman_path(request.get("url")), {})[str(request.get("method") or "get").lower()] = {
            "summary": str(item.get("name") or ""),
            "parameters": [{"in": "query", "name": mapping(query).get("key") or ""} for query in queries],
            "requestBody": _example(mapping(request.get("body")).get("raw")),
            "responses": {str(answer.get("code") or 200): _example(answer.get("body")) for answer in answers},
        }
    variables = [str(mapping(entry).get("value")) for entry in sequence(collection.get("variable"))]
    servers = [{"url": value} for value in variables if value.startswith("http")]
    return {"openapi": "3.0.1", "x-from-examples": True, "paths": paths, "servers": servers}


def _postman_items(node: Document, *, depth: int) -> Iterator[Document]:
    for item in sequence(node.get("item")) if depth < DEEPEST_FOLDER else []:
        if is_mapping(item):
            if is_mapping(item.get("request")):
                yield item
            yield from _postman_items(item, depth=depth + 1)


def _postman_path(url: Any) -> str:
    path = mapping(url).get("path")
    raw = "/".join(map(str, path)) if is_list(path) else url if isinstance(url, str) else mapping(url).get("raw") or ""
    return "/" + re.sub(r"^(?:\{\{[^}]*\}\}|https?://[^/]*)/?", "", str(raw).split("?")[0])


def _example(text: Any) -> Document:
    try:
        example = read_any(text) if isinstance(text, str) and text.strip() else None
    except Unreadable:
        return {}
    return {"content": {"application/json": {"example": example}}} if is_mapping(example) else {}


def _apifox(api: Document, *, title: str = "") -> Document:
    """Read one call of an Apifox project: parameters by place, bodies as `jsonSchema`."""
    parameters = [
        {**mapping(entry), "in": where, "schema": {"type": mapping(entry).get("type")}}
        for where, entries in mapping(api.get("parameters")).items()
        for entry in sequence(entries)
    ]
    answers = {
        str(mapping(entry).get("code") or 200): {
            "content": {"application/json": {"schema": mapping(entry).get("jsonSchema")}}
        }
        for entry in sequence(api.get("responses"))
    }
    words = {"summary": title, "description": str(api.get("description") or "")}
    request = mapping(api.get("requestBody"))
    media, schema = str(request.get("type") or "application/json"), request.get("jsonSchema")
    sent = {"requestBody": {"content": {media: {"schema": schema}}}} if is_mapping(schema) else {}
    return _single(
        api.get("method"), str(api["path"]), body={**words, "parameters": parameters, "responses": answers, **sent}
    )


def _from_fragments(values: list[Any], text: str) -> list[Document]:
    """Put an operation together from a page that prints its path as text and its parts as JSON, as Apifox copies do."""
    parts: Document = {}
    for value in values:
        if is_mapping(value) and is_mapping(value.get("jsonSchema")):
            parts.setdefault("requestBody", value)
        elif is_mapping(value) and value and value.keys() <= {"query", "path", "cookie", "header"}:
            parts.setdefault("parameters", value)
        elif is_list(value) and value and all(is_mapping(entry) and "jsonSchema" in entry for entry in value):
            parts.setdefault("responses", value)
    head = HEAD.search(text)
    if head is None or not parts.keys() & {"requestBody", "responses"}:
        return []
    title = text.strip().partition("\n")[0].strip("# ")
    return [_apifox({**parts, "method": head[1], "path": head[2] or head[3]}, title=title)]


def mapping(value: Any) -> Document:
    """Return the value, or an empty mapping where it is none."""
    return value if is_mapping(value) else {}


def sequence(value: Any) -> list[Any]:
    return value if is_list(value) else []
