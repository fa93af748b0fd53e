"""Files are read and written below one folder, and URLs lead to public addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio
import pytest

from reelscore.catalog.operations import find
from reelscore.cli.mcp import McpOptions, wall_of
from reelscore.ledger import Ledger
from reelscore.mcp.files import Root, check_url
from reelscore.mcp.server import build
from reelscore.mcp.session import Session
from reelscore.mcp.wall import Refused
from reelscore.requests.hosts import client_class
from reelscore.requests.request import files_in
from reelscore.sandbox import Sandbox, media
from reelscore.vendors.family import Family
from tests.mcp.agents import SHOT, VIDEO, agent, inside, submitted
from tests.rows import each

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """A folder with a file, and with links out of it."""
    folder = tmp_path / "root"
    (folder / "below").mkdir(parents=True)
    (folder / "below" / "fox.png").write_bytes(PNG)
    (tmp_path / "secret.png").write_bytes(PNG)
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "way-out").symlink_to(tmp_path)
    (folder / "inner.png").symlink_to(folder / "below" / "fox.png")
    return Root(folder)


@each("text", ["below/fox.png", "inner.png", "./below/../below/fox.png"])
def test_a_file_below_the_root_is_found_by_its_real_path(root: Root, text: str) -> None:
    assert root.path(text) == root.folder / "below" / "fox.png"


@each(
    "text",
    ["../secret.png", "link.png", "way-out/secret.png", "/etc/passwd", "~/secret.png", "~nobody-here/x", "a\0b"],
)
def test_what_lies_outside_or_is_led_outside_is_refused(root: Root, text: str) -> None:
    with pytest.raises(Refused):
        _ = root.path(text)


def test_a_folder_that_holds_a_link_out_of_the_root_is_not_written_to(root: Root) -> None:
    with pytest.raises(Refused, match="is a link out of"):
        _ = root.folder_to_save_in(".")
    assert root.folder_to_save_in("below") == root.folder / "below"
    assert root.folder_to_save_in("not/yet/there") == root.folder / "not" / "yet" / "there"


@each("url", ["https://example.com/fox.png", "http://93.184.216.34/x", "https://[2606:4700::1]/x"])
def test_a_public_url_passes(url: str) -> None:
    check_url(url, loopback=False)


@each(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/x",
        "http://127.0.0.1/x",
        "http://localhost:8000/x",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/x",
        "http://[::1]/x",
        "http://[::ffff:10.0.0.1]/x",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://intranet/x",
        "https:///x",
        "http://[broken/x",
    ],
)
def test_a_url_into_this_machine_or_a_private_network_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        check_url(url, loopback=False)


def test_no_file_from_outside_and_no_private_url_leaves(root: Root, sandbox: Sandbox) -> None:
    market = {"model": "kling-2.6/image-to-video"}
    references = [{"img_id": "link.png", "ref_name": "fox", "type": "subject"}]
    wanted: list[tuple[str, dict[str, Any]]] = [
        ("pixverse.upload-image", {"image": "../secret.png"}),
        ("pixverse.upload-image", {"image": "link.png"}),
        ("pixverse.upload-image", {"image_url": "http://169.254.169.254/latest/meta-data"}),
        ("suno.upload-file", {"file": "/etc/hostname"}),
        ("kie.market", {**market, "input": {"prompt": "a fox", "image_urls": ["link.png"]}}),
        ("kie.market", {**market, "input": {"image_urls": ["http://10.0.0.1/x.png"]}}),
        ("pixverse.image-to-video", {**SHOT, "img_id": "way-out/secret.png"}),
        ("pixverse.fusion", {**SHOT, "image_references": references}),
    ]

    requests = [{"operation": operation, "request": fields} for operation, fields in wanted]
    said = submitted(inside(root.folder, sandbox, budget="500"), *requests)

    assert {each.error["type"] for each in said} <= {"Refused", "InvalidRequest"}
    assert [each for each in sandbox.requests() if each["role"] in {"submit", "upload"}] == []


def test_a_file_in_an_object_of_any_shape_is_read_below_the_root_by_its_real_path(root: Root) -> None:
    wanted = {"model": "kling-2.6/image-to-video", "input": {"prompt": "a fox", "image_urls": ["inner.png"]}}

    confined = root.confine(find("kie.market").build(wanted), loopback=False)

    assert list(files_in(confined)) == [("input.image_urls[0]", root.folder / "below" / "fox.png")]


def test_the_same_request_with_another_picture_under_the_same_name_is_another_task(
    root: Root, sandbox: Sandbox
) -> None:
    shown = {name: value for name, value in SHOT.items() if name != "aspect_ratio"}
    asked = {"operation": "pixverse.image-to-video", "request": {**shown, "img_id": "below/fox.png"}}
    made: list[Any] = []
    for seed in (1, 1, 2):
        (root.folder / "below" / "fox.png").write_bytes(media.png(640, 360, seed=seed))
        made += submitted(inside(root.folder, sandbox, budget="500"), asked)

    first, same, other = (each.document["id"] for each in made)
    assert first == same != other


def test_a_url_of_this_machine_goes_to_a_sandbox_on_it_and_to_no_vendor(root: Root) -> None:
    def connect(family: Family) -> Any:
        return client_class(family.vendor, awaiting=True)(family, api_key="key", ledger=None, environment={})

    limits = wall_of(McpOptions(budget="500"))
    served = build(Session(wall=limits, root=root, ledger=Ledger(":memory:"), connect=connect))
    asked = {"operation": "pixverse.upload-image", "request": {"image_url": "http://127.0.0.1/fox.png"}}

    [refused] = submitted(served, asked)

    assert refused.error["type"] == "Refused"


def test_files_are_saved_below_the_root_alone(root: Root, sandbox: Sandbox) -> None:
    before = sorted(root.folder.parent.iterdir())

    async def session() -> Any:
        async with agent(inside(root.folder, sandbox, budget="500")) as ask:
            made = await ask.done("submit", **VIDEO)
            _ = await ask.done("wait", ids=[made["id"]], seconds=60)
            refused = [(await ask("save", ids=[made["id"]], folder=name)).error for name in ("..", "way-out", "/", ".")]
            return refused, await ask.done("save", ids=[made["id"]], folder="below")

    refused, saved = anyio.run(session)

    assert [each["type"] for each in refused] == ["Refused"] * 4
    [path] = saved["saved"][0]["files"]
    assert Path(path).parent == root.folder / "below"
    assert sorted(root.folder.parent.iterdir()) == before
