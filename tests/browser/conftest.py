"""The app itself, running, for browsers to visit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.browsers import CHROMIUM, running_app
from coach.tracking.bundles import BundlePaths


@pytest.fixture(scope="session")
def app_url(models: BundlePaths) -> Iterator[str]:
    """Start the app once for all browser tests; give its address."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    with running_app() as url:
        yield url
