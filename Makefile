# What a person does with this project. `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

GOLANGCI_LINT_VERSION := v2.15.0
GOLANGCI_LINT := bin/golangci-lint-$(GOLANGCI_LINT_VERSION)

# Fyne's own promise that every widget is touched on its thread: without the
# tag each access pays for finding out which goroutine it runs on.
TAGS := -tags migrated_fynedo

# A build must not depend on what git says of the folder it stands in.
export GOFLAGS := $(filter-out -buildvcs=%,$(GOFLAGS)) -buildvcs=false

# Fyne cannot read the plain C locale.
export LANG := en_US.UTF-8

# Only the window needs cgo and a display; everything else does without both.
WINDOW := ./cmd/cashier/...
WINDOWLESS = go list $(TAGS) ./... | grep -vE '^shouqi/cmd/cashier(/|$$)'
WITHOUT_CGO := CGO_ENABLED=0
XVFB := xvfb-run -a -s "-screen 0 1366x768x24"

BENCH_ARGS :=

# How long each test of `make long` goes on.
LONG := 2h

.PHONY: help
help: ## say what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | \
		awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: deps
deps: ## install what building and running need, if anything is missing
	@.ci/deps run

.PHONY: deps-test
deps-test: ## install what the tests need besides
	@.ci/deps test

.PHONY: build
build: ## build the counter into build/cashier, and build/ledgerctl
	@mkdir -p build
	CGO_ENABLED=1 go build $(TAGS) -o build/cashier ./cmd/cashier
	$(WITHOUT_CGO) go build $(TAGS) -o build/ledgerctl ./cmd/ledgerctl

.PHONY: run
run: deps build ## open the counter on a demo estate; without a display, play the guided tour
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
		mkdir -p build/demo && build/cashier --demo build/demo/demo.book; \
	else \
		.ci/tour; \
	fi

.PHONY: tour-busy
tour-busy: deps build ## play the guided tour three times on a machine that is busy with other things
	@ROUNDS=3 BUSY=4 .ci/tour

.PHONY: test
test: deps-test ## run every test
	$(WITHOUT_CGO) go test $(TAGS) -timeout 40m ./ledger $$($(WINDOWLESS)) # the longest begins first
	CGO_ENABLED=1 $(XVFB) go test $(TAGS) -timeout 15m $(WINDOW)

.PHONY: check
check: deps-test format vet lint layers floats race ## formatting, vet, lint, direction of imports, races

.PHONY: format
format:
	@unformatted=$$(gofmt -l $$(find assets cashier cmd devices ledger sync -name '*.go' 2>/dev/null)); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi

.PHONY: vet
vet:
	CGO_ENABLED=1 go vet $(TAGS) ./...
	$(WITHOUT_CGO) GOOS=windows go vet ./devices/...

.PHONY: lint
lint: $(GOLANGCI_LINT)
	CGO_ENABLED=1 $(GOLANGCI_LINT) run

# The file carries its version, so that another version is another file.
$(GOLANGCI_LINT):
	@mkdir -p bin
	GOBIN=$(CURDIR)/bin $(WITHOUT_CGO) go install \
		github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION)
	@mv bin/golangci-lint $@

.PHONY: layers
layers:
	$(WITHOUT_CGO) go test $(TAGS) -count=1 ./cmd

.PHONY: floats
floats:
	@if grep -rnwE 'float(32|64)' ledger --include='*.go' --exclude='*_test.go'; then \
		echo "money, area, price and quantity have no floats"; exit 1; fi

# SQLite is C made into Go, whose memory the detector knows nothing of: watching every step of it takes the tests twice as long.
RACE := -race -gcflags='modernc.org/...=-race=false'

# What is left in a file after a cut, a full disk or a hand is the same with the race detector, at many times the time, and so is what a script
# of short commands prints. Of the book as a whole this job runs where more than one thing goes on at a time; the rest is run by `make long`.
AT_ONCE := ^Test(AnyDay|AnyMonth|ACheck|TheFirstWrite|AWriteThat|ABookIsNeverMissing|AnOlderCopy|ALostLog|ABookIsLeft|ARegisterThatCameIn|WhoOwes)
# Rooms that start nothing of their own and share nothing: `make long` watches them too.
ALONE := ledger/billing ledger/law ledger/lease ledger/meter ledger/money ledger/parking ledger/report ledger/till
EMPTY :=

