"""Public names of a vendor package load on first use, and are all there."""

import importlib
import subprocess
import sys

import pytest


@pytest.mark.parametrize("package", ["reelscore.pixverse", "reelscore.suno"])
def test_every_public_name_is_there_and_listed(package: str) -> None:
    module = importlib.import_module(package)

    assert {"Balance", "REQUESTS"} & set(module.__all__) == {"Balance"}
    assert set(module.__all__) <= set(dir(module))
    assert [name for name in module.__all__ if not hasattr(module, name)] == []


@pytest.mark.parametrize("package", ["reelscore.pixverse", "reelscore.suno"])
def test_a_name_that_is_not_there_is_an_attribute_error(package: str) -> None:
    with pytest.raises(AttributeError, match=f"module '{package}' has no attribute 'Nonsense'"):
        _ = importlib.import_module(package).Nonsense


def test_a_request_loads_no_client() -> None:
    program = (
        "import sys; from reelscore.pixverse import TextToVideo; print('reelscore.pixverse.clients' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert told.strip() == "False"
