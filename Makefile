## make setup   поставить всё нужное: пакеты Python и npm, браузер (остальные цели делают это сами)
## make walk    пройти инструкцию целиком, с картинками
## make test    все проверки, параллельно; WORKERS=4 задаёт число процессов
## make lint    ruff (формат и правила) и mypy
## make stand   запустить стенд и оставить работать
## make lock    пересобрать requirements.lock (нужен uv)
## make clean   убрать всё поставленное и созданное
##
## Ключи pytest и стенда передаются в ARGS: make walk ARGS="--headed"
## Другой Python: make setup PYTHON=/путь/к/python3. Другой Chromium: BROWSER_EXECUTABLE=/путь make walk
##
## make при любой неудаче возвращает 2, а код pytest печатает отдельной строкой в конце: 0 — всё верно,
## 1 — что-то не работает, 10 — разошлись только слова, 11 — помешало окружение. CI, которому нужен сам код,
## после «make setup» вызывает .venv/bin/pytest без make.

# One more than there are cores: a worker often waits for its browser.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
WALK = -n 0 -p no:randomly --pictures=on tests/scenarios/test_documented_walk.py::test_instruction_holds
BIN = .venv/bin
PACKAGES = .venv/.installed

.PHONY: help setup walk test lint stand lock clean
.DELETE_ON_ERROR:

help:
	@sed -n 's/^## \{0,1\}//p' Makefile

setup: $(PACKAGES)
	@$(BIN)/python -m tools.setup

$(PACKAGES): requirements.lock $(BIN)/python
	@echo "Ставлю пакеты Python…"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r requirements.lock
	@touch $@

$(BIN)/python:
	@python=$$(sh tools/find_python.sh "$(PYTHON)") && "$$python" -m venv --clear .venv

define pytest
@$(BIN)/pytest $(1) $(ARGS); code=$$?; echo "pytest закончил с кодом $$code"; exit $$code
endef

walk: setup
	$(call pytest,$(WALK))

test: setup
	$(call pytest,-n $(WORKERS) --dist worksteal)

lint: $(PACKAGES)
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy

stand: $(PACKAGES)
	@$(BIN)/python -m stand $(ARGS)

lock:
	@command -v uv >/dev/null || { echo "Нужен uv: поставьте его (pipx install uv) и повторите «make lock»." >&2; exit 1; }
	@uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --quiet -o requirements.lock

clean:
	@rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache reports/out
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
