"""Fills the screens of the READMEs with what the program really prints on the sample dossier.

.venv/bin/python -m scripts.screens            # rewrites README.md and README.en.md
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
READMES = {"fr": ROOT / "README.md", "en": ROOT / "README.en.md"}
_SCREEN = re.compile(r"(<!-- screen: (\w+) -->\n).*?(<!-- /screen -->)", re.DOTALL)
LINES = 26


def _run(*arguments: str) -> str:
    command = [sys.executable, "-m", "recoupe.cli", *arguments]
    environment = {**os.environ, "COLUMNS": "96", "NO_COLOR": "1"}
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment).stdout


def screens(language: str) -> dict[str, str]:
    """What `brief` and `show` print, by name, in a language of the interface."""
    with tempfile.TemporaryDirectory() as folder:
        dossier = str(Path(folder) / "demo.db")
        _run("add", dossier, "--quiet", "--with", "sample/dossier.toml", "sample/articles")
        rows = [json.loads(line) for line in _run("statements", dossier, "--act", "commit", "--json").splitlines()]
        chosen = next(row["id"] for row in rows if row["resolution"] == "inferred")
        brief = _run("brief", dossier, "--lang", language).splitlines()
        shown = _run("show", dossier, chosen, "--lang", language)
    return {"brief": "\n".join([*brief[:LINES], "…"]), "show": shown.strip()}


def filled(text: str, found: dict[str, str]) -> str:
    """The text with each screen between its marks replaced."""
    return _SCREEN.sub(lambda m: f"{m[1]}```\n{found[m[2]]}\n```\n{m[3]}", text)


def main() -> None:
    """Rewrite both READMEs."""
    for language, path in READMES.items():
        path.write_text(filled(path.read_text(encoding="utf-8"), screens(language)), encoding="utf-8")


if __name__ == "__main__":
    main()
