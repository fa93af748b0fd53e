"""Read the curated documents of specs/ and resolve them for one host.

`x-hosts` may stand on anything that is a mapping: an operation, a parameter, a field, a server, a component. What
another host alone has is left out, also from `required`. `x-required` names fields that one host needs too, `x-limits`
holds keywords that it limits further, `x-models` and `x-codes` may be lists by host. Nothing here knows a vendor: which
documents serve a host is told by their servers. `scripts/regenerate` keeps what holds for each host beside its
generated code.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeGuard, cast
from urllib.parse import urlsplit

import yaml

SPECS = Path(__file__).resolve().parent.parent / "specs"
MARKS = frozenset({"x-hosts", "x-required", "x-limits", "x-code-families", "x-include"})
BY_HOST = ("x-models", "x-codes")
COMPONENTS = ("schemas", "parameters", "responses", "requestBodies")
METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as fast, where it was built

Document = dict[str, Any]


def main(arguments: Sequence[str] = ()) -> int:
    """Print what a document says of one host, as YAML or JSON."""
    parser = argparse.ArgumentParser(prog="scripts/spec", description="Print what a document says of one host.")
    parser.add_argument("host", choices=sorted({host for _, host in pairs()}), help="of which host")
    parser.add_argument("name", nargs="?", metavar="document", help="in specs/, where several serve the host")
    parser.add_argument("--json", action="store_true", help="print JSON instead of YAML")
    options = parser.parse_args(arguments)
    names = [name for name, host in pairs() if host == options.host and options.name in {None, name}]
    if len(names) != 1:
        serving = ", ".join(name for name, host in pairs() if host == options.host)
        parser.error(f"document is {options.name or 'left out'}; of {options.host} give one of {serving}")
    document = for_host(names[0], options.host)
    if options.json:
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        yaml.safe_dump(document, sys.stdout, sort_keys=False, allow_unicode=True, width=120)
    return 0


def paths(folder: Path = SPECS) -> list[Path]:
    """Return the documents in *folder*, sorted by name."""
    return sorted(folder.glob("*.yaml"))


def read(path: Path) -> Document:
    """Read one document as it is written, `x-hosts` and all; it is read once, so nobody may change it.

    What it includes of `shared/` is laid under it, as far as its hosts have it.
    """
    return _whole(path.read_text(encoding="utf-8"), path.parent)


@cache
def _whole(text: str, folder: Path) -> Document:
    document = dict(_parsed(text))
    hosts = {host_of(server) for server in document.get("servers", ())}
    for name in document.get("x-include", ()):
        shared = _of_hosts(_parsed((folder / "shared" / f"{name}.yaml").read_text(encoding="utf-8")), hosts)
        document["paths"] = {**document["paths"], **shared["paths"]}
        kinds = {kind: {**rows, **document["components"].get(kind, {})} for kind, rows in shared["components"].items()}
        document["components"] = {**document["components"], **kinds}
    return document


def _of_hosts(node: Any, hosts: set[str]) -> Any:
    """Return *node* without what only other hosts have, and without marks that say no more than that."""
    if is_list(node):
        return [_of_hosts(item, hosts) for item in node if not is_mapping(item) or item.get("x-host") in {None, *hosts}]
    if not is_mapping(node):
        return node
    kept = {key: _of_hosts(value, hosts) for key, value in node.items()}
    if hosts <= set(kept.get("x-hosts", ())):
        del kept["x-hosts"]
    if is_mapping(kept.get("x-codes")):
        kept["x-codes"] = {host: codes for host, codes in kept["x-codes"].items() if host in hosts}
    return kept


@cache
def _parsed(text: str) -> Document:
    return cast("Document", yaml.load(text, Loader=LOADER))  # noqa: S506 - a safe one


def pairs(folder: Path = SPECS) -> list[tuple[str, str]]:
    """List each document with each host that it serves: ("suno", "kie.ai"); several may serve one host."""
    return [(path.stem, host_of(server)) for path in paths(folder) for server in read(path)["servers"]]


def host_of(server: Mapping[str, Any]) -> str:
    """Name the host of a root server: its `x-host`, else the last two labels of its address."""
    labels = (urlsplit(str(server["url"])).hostname or "").split(".")
    return str(server.get("x-host") or ".".join(labels[-2:]))


def for_host(name: str, host: str, folder: Path = SPECS) -> Document:
    """Return what the document of a name says of *host*.

    Raises:
        KeyError: *folder* has no such document, or it has no server of this host.
    """
    if (name, host) not in pairs(folder):
        raise KeyError(f"{name} serves no host {host}")
    return of_host(read(folder / f"{name}.yaml"), host)


def of_host(written: Document, host: str) -> Document:
    """Return what of a document holds for one of its hosts."""
    document: Document = resolve(written, host)
    document["paths"] = {path: item for path, item in document["paths"].items() if METHODS & item.keys()}
    for served in (document, *document["paths"].values()):
        if "servers" in served:
            served["servers"] = [server for server in served["servers"] if host_of(server) == host]
    return document


def text_of(document: Document) -> str:
    """Write a document as JSON, one line for each path and component, so that a change can be read."""
    return "{\n" + ",\n".join(_members(document, deep=("paths", "components"))) + "\n}\n"


def _members(node: Document, *, deep: Sequence[str]) -> Iterator[str]:
    for key, value in node.items():
        if key in deep:
            text = "{\n" + ",\n".join(_members(value, deep=COMPONENTS)) + "\n}"
        else:
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        yield f"{json.dumps(key)}:{text}"


def resolve(node: Any, host: str) -> Any:
    """Return *node* without marks and what another host alone has, with what this one needs or limits further."""
    if is_list(node):
        return [resolve(item, host) for item in node if holds(item, host)]
    if not is_mapping(node):
        return node
    kept = {key: resolve(value, host) for key, value in node.items() if key not in MARKS and holds(value, host)}
    kept |= node.get("x-limits", {}).get(host, {})
    kept |= {key: kept[key].get(host, []) for key in BY_HOST if is_mapping(kept.get(key))}
    if host in node.get("x-required", {}):
        kept["required"] = [*node.get("required", []), *node["x-required"][host]]
    return _without_lost_names(node, kept)


def holds(node: Any, host: str) -> bool:
    """Return whether *node* is there for *host*: its mark names it or is missing, and no second route alone has it."""
    return not is_mapping(node) or (host in node.get("x-hosts", [host]) and "x-route" not in node)


def is_mapping(node: Any) -> TypeGuard[Document]:
    """Return whether *node* has keys."""
    return isinstance(node, dict)


def is_list(node: Any) -> TypeGuard[list[Any]]:
    """Return whether *node* has items and no keys."""
    return isinstance(node, list)


def _without_lost_names(before: Document, after: Document) -> Document:
    """Take the fields that were left out of `properties` out of `required` too."""
    if not isinstance(after.get("required"), list) or not isinstance(before.get("properties"), dict):
        return after
    lost = before["properties"].keys() - after["properties"].keys()
    after["required"] = [name for name in after["required"] if name not in lost]
    return after if after["required"] else {key: value for key, value in after.items() if key != "required"}


def follow(document: Document, node: Mapping[str, Any]) -> Document:
    """Follow a reference; what stands beside it is laid over."""
    reference = node.get("$ref")
    if reference is None:
        return dict(node)
    target: Any = document
    for part in reference.split("/")[1:]:
        target = target[part]
    return {**follow(document, target), **{key: value for key, value in node.items() if key != "$ref"}}


def flat(document: Document, schema: Mapping[str, Any]) -> Document:
    """Merge the parts of an object schema: its fields as they are written, and which of them are required where."""
    whole = follow(document, schema)
    fields: Document = {}
    required: list[str] = []
    by_host: dict[str, list[str]] = {}
    parts = [flat(document, part) for part in whole.get("allOf", [])]
    own = [part for part in whole.get("allOf", []) if "$ref" not in part]
    for part in (*own, *parts, whole):  # Own fields first: a signature shows what matters before what many share.
        fields |= part.get("properties", {})
    for part in (*parts, whole):
        required += part.get("required", [])
        for host, names in part.get("x-required", {}).items():
            by_host.setdefault(host, []).extend(names)
    return {**whole, "properties": fields, "required": required, "x-required": by_host}


def served(operation: Document) -> list[str]:
    """Name the operations of the client that a call serves."""
    return list(operation.get("x-operations", []))


def codes(operation: Document) -> list[Any]:
    """List the codes that are documented for an operation or a callback of one host."""
    return [row.get("code") if is_mapping(row) else row for row in _listed(operation, "x-codes")]


def vocabulary(field: Document) -> list[Any]:
    """List the known words of a field, closed or open; of all hosts where the document is that of several."""
    models = field.get("x-models", [])
    if is_mapping(models):
        models = list(dict.fromkeys(word for words in models.values() for word in words))
    found: list[Any] = field.get("enum") or models or field.get("x-values", [])
    return found


def alternatives(schema: Document) -> list[str]:
    """Name the fields of which, alone or in groups, exactly one is to be given."""
    return [name.strip() for option in _listed(schema, "x-one-of") for name in str(option).split("+")]


def _listed(node: Document, word: str) -> list[Any]:
    """Return the list that a word holds; a vendor's own document may hold anything there."""
    found = node.get(word)
    return found if is_list(found) else []


def inputs(schema: Document) -> dict[str, Document]:
    """Return the schema of `input` by model, where models share a call."""
    return {model: {"$ref": reference} for model, reference in schema.get("x-inputs", {}).items()}


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Yield path, method and body of each operation of *document*."""
    for path, item in document["paths"].items():
        for method in sorted(METHODS & item.keys()):
            yield path, method, item[method]
