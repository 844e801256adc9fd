"""The screens of the READMEs are what the program prints."""

from __future__ import annotations

from scripts.screens import READMES, filled, screens


def test_screens_are_what_the_program_prints() -> None:
    shown = screens()
    assert shown.keys() == READMES.keys()
    for language, path in READMES.items():
        text = path.read_text(encoding="utf-8")
        assert text.count("<!-- screen:") == 2
        assert filled(text, shown[language]) == text, "run `.venv/bin/python -m scripts.screens`"
