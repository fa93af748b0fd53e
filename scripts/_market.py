"""Compile specs/market into one compressed snapshot and its types, read the vendor's page exports, and compare the two.

`models.yaml` is what pages say, dated; `curated.yaml` is laid over it. Nothing here knows a model by name.
"""

import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import yaml

import _specs

MARKET = _specs.SPECS / "market"
PACKAGE = "market"
HEADER = '"""The Market of Kie, compiled from specs/market. Do not edit: `scripts/regenerate` makes it again."""\n'
KEPT = ("model", "title", "provider", "task_types", "output", "status", "page", "last_seen", "certainty")
LEAST, MOST = ("minimum", "minItems", "minLength"), ("maximum", "maxItems", "maxLength")
FILE_NAME = re.compile(
    r"(?:^|_)urls?(?:_list)?$|^(?:image|image_input|input_image|reference_(?:image|video|voice)|first_frame)$"
)
NO_FILES = frozenset({"reference_link_urls"})
KINDS = (
    ("video", r"video|clip|character_file"),
    ("audio", r"audio|voice|verify|upload"),
    ("image", r"image|picture|frame|mask"),
)
"""What a field takes, by words of its name and then of its description."""
DAMAGED: Mapping[str, Any] = {"type": "string"}
"""What page exports make of the members of a combinator: a strict reader would refuse every input."""
NOISE = frozenset({"nsfw_checker"})
"""Fields that come and go from day to day in the exports of many pages."""
Model = dict[str, Any]


def read(folder: Path = MARKET) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the snapshot as it is written, and what is laid over it."""
    models, curated = (
        yaml.load((folder / name).read_text(encoding="utf-8"), Loader=_specs.LOADER)  # noqa: S506 - a safe one
        for name in ("models.yaml", "curated.yaml")
    )
    return models, curated


def compiled(written: Mapping[str, Any], curated: Mapping[str, Any]) -> dict[str, Any]:
    """Lay the one over the other: each model with its fields, rules, prices and notes."""
    models = {str(row["model"]): _compiled(row) for row in written["models"]}
    for repair in curated["repairs"]:
        for name in repair["models"]:
            _repair(models[name], repair)
    for rule in curated["rules"]:
        for name in rule["models"]:
            models[name]["rules"].append({key: value for key, value in rule.items() if key != "models"})
    for row in curated["prices"]:
        for name in row["models"]:
            kept = [price for price in models[name]["prices"] if price["unit"] != row.get("unit")]
            models[name]["prices"] = [*kept, *row["add"]]
    for row in curated["billing"]:
        for name in row["models"]:
            prices = models[name]["prices"]
            models[name]["prices"] = [{**p, "unit": row["counts"]} if p["unit"] == row["unit"] else p for p in prices]
    return {
        "date": written["date"],
        "sources": written["sources"],
        "known_everywhere": curated["known_everywhere"],
        "models": list(models.values()),
    }


def _compiled(row: Mapping[str, Any]) -> Model:
    required, fields = flattened(row["input"])
    rules = [dict(rule) for rule in row.get("rules", ())]
    for rule in rules:
        if rule["kind"] == "exclusive" and _is_told_twice(rule, rules):
            rule["severity"] = "error"
    notes = [rule["text"] for rule in rules if rule["kind"] == "note"] + [
        *row.get("conflicts", ()),
        *row.get("changes", ()),
    ]
    notes += [row["price_note"]] if "price_note" in row else []
    return {
        **{key: row[key] for key in KEPT},
        "source": "; ".join(row["source"]),
        "required": required,
        "fields": {name: _with_file(name, field) for name, field in fields.items()},
        "rules": [rule for rule in rules if rule["kind"] != "note"],
        "prices": row.get("prices", []),
        "notes": notes,
    }


def _is_told_twice(exclusive: Mapping[str, Any], rules: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether another rule says that exactly the fields of the groups stand for each other."""
    fields = {name for group in exclusive["groups"] for name in group}
    return any(rule["kind"] == "one_of" and set(rule["fields"]) == fields for rule in rules)


