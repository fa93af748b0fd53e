"""What the overridden templates promise: vendors' new words, odd statuses and files pass, keys stay out of sight."""

import hashlib
import importlib
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import httpx
import openapi_python_client
import pytest

import _regenerate

SMALL = Path(__file__).with_name("small.yaml")
TEMPLATES = _regenerate.CODEGEN / "templates"
SHIPPED = {
    "client": "4eac65762f21014a",
    "endpoint_module": "c1b2628053eb4875",
    "int_enum": "cf8776855b1d8269",
    "models_init": "4f64a3d6e1b15a56",
    "str_enum": "e4979a5e6b338351",
    "types": "93df9d75883a4eaf",
}
"""The first 16 digits of the sha256 of each shipped template that ours replaces, in 0.29.1."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Compile small.yaml and put it on the path."""
    tree = tmp_path_factory.mktemp("compiled") / "tree"
    _regenerate.compile_specs([SMALL], tree)
    sys.path.insert(0, str(tree))
    yield tree
    sys.path.remove(str(tree))


@pytest.fixture
def models(tree: Path) -> ModuleType:
    assert tree.is_dir()
    return importlib.import_module("small.models")


@pytest.fixture
def things(tree: Path) -> ModuleType:
    assert tree.is_dir()
    importlib.import_module("small.api.things.upload")
    importlib.import_module("small.api.things.go_now")
    return importlib.import_module("small.api.things")


def test_each_template_that_ours_replace_is_the_one_they_were_made_from() -> None:
    shipped = Path(openapi_python_client.__file__).parent / "templates"

    assert {
        name: hashlib.sha256((shipped / f"{name}.py.jinja").read_bytes()).hexdigest()[:16] for name in SHIPPED
    } == SHIPPED


def test_each_of_our_templates_says_in_its_first_line_what_was_changed() -> None:
    first_lines = {path.name: path.read_text().splitlines()[0] for path in TEMPLATES.iterdir()}

    assert first_lines.keys() == {f"{name}.py.jinja" for name in SHIPPED}
    assert [name for name, line in first_lines.items() if not line.startswith("{#- Changed: ")] == []


def test_an_unknown_word_is_decoded_and_sent_back_as_it_came(models: ModuleType) -> None:
    body = {"prompt": "fox", "quality": "2160p", "water_mark": False, "duration": 30}

    decoded = models.GoBody.from_dict(body)

    assert decoded.to_dict() == body
    assert (decoded.quality, decoded.duration) == ("2160p", 30)
    assert decoded.quality == models.Quality("2160p")


def test_a_known_word_stays_one_member(models: ModuleType) -> None:
    assert models.Quality("720p") is models.Quality.P720
    assert models.Duration(8) is models.Duration.S8


@pytest.mark.parametrize("value", [None, True, 3, 1.5, ["720p"]])
def test_what_is_no_word_is_no_member_of_a_string_enum(models: ModuleType, value: object) -> None:
    with pytest.raises(ValueError, match="is not a valid Quality"):
        models.Quality(value)


@pytest.mark.parametrize("value", [None, True, "5", 1.5])
def test_what_is_no_whole_number_is_no_member_of_a_number_enum(models: ModuleType, value: object) -> None:
    with pytest.raises(ValueError, match="is not a valid Duration"):
        models.Duration(value)


@pytest.mark.parametrize("status", [200, 430, 433, 455, 531])
def test_a_status_that_python_does_not_know_is_decoded(things: ModuleType, models: ModuleType, status: int) -> None:
    transport = httpx.MockTransport(lambda _request: httpx.Response(status, json={"code": status}))
    client = importlib.import_module("small").Client(base_url="https://api.one.example")
    client.set_httpx_client(httpx.Client(transport=transport, base_url="https://api.one.example"))
    body = models.GoBody(prompt="fox", quality=models.Quality.P720, water_mark=False)

    answer = things.go_now.sync_detailed(client=client, body=body, ai_trace_id="1")

    assert answer.status_code == status


def test_a_file_that_holds_the_old_boundary_arrives_whole(things: ModuleType, models: ModuleType) -> None:
    payload = b"before\r\n--+++\r\nafter"
    file = importlib.import_module("small.types").File(io.BytesIO(payload), "a.png", "image/png")

    kwargs = things.upload._get_kwargs(body=models.UploadBody(file=file))
    request = httpx.Client(base_url="https://files.one.example").build_request(**kwargs)

    assert kwargs["headers"] == {}
    assert payload in request.read()
    assert "boundary=+++" not in request.headers["content-type"]


def test_a_key_is_not_in_the_repr_of_a_client(tree: Path) -> None:
    assert tree.is_dir()
    small = importlib.import_module("small")
    options = {"headers": {"API-KEY": "hidden"}, "cookies": {"session": "hidden"}, "httpx_args": {"auth": "hidden"}}

    assert "hidden" not in repr(small.Client(base_url="https://api.one.example", **options))
    assert "hidden" not in repr(small.AuthenticatedClient(base_url="https://api.one.example", token="hidden"))


def test_importing_the_models_loads_none_of_them(tree: Path) -> None:
    code = "import sys, small.models as m; assert 'small.models.go_body' not in sys.modules; m.GoBody; print('lazy')"

    done = subprocess.run([sys.executable, "-c", code], cwd=tree, capture_output=True, text=True, check=False)

    assert done.stdout == "lazy\n", done.stderr
