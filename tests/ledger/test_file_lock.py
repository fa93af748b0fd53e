from __future__ import annotations

from pathlib import Path

from reelscore.ledger.locks import open_exclusive


def test_a_file_is_opened_by_one_at_a_time_and_free_when_closed(tmp_path: Path) -> None:
    path = tmp_path / "part"
    first = open_exclusive(path)

    assert open_exclusive(path) is None
    first.write(b"abc")
    first.close()
    with open_exclusive(path) as second:
        assert second.read() == b"abc"


def test_a_file_that_has_a_second_name_is_left_alone_and_made_anew(tmp_path: Path) -> None:
    path, finished = tmp_path / "part", tmp_path / "fox.mp4"
    path.write_bytes(b"whole")
    finished.hardlink_to(path)

    with open_exclusive(path) as file:
        assert file.read() == b""
    assert finished.read_bytes() == b"whole"
