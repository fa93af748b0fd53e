"""States of a task."""

from __future__ import annotations

import pytest

from reelscore.results import State


@pytest.mark.parametrize("state", [State.QUEUED, State.RUNNING, State.UNKNOWN])
def test_a_task_in_such_a_state_may_still_change(state: State) -> None:
    assert not state.terminal


@pytest.mark.parametrize("state", [State.SUCCEEDED, State.FAILED, State.MODERATED, State.DELETED])
def test_a_task_in_such_a_state_will_not_change(state: State) -> None:
    assert state.terminal
