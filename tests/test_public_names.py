"""The public names: each is where the lazy map says it is, and nothing is public that is not in it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import shrinkage


@pytest.mark.parametrize("name", [name for name in shrinkage.__all__ if name != "__version__"])
def test_a_public_name_is_where_the_map_says(name: str) -> None:
    assert name in shrinkage._HOMES
    found = getattr(shrinkage, name)
    assert found.__name__ in (name, shrinkage._HOMES[name])
    assert (found.__doc__ or "").strip()


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Laso'"):
        _ = shrinkage.Laso


def test_names_are_listed_without_importing_them() -> None:
    code = "import sys, shrinkage; dir(shrinkage); print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
