"""Tests of the chat page in a real browser; all of one session share one browser."""

import shutil

import pytest

CHROMIUM = shutil.which("chromium")
BROWSER_TESTS = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (Debian: apt install chromium)"),
]
