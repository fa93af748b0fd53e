"""A vendor changes its API: how many files a maintainer edits by hand until users, CLI and sandbox have it.

Each test does it in a copy of the tree: edits, then what `scripts/regenerate` does, then a program that uses it.
"""

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

import _regenerate
import _specs
from _drift_model import operations
from reelscore.pricing import Quote
from reelscore.requests.request import Request
from reelscore.rules.kinds import OneOf
from reelscore.rules.ruleset import ruleset_for
from reelscore.rules.schema import fields_of
from reelscore.vendors.family import Family, find_family
from tests.families import families

QUALITIES, SECONDS = ("360p", "480p", "540p", "720p", "1080p", None), (5, 8, 10, 15, None)
TOY = Path(__file__).parent.parent / "data" / "walkthrough"
PROMPT = "            prompt: {type: string, maxLength: 5000, "
LENS = "            lens: {type: string, maxLength: 40, description: Name of a lens}\n"
MODELS = "x-models: [v3.5, v4, v4.5, v5, v5.5, v5.6, v6, c1]"
FIELD_IS_EVERYWHERE = """
import contextlib, inspect, io, re
import httpx
from hypothesis import find
import reelscore as rs
from reelscore.cli import main
from reelscore.pixverse import TextToVideo
from reelscore.testing import legal

made = TextToVideo(**TextToVideo.sample, lens="wide")
assert "lens" in inspect.signature(TextToVideo).parameters
assert made.to_wire()["lens"] == "wide"
(broken,) = TextToVideo(**TextToVideo.sample, lens="w" * 41).violations()
assert (broken.rule, broken.field, broken.code) == ("lens.length", "lens", 400017)
assert find(legal(TextToVideo), lambda request: request.lens is not None).lens

told = io.StringIO()
with contextlib.redirect_stdout(told), contextlib.suppress(SystemExit):
    main(["quote", "pixverse.text-to-video", "--help"])
assert re.search("--lens .*Name of a lens", told.getvalue()), told.getvalue()

with rs.sandbox.running(speed=0) as sandbox:
    body = {**TextToVideo(**TextToVideo.sample).to_wire(), "lens": "w" * 41}
    headers = {"API-KEY": sandbox.api_key, "Ai-trace-id": "1"}
    url = f"{sandbox.base_url('pixverse.ai')}/openapi/v2/video/text/generate"
    refused = httpx.post(url, json=body, headers=headers).json()
    taken = httpx.post(url, json={**body, "lens": "wide"}, headers=headers).json()
assert (refused["ErrCode"], "lens" in refused["ErrMsg"], taken["ErrCode"]) == (400017, True, 0), (refused, taken)
print("everywhere")
"""
SHARPEN_PATH = """  /openapi/v2/video/sharpen/generate:
    post:
      operationId: sharpen
      tags: [edit]
      summary: Sharpen a video
      x-operations: [sharpen]
      x-role: paid
      x-family: video
      x-result: Video
      x-status: videoStatus
      x-source: {document: a new page, date: "2026-11-29"}
      parameters: [{$ref: '#/components/parameters/TraceId'}]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/SharpenRequest'}}}
      responses:
        "200": {$ref: '#/components/responses/VideoTask'}
"""
SHARPEN_SCHEMA = """    SharpenRequest:
      examples: [{source_video_id: 1}]
      allOf:
        - {$ref: '#/components/schemas/SourceVideo'}
        - {type: object, properties: {strength: {type: integer, maximum: 9, description: how much}}}
"""
SHARPEN_CLASS = '''

@frozen(kw_only=True)
class Sharpen(wire.SharpenRequest, VideoRequest):
    """Sharpen a video."""

    price: ClassVar[Any] = prices.per_second

    source_seconds: float | None = SECONDS
'''
OPERATION_RUNS = """
import contextlib, io, json, os
import reelscore as rs
from reelscore.cli import main
from reelscore.pixverse import Sharpen, TextToVideo

with rs.sandbox.running(speed=5_000, seed=1) as sandbox:
    with rs.PixVerse(sandbox=sandbox) as pixverse:
        shot = TextToVideo(prompt="a fox", model="v6", quality="540p", duration=5, aspect_ratio="16:9")
        video = pixverse.submit(shot).wait()
        before = pixverse.balance().total
        made = pixverse.sharpen(source_video_id=video.id, strength=3, source_seconds=5).wait()
        assert made.url
        assert before - pixverse.balance().total == 15 == Sharpen(source_video_id=1, source_seconds=5).quote().credits
    os.environ |= {"PIXVERSE_API_KEY": sandbox.api_key, "PIXVERSE_BASE_URL": sandbox.base_url("pixverse.ai")}
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.suppress(SystemExit):
        asked = ["--source-video-id", str(video.id), "--strength", "3"]
        main(["run", "pixverse.sharpen", *asked, "-y", "--json", "--no-save"])
    (task,) = json.loads(told.getvalue())["tasks"]
    assert task["finished"] and not task["error"], task
print("it runs")
"""
VENDOR_RUNS = """
import asyncio, contextlib, io, json, os
import reelscore as rs
from reelscore.cli import main
from reelscore.toy import AsyncToy, Draw, Toy

async def drawn(sandbox):
    async with AsyncToy(sandbox=sandbox) as toy:
        return await (await toy.draw(prompt="a fox")).wait()

with rs.sandbox.running(speed=5_000) as sandbox:
    with Toy(sandbox=sandbox) as toy:
        assert toy.draw(prompt="a fox").wait().url
        assert [found.rule for found in Draw(prompt="a" * 101).violations()] == ["prompt.length"]
    assert asyncio.run(drawn(sandbox)).url
    with rs.Suno(sandbox=sandbox) as suno:
        assert suno.generate(prompt="a song", model="V5").wait().tracks
    os.environ |= {"$VARIABLE_API_KEY": sandbox.api_key, "$VARIABLE_BASE_URL": sandbox.base_url("$HOST")}
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.suppress(SystemExit):
        main(["run", "toy.draw", "--prompt", "a fox", "-y", "--json", "--no-save"])
    (task,) = json.loads(told.getvalue())["tasks"]
    assert task["finished"] and not task["error"], task
print("it runs")
"""
ROOMS = "facade/reelscore/pixverse"
EXPLAINED = {
    "no price of a template is published for these models": [
        f"{host}: template_video: model {model} has no price: {ROOMS}/prices.csv"
        for model in ("v5.5", "v5.6", "v6", "c1")
        for host in ("pixverse.ai", "pixverseai.cn")
    ],
    "sunoapi.org prints no price of these models": [
        f"sunoapi.org: generate: model {model} has no price: facade/reelscore/suno/prices.csv"
        for model in ("V6_MINI", "V6_WILD")
    ],
}


