"""Forms in which what a dossier holds leaves the program."""
