"""``python -m recoupe.cli``."""

from recoupe.cli import main

main()
