"""A vendor changes its API: a field comes into a document and from there into all that users see; the rest is named.

The steps are those of a maintainer: edit specs/, `scripts/regenerate`, run the tests, teach each room that is named.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import _regenerate
import _specs
from tests.contract.teaching import untaught

PROMPT = "            prompt: {type: string, maxLength: 5000, "
LENS = "            lens: {type: string, maxLength: 40, description: Name of a lens}\n"
MODELS = "x-models: [v3.5, v4, v4.5, v5, v5.5, v5.6, v6, c1]"
LEARNED = """
import inspect
from reelscore.pixverse import TextToVideo

made = TextToVideo(**TextToVideo.sample, lens="wide")
assert "lens" in inspect.signature(TextToVideo).parameters
assert made.to_wire()["lens"] == "wide"
(broken,) = TextToVideo(**TextToVideo.sample, lens="w" * 41).violations()
assert (broken.rule, broken.field, broken.code) == ("lens.length", "lens", 400017)
print("learned")
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


def unexplained(folder: Path = _specs.SPECS) -> list[str]:
    known = {text for texts in EXPLAINED.values() for text in texts}
    return [text for text in untaught(folder) if text not in known]


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """Copy specs/, and let text to video learn the model v7 and the field lens."""
    folder = Path(shutil.copytree(_specs.SPECS, tmp_path / "specs"))
    document = folder / "pixverse.yaml"
    before, start, after = document.read_text(encoding="utf-8").partition("    TextToVideoRequest:\n")
    after = after.replace(PROMPT, LENS + PROMPT, 1).replace(MODELS, MODELS.replace("c1]", "c1, v7]"), 1)
    document.write_text(f"{before}{start}{after}", encoding="utf-8")
    return folder


def test_the_facade_knows_all_that_the_documents_say() -> None:
    assert unexplained() == []


def test_every_explained_gap_is_still_there() -> None:
    found = untaught()

    assert [text for texts in EXPLAINED.values() for text in texts if text not in found] == []


@pytest.mark.slow
def test_regenerating_changes_the_request_and_the_resolved_documents_alone(changed: Path, tmp_path: Path) -> None:
    _regenerate.compile_specs([changed / "pixverse.yaml"], tmp_path / "tree")

    found = _regenerate.differences(_regenerate.TARGET / "pixverse", tmp_path / "tree" / "pixverse")
    documents = ["differs: pixverse.ai.json", "differs: pixverseai.cn.json"]
    assert found == ["differs: models/text_to_video_request.py", *documents]


@pytest.mark.slow
def test_a_new_field_needs_an_edit_of_the_document_alone(changed: Path, tmp_path: Path) -> None:
    _regenerate.compile_specs([changed / "pixverse.yaml"], tmp_path / "reelscore_wire")
    facade = _regenerate.ROOT / "facade"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(facade)])}

    done = subprocess.run([sys.executable, "-c", LEARNED], env=environment, capture_output=True, text=True, check=False)

    assert done.stdout == "learned\n", done.stderr


def test_a_new_model_and_a_new_field_name_exactly_the_rooms_that_have_to_learn_them(changed: Path) -> None:
    assert unexplained(changed) == [
        f"text_to_video: field lens is not in TextToVideo: {ROOMS}/requests",
        f"text_to_video: model v7 has no price row on pixverse.ai: {ROOMS}/prices",
        f"text_to_video: model v7 has no price row on pixverseai.cn: {ROOMS}/prices",
        f"text_to_video: model v7 is in no rule row on pixverse.ai: {ROOMS}/rules",
        f"text_to_video: model v7 is in no rule row on pixverseai.cn: {ROOMS}/rules",
        f"text_to_video: model v7 is no word of its field: {ROOMS}",
    ]


def test_a_new_operation_names_the_room_of_its_request(changed: Path) -> None:
    document = changed / "pixverse.yaml"
    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace("x-operations: [upscale]", "x-operations: [upscale, sharpen]"), encoding="utf-8")

    assert f"pixverse.ai: operation sharpen has no request class: {ROOMS}/requests" in unexplained(changed)