def untaught(folder: Path = _specs.SPECS) -> list[str]:
    """List which operations and models of documents the facade lacks, and where they belong.

    Fields follow by themselves: request classes inherit them from what is generated.
    """
    found: list[str] = []
    for name, host in _specs.pairs(folder):
        room = f"facade/reelscore/{name}"
        if host not in {family.name for family in families() if family.vendor == name}:
            found.append(f"{host}: nothing of {name} is served there: {room}")
            continue
        family, document = find_family(name, host), _specs.for_host(name, host, folder)
        for operation in operations(document):
            models = operation.request["model"].view.words or () if "model" in operation.request else ()
            for word in _specs.served(document["paths"][operation.path][operation.method]):
                if word not in family.operations:
                    found.append(f"{host}: {word} has no request class: {room}/requests")
                else:
                    told = _untaught_models(family, family.operations[word].request, list(map(str, models)))
                    found += [
                        f"{host}: {word}: model {model} has no {what}: {room}/{file}" for model, what, file in told
                    ]
    return sorted(found)


def _untaught_models(host: Family, kind: type[Request[Any]], models: list[str]) -> Iterator[tuple[str, str, str]]:
    rows = [row for row in ruleset_for(kind, host.name).rules if isinstance(row, OneOf) and row.field == "model"]
    listed = {value for row in rows for value in row.enum}
    yield from ((model, "rule row", "rules") for model in models if rows and model not in listed)
    priced = {model for model in models if any(quote.basis != "unknown" for quote in _quotes(host, kind, model))}
    yield from ((model, "price", "prices.csv") for model in models if priced and model not in priced)


