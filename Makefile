# Everything runs from a virtual environment in .venv; nothing is installed outside the checkout.
PYTHON ?= python3
BIN := .venv/bin
.PHONY: setup demo test lint eval floors bench lock clean

setup: .venv/.ready

# pip goes first: the one that ships with some Python 3.11 crashes on extras it does not know.
.venv/.ready: requirements/dev.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 --group dev --group bench --group data pyproject.toml --output-file requirements/dev.txt

# The sample dossier: an invented war, read from scratch each time.
demo: setup
	@mkdir -p build && rm -f build/demo.db build/demo.db-*
	@$(BIN)/recoupe add build/demo.db --with sample/dossier.toml sample/articles
	@$(BIN)/recoupe brief build/demo.db
	@echo
	@echo 'Suite / next:'
	@echo '  $(BIN)/recoupe search build/demo.db "trêve"'
	@echo '  $(BIN)/recoupe statements build/demo.db --act reject'
	@echo '  $(BIN)/recoupe brief build/demo.db --format html > build/brief.html'
	@echo '  $(BIN)/recoupe add mon-dossier.db vos-articles/*.txt'

test: setup
	$(BIN)/pytest -n auto

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: setup
	$(BIN)/python -m evaluation.run

# Moves the floors of the evaluation gate on purpose.
floors: setup
	$(BIN)/python -m evaluation.run --write-floors

bench: setup
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv build src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