# The long tests shorten themselves here.
.PHONY: race
race:
	@if grep -rnE '\bgo func|\.Go\(|"sync|make\(chan' $(ALONE) --include='*.go' --exclude='*_test.go'; then \
		echo "something goes on at once here: take the room out of ALONE"; exit 1; fi
	CGO_ENABLED=1 go test $(TAGS) $(RACE) -short -timeout 20m -run '$(AT_ONCE)' ./ledger
	CGO_ENABLED=1 go test $(TAGS) $(RACE) -short -timeout 40m -skip '^TestScripts' $$($(WINDOWLESS) | grep -vE '^shouqi/($(subst $(EMPTY) $(EMPTY),|,ledger $(ALONE)))$$')

# What finds more the longer it runs. Each part tells its seed and how it goes; a
# seed plays the same again: SHOUQI_MONKEY_ONE=1 SHOUQI_MONKEY_SEED=N shrinks it.
.PHONY: long
long: deps-test ## play on for hours with new seeds, and look for races everywhere: LONG=2h
	SHOUQI_MONKEY_FOR=$(LONG) SHOUQI_MONKEY_SEED=$${SHOUQI_MONKEY_SEED:-$$(date +%s)} $(WITHOUT_CGO) \
		go test $(TAGS) -v -count=1 -timeout 0 -run TestAMonkeyThatNeverTires ./cashier/ui/monkey
	$(WITHOUT_CGO) go test $(TAGS) -v -count=1 -timeout 0 -run 'TestAny(Day|Month)' ./ledger -rapid.seed=$${SHOUQI_DAYS_SEED:-$$(date +%s)} -rapid.checks=1000
	$(WITHOUT_CGO) go test $(TAGS) -v -count=1 -timeout 0 -run TestAnyCounters ./ledger -rapid.seed=$${SHOUQI_DAYS_SEED:-$$(date +%s)} -rapid.checks=20000
	SHOUQI_WALK_STEPS=6 $(WITHOUT_CGO) go test $(TAGS) -v -count=1 -timeout 0 -run TestEverySequenceOfTwoCounters ./ledger
	SHOUQI_ATTACK_FOR=$(LONG) $(WITHOUT_CGO) go test $(TAGS) -v -count=1 -timeout 0 -run TestAnAttackerWhoNeverTires ./ledger
	CGO_ENABLED=1 go test $(TAGS) $(RACE) -short -timeout 180m ./ledger ./cmd/ledgerctl $(ALONE:%=./%)

.PHONY: bench
bench: bench-window ## measure the book against the disk and the window, into build/bench*.json
	$(WITHOUT_CGO) go run $(TAGS) ./cmd/ledgerctl bench --out build/bench.json $(BENCH_ARGS)

# In the window of the machine where it has a display, else of a virtual one.
.PHONY: bench-window
bench-window: deps build ## measure what a cashier waits for in the real window, into build/bench-window.json
	$(WITHOUT_CGO) go build $(TAGS) -o build/simulate ./cmd/simulate
	@if [ -n "$${DISPLAY:-}" ]; then run=; else run='$(XVFB)'; export LIBGL_ALWAYS_SOFTWARE=1; fi; \
	eval "$$run" build/simulate window-bench --cashier build/cashier --out build/bench-window.json

.PHONY: gallery
gallery: ## draw every screen and state into build/gallery
	@mkdir -p build
	$(WITHOUT_CGO) go run $(TAGS) ./cmd/gallery --out build/gallery

.PHONY: golden
golden: ## take the screens as they are now for the goldens of the tests
	SHOUQI_GOLDEN=update $(WITHOUT_CGO) go test $(TAGS) -count=1 ./cashier/ui/...

.PHONY: windows
windows: ## build build/shouqi.exe for 64-bit Windows
	@.ci/deps windows
	@mkdir -p build
	CGO_ENABLED=1 GOOS=windows GOARCH=amd64 CC=x86_64-w64-mingw32-gcc \
		go build -tags migrated_fynedo,release -ldflags "-s -w -H=windowsgui" -o build/shouqi.exe ./cmd/cashier