def _quotes(host: Family, kind: type[Request[Any]], model: str) -> Iterator[Quote]:
    sample, names = kind.build(kind.sample), {field.name for field in fields_of(kind)}
    for quality, seconds in itertools.product(QUALITIES, SECONDS):
        given = {"model": model, "quality": quality, "duration": seconds}
        changes: dict[str, Any] = {name: value for name, value in given.items() if name in names and value is not None}
        yield attrs.evolve(sample, **changes).quote(host)


@attrs.define
class Tree:
    """A copy of the tree that is edited by hand and regenerated."""

    root: Path
    edited: set[str] = attrs.field(factory=set)
    """Files that a maintainer wrote or edited."""

    def add(self, path: str, text: str) -> None:
        """Write a new file."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")
        self.edited.add(path)

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace what stands in a file once or several times, where it stands first."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text, (path, old)
        self.add(path, text.replace(old, new, 1))

    def append(self, path: str, text: str) -> None:
        """Write behind the end of a file."""
        self.add(path, (self.root / path).read_text(encoding="utf-8") + text)

    def regenerate(self, name: str) -> list[str]:
        """Compile a document of specs/; return what changed in the generated tree."""
        _regenerate.compile_specs([self.root / "specs" / f"{name}.yaml"], self.root / "new")
        target = self.root / "generated" / "reelscore_wire" / name
        changed = _regenerate.differences(target, self.root / "new" / name) if target.exists() else []
        shutil.rmtree(target, ignore_errors=True)
        (self.root / "new" / name).rename(target)
        return changed

    def said_by(self, program: str) -> str:
        """Run a program with the tree's packages; return what it prints."""
        path = os.pathsep.join([str(self.root / "facade"), str(self.root / "generated")])
        environment = {**os.environ, "PYTHONPATH": path, "HOME": str(self.root), "XDG_STATE_HOME": str(self.root)}
        command = [sys.executable, "-c", program]
        done = subprocess.run(
            command, env=environment, cwd=self.root, capture_output=True, text=True, check=False, timeout=60
        )
        return done.stdout or done.stderr


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    for name in ("facade", "generated", "specs"):
        shutil.copytree(_regenerate.ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return Tree(tmp_path)


def learn_lens(tree: Tree) -> None:
    """Let text to video learn the model v7 and the field lens."""
    before, start, after = (tree.root / "specs/pixverse.yaml").read_text().partition("    TextToVideoRequest:\n")
    after = after.replace(PROMPT, LENS + PROMPT, 1).replace(MODELS, MODELS.replace("c1]", "c1, v7]"), 1)
    tree.add("specs/pixverse.yaml", f"{before}{start}{after}")


@pytest.mark.slow
def test_a_new_optional_field_is_an_edit_of_the_document_alone(tree: Tree) -> None:
    learn_lens(tree)
    changed = tree.regenerate("pixverse")

    documents = ["differs: pixverse.ai.json", "differs: pixverseai.cn.json"]
    assert changed == ["differs: models/text_to_video_request.py", *documents]
    assert tree.said_by(FIELD_IS_EVERYWHERE) == "everywhere\n"
    assert tree.edited == {"specs/pixverse.yaml"}


@pytest.mark.slow
def test_a_new_operation_is_four_files_and_runs_in_client_command_line_and_sandbox(tree: Tree) -> None:
    tree.edit("specs/pixverse.yaml", "paths:\n", f"paths:\n{SHARPEN_PATH}")
    tree.edit("specs/pixverse.yaml", "    UpscaleRequest:\n", f"{SHARPEN_SCHEMA}    UpscaleRequest:\n")
    tree.append(f"{ROOMS}/requests/edit.py", SHARPEN_CLASS)
    tree.append(f"{ROOMS}/prices.csv", "sharpen,,,,,3,second,exact,a new page\n")
    upscale = "    upscale = operation(requests.Upscale)\n"
    tree.edit(f"{ROOMS}/operations.py", upscale, upscale + upscale.replace("upscale", "sharpen").replace("U", "S"))
    tree.edit(f"{ROOMS}/operations.py", "Spscale", "Sharpen")
    tree.regenerate("pixverse")

    assert tree.said_by(OPERATION_RUNS) == "it runs\n"
    assert len(tree.edited) == 4


@pytest.mark.slow
@pytest.mark.parametrize(
    ("host", "value", "prefix", "variable"),
    [("toy.example", "TOY_HOST", "toy", "TOY"), ("kie.ai", "KIE_AI", "kie", "KIE")],
    ids=["a new vendor", "a new family on a host that others have"],
)
def test_a_new_vendor_is_a_document_a_package_a_line_and_a_value_of_the_sandbox(
    tree: Tree, host: str, value: str, prefix: str, variable: str
) -> None:
    places = {
        "toy.yaml": "specs/toy.yaml",
        "package.txt": "facade/reelscore/toy/__init__.py",
        "family.txt": "facade/reelscore/toy/family.py",
        "clients.txt": "facade/reelscore/toy/clients.py",
        "sandbox.txt": "facade/reelscore/sandbox/toy.py",
    }
    for name, path in places.items():
        text = (TOY / name).read_text(encoding="utf-8")
        tree.add(path, text.replace("$HOST", host).replace("$VALUE", value).replace("$PREFIX", prefix))
    tree.edit("facade/reelscore/__init__.py", "VENDOR_PACKAGES = (", 'VENDOR_PACKAGES = ("reelscore.toy", ')
    tree.edit("facade/reelscore/sandbox/vendors.py", "SUNOAPI_UPLOAD)", "SUNOAPI_UPLOAD, TOY)")
    first = "\nfrom reelscore.sandbox.pixverse import"
    tree.edit("facade/reelscore/sandbox/vendors.py", first, f"\nfrom reelscore.sandbox.toy import TOY{first}")
    tree.regenerate("toy")

    assert tree.said_by(VENDOR_RUNS.replace("$HOST", host).replace("$VARIABLE", variable)) == "it runs\n"
    assert {Path(path).parent.as_posix() for path in tree.edited} == {
        *("specs", "facade/reelscore/toy", "facade/reelscore", "facade/reelscore/sandbox")
    }


def test_the_facade_knows_all_that_the_documents_say_but_for_what_is_explained() -> None:
    assert untaught() == sorted(text for texts in EXPLAINED.values() for text in texts)


def test_a_new_model_operation_or_document_names_exactly_the_rooms_that_have_to_learn_it(tree: Tree) -> None:
    learn_lens(tree)
    tree.edit("specs/pixverse.yaml", "x-operations: [upscale]", "x-operations: [upscale, sharpen]")
    tree.add("specs/toy.yaml", (TOY / "toy.yaml").read_text(encoding="utf-8").replace("$HOST", "kie.ai"))

    assert sorted(set(untaught(tree.root / "specs")) - set(untaught())) == [
        "kie.ai: nothing of toy is served there: facade/reelscore/toy",
        f"pixverse.ai: sharpen has no request class: {ROOMS}/requests",
        f"pixverse.ai: text_to_video: model v7 has no price: {ROOMS}/prices.csv",
        f"pixverse.ai: text_to_video: model v7 has no rule row: {ROOMS}/rules",
        f"pixverseai.cn: text_to_video: model v7 has no price: {ROOMS}/prices.csv",
        f"pixverseai.cn: text_to_video: model v7 has no rule row: {ROOMS}/rules",
    ]