def flattened(schema: Mapping[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """Return required names and fields of an input; of alternatives what all of them require and any of them takes."""
    branches = schema.get("oneOf") or [schema]
    fields: dict[str, Any] = {}
    for branch in branches:
        for name, field in branch.get("properties", {}).items():
            fields[name] = _widened(fields[name], field) if name in fields else field
    needed = [set(branch.get("required", ())) for branch in branches]
    return sorted(set.intersection(*needed)), fields


def _widened(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    both = {key: value for key, value in one.items() if other.get(key) == value}
    if "enum" in one and "enum" in other:
        both["enum"] = [*one["enum"], *(word for word in other["enum"] if word not in one["enum"])]
    for keys, widest in ((LEAST, min), (MOST, max)):
        both |= {key: widest(one[key], other[key]) for key in keys if key in one and key in other}
    return both


def _with_file(name: str, field: Mapping[str, Any]) -> dict[str, Any]:
    """Return a field, and what is in it, with which file it takes; as it is where it takes none."""
    made = dict(field)
    inner = field.get("items", {})
    if "properties" in inner:
        parts = {key: _with_file(key, part) for key, part in inner["properties"].items()}
        return {**made, "items": {**inner, "properties": parts}}
    is_text = "string" in (field.get("type"), inner.get("type")) or "media" in field
    if (
        name in NO_FILES
        or not is_text
        or not ("media" in field or inner.get("format") == "uri" or FILE_NAME.search(name))
    ):
        return made
    told = f"{name} {' '.join(field.get('media', {}).get('types', ()))} {field.get('description', '')}"
    made["file"] = next((kind for kind, words in KINDS if re.search(words, told)), "any")
    return made


def _repair(model: Model, repair: Mapping[str, Any]) -> None:
    model["required"] = [name for name in model["required"] if name not in repair.get("optional", ())]
    model["fields"] |= {name: _with_file(name, field) for name, field in repair.get("fields", {}).items()}
    if "field" in repair:
        field = {
            key: value for key, value in model["fields"][repair["field"]].items() if key not in repair.get("drop", ())
        }
        for key, more in repair.get("add", {}).items():
            field[key] = [*field.get(key, ()), *more]
        model["fields"][repair["field"]] = field


# -- What is written ---------------------------------------------------------------------------------------------------


def write(package: Path, folder: Path = MARKET) -> None:
    """Write the package: the snapshot, compressed, and the types that editors complete."""
    written, curated = read(folder)
    made = compiled(written, curated)
    package.mkdir()
    (package / "__init__.py").write_text(HEADER, encoding="utf-8")
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    (package / "models.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    (package / "inputs.py").write_text("\n".join(_types(made, curated["typed"])) + "\n", encoding="utf-8")


def _types(made: Mapping[str, Any], typed: Sequence[str]) -> Iterator[str]:
    models = {model["model"]: model for model in made["models"]}
    yield HEADER
    yield "from __future__ import annotations\n"
    yield "from collections.abc import Mapping, Sequence"
    yield "from typing import Any, Literal, Required, TypeAlias, TypedDict\n"
    yield "from reelscore.rules.schema import Upload\n"
    names = ["KnownInput", "KnownModel", *map(class_name, typed)]
    yield f"__all__ = [{', '.join(map(_quoted, sorted(names)))}]\n"
    listed = [name for name, model in models.items() if model["status"] == "listed"]
    yield f"KnownModel: TypeAlias = Literal[{', '.join(map(_quoted, listed))}]"
    yield f'"""Models that the vendor listed on {made["date"]}."""\n'
    for name in typed:
        yield from _typed_dict(models[name])
    yield f"KnownInput: TypeAlias = {' | '.join(class_name(name) for name in typed)}"


def class_name(model: str) -> str:
    """Name the TypedDict of a model: "kling-3.0/video" is Kling30VideoInput."""
    return "".join(word.capitalize() for word in re.split(r"[^A-Za-z0-9]+", model.replace(".", ""))) + "Input"


def _typed_dict(model: Model) -> Iterator[str]:
    yield f"\nclass {class_name(model['model'])}(TypedDict, total=False):"
    yield f'    """The input of {model["model"]}: {model["title"]}."""\n'
    for name, field in model["fields"].items():
        told = _type_of(field)
        yield f"    {name}: {f'Required[{told}]' if name in model['required'] else told}"
        if field.get("description"):
            yield f'    """{field["description"]}"""'
    yield ""


PLAIN = {"integer": "int", "number": "float", "boolean": "bool", "object": "Mapping[str, Any]"}


def _type_of(field: Mapping[str, Any]) -> str:
    kind = field.get("type")
    if kind == "array":
        return f"Sequence[{'Upload' if 'file' in field else _type_of(field.get('items', {}))}]"
    if "file" in field:
        return "Upload"
    words = [word for word in field.get("enum", ()) if isinstance(word, str)]
    if words:
        return f"Literal[{', '.join(map(_quoted, words))}] | str"
    return "str" if kind == "string" else PLAIN.get(str(kind), "Any")


def _quoted(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)


# -- What pages say now ------------------------------------------------------------------------------------------------


def read_page(text: str) -> tuple[str, dict[str, Any]] | None:
    """Read a page export, OpenAPI as YAML or JSON, alone or in a fence of Markdown; None where it documents no model.

    Returns:
        The model, and the schema of its input without the damage that exports do.
    """
    fenced = re.search(r"```(?:ya?ml|json)\s*\n(.*?)```", text, re.DOTALL)
    try:
        document = yaml.load(fenced[1] if fenced else text, Loader=_specs.LOADER)  # noqa: S506 - a safe one
        body = document["paths"]["/api/v1/jobs/createTask"]["post"]["requestBody"]["content"]["application/json"]
        fields = _specs.follow(document, body["schema"])["properties"]
        words = _specs.vocabulary(fields["model"])
        model = words[0] if len(words) == 1 else fields["model"].get("default") or body.get("example", {}).get("model")
        return str(model), cast("dict[str, Any]", mended(_specs.follow(document, fields["input"])))
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, IndexError):
        return None


def mended(node: Any) -> Any:
    """Undo what exports do to a schema: blanks in keys, combinators of which only a type is left."""
    if isinstance(node, list):
        return [mended(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {str(key).strip(): mended(value) for key, value in node.items()}
    return {key: value for key, value in kept.items() if key not in {"allOf", "anyOf"} or DAMAGED not in value}


COMPARED = ("type", "enum", *LEAST, *MOST)


def changes(written: Mapping[str, Any], pages: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield a line for each thing that pages say otherwise than the snapshot; a model without a page has none."""
    known = {str(row["model"]): flattened(row["input"]) for row in written["models"]}
    for model, schema in sorted(pages.items()):
        required, fields = flattened(schema)
        if model not in known:
            yield f"{model}: new, with {', '.join(fields)}"
            continue
        before, old = known[model]
        names = [name for name in dict.fromkeys((*old, *fields)) if name not in NOISE]
        for name in names:
            if name not in old or name not in fields:
                yield f"{model}: {name} {'added' if name in fields else 'removed'}"
                continue
            if (name in required) != (name in before):
                yield f"{model}: {name} {'is now required' if name in required else 'is no longer required'}"
            for key in COMPARED:
                if old[name].get(key) != fields[name].get(key):
                    yield f"{model}: {name}: {key} {_told(old[name].get(key))} → {_told(fields[name].get(key))}"


def _told(value: Any) -> str:
    return "none" if value is None else json.dumps(value, ensure_ascii=False)


def report(sources: Sequence[Path]) -> int:
    """Print what page exports (files, or folders of them) say otherwise than the snapshot; 1 where anything does."""
    written, _ = read()
    files = [file for source in sources for file in (sorted(source.rglob("*.*")) if source.is_dir() else [source])]
    found = [read_page(file.read_text(encoding="utf-8", errors="replace")) for file in files]
    pages = dict(page for page in found if page is not None)
    lines = list(changes(written, pages))
    print(
        f"{len(pages)} of {len(files)} files document a model; the snapshot is of {written['date']}", *lines, sep="\n"
    )
    return int(bool(lines))
