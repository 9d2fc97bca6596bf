# What a developer types. `make` alone lists it.
# Every path is relative, so that the folder's own name may hold anything, spaces too.

PYTHON ?= python3
PY := .venv/bin/python
HOST ?= http://127.0.0.1:5000
USERS ?= 20
SECONDS ?= 30

.DEFAULT_GOAL := help
.PHONY: help run test watch check load bench costs scale seed screenshots translations

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: .venv/run.stamp ## the whole shop on http://127.0.0.1:5000, from nothing; Ctrl-C stops it
	@$(PY) -m shop.dev.runner

test: .venv/dev.stamp ## every test that needs no browser
	@$(PY) -m pytest -q -n auto -m "not browser"

watch: .venv/dev.stamp ## tests again at each save, the last failures first
	@$(PY) -m pytest_watcher .

check: .venv/dev.stamp ## lint, types, layers, templates, known holes in dependencies
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@PATH="$$PWD/.venv/bin:$$PATH" lint-imports
	@$(PY) -m djlint shop/templates --lint --quiet
	@$(PY) -m pip_audit --progress-spinner off > .venv/audit.txt 2>&1 || ! grep -E "(PYSEC|GHSA|CVE)-" .venv/audit.txt

bench: .venv/dev.stamp ## what our pages cost beside bare Flask, nginx and django-oscar, into the README; 5 minutes
	@PYTHONPATH=tests $(PY) -m bench

load: .venv/dev.stamp ## Locust against HOST: USERS, SECONDS; KNEE=1: how many users a shop of its own holds
ifeq ($(KNEE),)
	@$(PY) -m locust -f locustfiles/mix.py,locustfiles/accounts.py --headless \
		--host "$(HOST)" -u $(USERS) -r 10 -t $(SECONDS)s --only-summary --exit-code-on-error 1
else
	@PYTHONPATH=tests $(PY) -m bench.knee
endif

costs: .venv/dev.stamp ## what pages cost by number of products: DATABASE_URLS="postgresql://… postgresql://…"
	@PYTHONPATH=tests $(PY) -m bench.costs

scale: .venv/dev.stamp ## two nodes behind nginx, PostgreSQL, Valkey with Sentinel, S3; CHECK=1 proves it
	@$(if $(CHECK),$(PY) -m pytest -q --no-header tests/drills/check_scale.py,$(PY) -m shop.dev.scale)

translations: .venv/run.stamp ## the catalogs of other languages: what is new in, what is gone out, what is missing
	@$(PY) -m shop.dev.translations

seed: .venv/run.stamp ## demo data into the configured database
	@$(PY) -m flask --app wsgi db upgrade
	@$(PY) -m flask --app wsgi seed

screenshots: .venv/dev.stamp ## the README's pictures, of the shop as `make run` serves it; needs Chromium
	@$(PY) -m pytest -q tests/browser/take_screenshots.py

.venv/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "The shop needs Python 3.11 or later; try: make PYTHON=python3.12 run")'
	@$(PYTHON) -m venv .venv || { echo "Python has no venv module here; on Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@touch $@

.venv/run.stamp: .venv/python.stamp requirements.txt
	@echo "Installing what the shop needs (once) …"
	@$(PY) -m pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.txt
	@echo "Installing what its tests need (once) …"
	@$(PY) -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@
