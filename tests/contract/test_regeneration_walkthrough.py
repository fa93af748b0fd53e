"""A vendor changes its API: how many files a maintainer edits by hand until users, CLI and sandbox have it.

Each test does it in a copy of the tree: edits, then what `scripts/regenerate` does, then a program that uses it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

import _regenerate
import _specs
from tests.contract.teaching import untaught

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
        f"template_video: model {model} has no price row on {host}: {ROOMS}/prices"
        for model in ("v5.5", "v5.6", "v6", "c1")
        for host in ("pixverse.ai", "pixverseai.cn")
    ],
    "sunoapi.org prints no price of these models": [
        f"generate: model {model} has no price row on sunoapi.org: facade/reelscore/suno/prices"
        for model in ("V6_MINI", "V6_WILD")
    ],
}


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


def unexplained(folder: Path = _specs.SPECS) -> list[str]:
    known = {text for texts in EXPLAINED.values() for text in texts}
    return [text for text in untaught(folder) if text not in known]


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


def test_the_facade_knows_all_that_the_documents_say() -> None:
    assert unexplained() == []


def test_every_explained_gap_is_still_there() -> None:
    found = untaught()

    assert [text for texts in EXPLAINED.values() for text in texts if text not in found] == []


def test_a_new_model_and_a_new_field_name_exactly_the_rooms_that_have_to_learn_them(tree: Tree) -> None:
    learn_lens(tree)

    assert unexplained(tree.root / "specs") == [
        f"text_to_video: field lens is not in TextToVideo: {ROOMS}/requests",
        f"text_to_video: model v7 has no price row on pixverse.ai: {ROOMS}/prices",
        f"text_to_video: model v7 has no price row on pixverseai.cn: {ROOMS}/prices",
        f"text_to_video: model v7 is in no rule row on pixverse.ai: {ROOMS}/rules",
        f"text_to_video: model v7 is in no rule row on pixverseai.cn: {ROOMS}/rules",
        f"text_to_video: model v7 is no word of its field: {ROOMS}",
    ]


def test_what_no_room_has_learned_is_named(tree: Tree) -> None:
    tree.edit("specs/pixverse.yaml", "x-operations: [upscale]", "x-operations: [upscale, sharpen]")
    tree.add("specs/toy.yaml", (TOY / "toy.yaml").read_text(encoding="utf-8").replace("$HOST", "kie.ai"))

    told = unexplained(tree.root / "specs")
    assert f"pixverse.ai: operation sharpen has no request class: {ROOMS}/requests" in told
    assert "toy: no package serves it on kie.ai: facade/reelscore/toy" in told
