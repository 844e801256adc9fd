"""The screens of the READMEs are what the program prints."""

from __future__ import annotations

import pytest

from scripts.screens import READMES, filled, screens


@pytest.mark.parametrize("language", sorted(READMES))
def test_screens_are_what_the_program_prints(language: str) -> None:
    text = READMES[language].read_text(encoding="utf-8")
    assert text.count("<!-- screen:") == 2
    assert filled(text, screens(language)) == text, "run `.venv/bin/python -m scripts.screens`"
