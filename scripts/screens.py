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


def screens() -> dict[str, dict[str, str]]:
    """What `brief` and `show` print, by name, in each language of the interface."""
    with tempfile.TemporaryDirectory() as folder:
        dossier = str(Path(folder) / "demo.db")
        _run("add", dossier, "--quiet", "--with", "sample/dossier.toml", "sample/articles")
        rows = [json.loads(line) for line in _run("statements", dossier, "--act", "commit", "--json").splitlines()]
        chosen = next(row["id"] for row in rows if row["resolution"] == "inferred")
        found = {}
        for language in READMES:
            brief = _run("brief", dossier, "--lang", language).splitlines()
            shown = _run("show", dossier, chosen, "--lang", language)
            found[language] = {"brief": "\n".join([*brief[:LINES], "…"]), "show": shown.strip()}
    return found


def filled(text: str, found: dict[str, str]) -> str:
    """The text with each screen between its marks replaced."""
    return _SCREEN.sub(lambda m: f"{m[1]}```\n{found[m[2]]}\n```\n{m[3]}", text)


def main() -> None:
    """Rewrite both READMEs."""
    for language, shown in screens().items():
        path = READMES[language]
        path.write_text(filled(path.read_text(encoding="utf-8"), shown), encoding="utf-8")


if __name__ == "__main__":
    main()
