"""A gate that fails is seen, and so is what it said."""

import pytest

import _gates


def test_a_gate_that_fails_is_reported_with_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = _gates.run(_gates.Gate("example", ("-c", "print('why'); raise SystemExit(3)")))

    assert outcome.code == 3
    assert capsys.readouterr().out.endswith("s  FAILED\nwhy\n")


def test_a_gate_that_holds_is_reported_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = _gates.run(_gates.Gate("example", ("-c", "print('noise')")))

    assert outcome.code == 0
    assert capsys.readouterr().out.endswith("s  ok\n")


def test_quick_and_full_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        _gates.main(["--quick", "--full"])

    assert "not allowed with argument" in capsys.readouterr().err
