# make            the library: build/libworkosds.so
# make everything the library, the command, the sandbox and the manual
# make demo       lists directories, groups and users of a local server (or, with WORKOS_API_KEY, of the real one)
# make test       all tests
# See CONTRIBUTING.md for the others.

SWIFT ?= swift
CC = gcc
SO = build/libworkosds.so
SANDBOX = build/workosds-sandbox
COMMAND = build/workosds
MANUAL = manual
EMBEDDED = .build-embedded/release/libworkosds.so

LIBRARY_SOURCES = Package.swift include/workosds.h include/module.modulemap Sources/WorkOSDS/libworkosds.map \
	$(shell find Sources/WorkOSDS Sources/CCrypto Sources/CCurl Sources/CJansson Sources/CPlatform -type f)
SWIFT_BINDING = .build-swift/debug/BehaviourRunner
SWIFT_BINDING_SOURCES = include/workosds.h bindings/swift/Package.swift $(shell find bindings/swift/Sources bindings/swift/Tests -type f)
COMMAND_SOURCES = Command/Package.swift include/workosds.h bindings/swift/Package.swift \
	$(shell find Command/Sources bindings/swift/Sources -type f)
SANDBOX_SOURCES = Package.swift $(shell find Sources/Sandbox Sources/CZlib Sources/CSandboxCrypto -type f 2>/dev/null)
CFLAGS = -std=c99 -O2 -Wall -Wextra -Werror -pedantic -Iinclude
# Programs in build/ find the library there.
LDLIBS = -Lbuild -lworkosds -Wl,-rpath,'$$ORIGIN'

.PHONY: all everything demo sandbox command swift-binding test-swift-binding manual test test-quick test-stress test-tools mutations coverage test-swift test-sandbox test-abi test-environment test-torture test-python test-ruby \
	test-cpp test-behaviour test-examples test-docs test-command test-mirror test-mirror-scenarios test-mirror-postgresql test-postgresql test-long check-memory fuzz bench \
	bench-growth bench-mirror bench-mirror-postgresql bench-mirror-costs histories profile torture load soak lint format clean
all: $(SO)

$(SO): $(LIBRARY_SOURCES)
	@scripts/install-packages --check build
	@scripts/forget-moved-build .build-embedded
	$(SWIFT) build -c release --traits Embedded --product workosds --scratch-path .build-embedded --disable-local-rpath
	@mkdir -p build
	strip -o $@.new $(EMBEDDED) && mv $@.new $@
	ln -sf libworkosds.so build/libworkosds.so.0

$(SANDBOX): $(SANDBOX_SOURCES)
	@scripts/install-packages --check build
	@scripts/forget-moved-build .build
	@mkdir -p .build/static && ln -sf $$($(CC) -print-file-name=libcrypto.a) $$($(CC) -print-file-name=libz.a) .build/static
	$(SWIFT) build -c release --product workosds-sandbox --static-swift-stdlib -Xswiftc -L -Xswiftc $(abspath .build/static)
	@mkdir -p build
	strip -o $@.new .build/release/workosds-sandbox && mv $@.new $@

# A separate package, so that building the library fetches none of its dependencies. A new library does not require a
# rebuild. The parser of arguments gets one section per function too, see Command/Package.swift.
FUNCTION_SECTIONS = $(addprefix -Xswiftc ,-Xfrontend -function-sections -Xfrontend -disable-incremental-llvm-codegen)

$(COMMAND): $(COMMAND_SOURCES) | $(SO)
	@scripts/install-packages --check build
	@scripts/forget-moved-build .build-command
	$(SWIFT) build -c release --product workosds --package-path Command --static-swift-stdlib \
		--scratch-path .build-command $(FUNCTION_SECTIONS)
	@mkdir -p build
	strip -o $@.new .build-command/release/workosds && mv $@.new $@
	scripts/build-completions build $@

# The Swift binding with its tests and the runner of Tests/Behaviour.
$(SWIFT_BINDING): $(SWIFT_BINDING_SOURCES) | $(SO)
	@scripts/install-packages --check build
	@scripts/forget-moved-build .build-swift
	$(SWIFT) build --build-tests --package-path bindings/swift --scratch-path .build-swift
	@touch $@

build/list_directory: examples/list_directory.c $(SO)
	$(CC) $(CFLAGS) $< $(LDLIBS) -o $@

demo:
	@scripts/install-packages demo
	@$(MAKE) --no-print-directory build/list_directory
	@if [ -n "$$WORKOS_API_KEY" ]; then build/list_directory; else \
		$(MAKE) --no-print-directory $(SANDBOX) && scripts/with-sandbox $(SANDBOX) -- build/list_directory; fi

# build/man and build/html, from the header and the programs' --help.
manual: $(SANDBOX) $(COMMAND)
	@scripts/install-packages --check test
	scripts/build-manual build $(SANDBOX) $(COMMAND)

# ---- Tests. `make test` is what CI runs; each part can be run alone.

PYTHON = $(shell scripts/python-tools)
PYTEST = PYTHONDONTWRITEBYTECODE=1 SWIFT_BACKTRACE=enable=no $(PYTHON) -m pytest -q -p no:cacheprovider

sandbox: $(SANDBOX)
command: $(COMMAND)
swift-binding: $(SWIFT_BINDING)
everything: all sandbox command manual

# Each suite waits for the steps after its colon; `+` is a step that only builds: see scripts/run-suites. The builds that
# most suites need come first, concurrently with lint. Then the longest suites, which mostly wait for servers and timers.
QUICK_SUITES = +all lint test-swift +sandbox +swift-binding:all test-behaviour:all,swift-binding test-abi:all,sandbox
SUITES = +all lint +sandbox +swift-binding:all +command:all test-environment:all test-swift test-mirror:command,sandbox \
	test-mirror-scenarios:command,sandbox test-postgresql:command,sandbox test-python:all,sandbox test-cpp:all,sandbox test-install:all,sandbox \
	test-docs:command,sandbox,swift-binding test-examples:all,sandbox,swift-binding test-sandbox:sandbox test-torture:all test-ruby:all,sandbox \
	test-command:command,sandbox test-behaviour:all,swift-binding test-swift-binding:sandbox,swift-binding test-abi:all,sandbox \
	test-arm64:sandbox check-abi:all

test: test-tools
	@scripts/run-suites --jobs 3 $(SUITES)

# For small changes: style, state machines, the header's contract, the table of behaviour.
test-quick: test-tools
	@scripts/run-suites --jobs 2 $(QUICK_SUITES)

# Repeats the suites together with busy loops, to find tests that depend on a fast machine.
ROUNDS = 20
BUSY = 4
test-stress: test-tools
	@scripts/run-suites --jobs 3 --rounds $(ROUNDS) --busy $(BUSY) $(SUITES)

test-tools:
	@scripts/install-packages test
	@scripts/python-tools >/dev/null

# State machines, scanner and parts of the sandbox, as ordinary Swift.
test-swift:
	@scripts/forget-moved-build .build-test
	$(SWIFT) test --scratch-path .build-test

# The sandbox, tested with the official Python client among others.
test-sandbox: $(SANDBOX)
	WORKOSDS_SANDBOX=$(abspath $(SANDBOX)) $(PYTEST) Tests/Sandbox

# The contract of the header, against the shipped library.
test-abi: $(SO) $(SANDBOX)
	$(MAKE) --no-print-directory -C Tests/ABI contract run

# Hostile and unusual servers, hosts and networks.
test-environment: $(SO)
	$(PYTEST) -m 'not long' Tests/Environment

# Makes single system calls fail: every 23rd here, each of them in `make torture`.
test-torture: $(SO)
	$(MAKE) --no-print-directory -C Tests/Torture quick PYTHON=$(PYTHON)

test-python: $(SO) $(SANDBOX)
	cd bindings/python && $(PYTEST) tests

RUBY_WITH_LIBRARY = WORKOSDS_LIBRARY=$(abspath $(SO)) WORKOSDS_SANDBOX=$(abspath $(SANDBOX)) ruby -w -I bindings/ruby/lib

test-ruby: $(SO) $(SANDBOX)
	$(RUBY_WITH_LIBRARY) bindings/ruby/test/run.rb

test-cpp: $(SO) $(SANDBOX)
	$(MAKE) --no-print-directory -C Tests/Cpp

test-swift-binding: $(SWIFT_BINDING) $(SANDBOX)
	scripts/with-sandbox $(SANDBOX) -- $(SWIFT) test --package-path bindings/swift --scratch-path .build-swift

# The same table of requests and responses in C, C++, Swift, Python and Ruby.
test-behaviour: $(SO) $(SWIFT_BINDING)
	$(PYTEST) Tests/Behaviour

# Every program in examples/.
test-examples: $(SO) $(SANDBOX) $(SWIFT_BINDING)
	$(PYTEST) Tests/Examples

# The manual, and the code in README and guide.
test-docs: $(SO) $(SANDBOX) $(COMMAND) $(SWIFT_BINDING)
	$(PYTEST) Tests/Docs

# The command in a pipe and on a pseudo-terminal.
test-command: $(COMMAND) $(SANDBOX)
	$(PYTEST) Tests/Command

# The mirror: processes and files; and faults of the service, by kind.
test-mirror: $(COMMAND) $(SANDBOX)
	$(PYTEST) -m 'not long' Tests/Mirror --ignore=Tests/Mirror/scenarios --ignore=Tests/Mirror/postgresql

test-mirror-scenarios: $(COMMAND) $(SANDBOX)
	$(PYTEST) -m 'not long' Tests/Mirror/scenarios

# What differs in PostgreSQL. These tests mostly wait, for leases and servers, so several run concurrently.
test-postgresql: $(COMMAND) $(SANDBOX)
	$(PYTEST) -n 3 -m 'not long' Tests/Mirror/postgresql

# What does not differ, again in PostgreSQL.
test-mirror-postgresql: $(COMMAND) $(SANDBOX)
	WORKOSDS_MIRROR_STORE=postgresql $(PYTEST) -m 'not long and not sqlite' Tests/Mirror/scenarios \
		Tests/Mirror/test_events.py Tests/Mirror/test_reconciliation.py Tests/Mirror/test_scope.py

# Line and branch coverage of Sources/WorkOSDS by the suites that load the library.
coverage: $(SANDBOX) $(SWIFT_BINDING)
	WORKOSDS_SANDBOX=$(abspath $(SANDBOX)) PYTHON=$(PYTHON) Tests/Coverage/run.sh

# Breaks thirty rules of the library one at a time; each must make a suite fail.
mutations: $(SANDBOX)
	$(PYTHON) -B Tests/Mutations/run.py $(MUTATIONS)

# Tests that take longer than CI allows.
test-long: test-tools $(SO) $(SANDBOX) $(COMMAND)
	$(PYTEST) -m long Tests/Environment
	$(PYTEST) -m long Tests/Mirror
	$(MAKE) --no-print-directory test-mirror-postgresql
	$(MAKE) --no-print-directory load torture soak test-install-long test-release test-chroots test-libcurl \
		test-reproducible test-reproducible-release mutations
	$(MAKE) --no-print-directory fuzz SECONDS=480

# Makes every system call fail, one at a time.
torture: $(SO)
	$(MAKE) --no-print-directory -C Tests/Torture PYTHON=$(PYTHON)

# 200,000 users in one listing; objects created and freed 100,000 times.
load: $(SO) $(SANDBOX)
	$(MAKE) --no-print-directory -C Tests/Load

MINUTES = 30
soak: $(SO) $(SANDBOX)
	$(MAKE) --no-print-directory -C Tests/Load soak MINUTES=$(MINUTES) PYTHON=$(PYTHON)

# The ABI tests and Tests/Environment without memory errors and leaks: valgrind with the shipped library, the sanitizers
# with an ordinary build.
check-memory: $(SO) $(SANDBOX)
	TIME_LIMIT=300 $(MAKE) --no-print-directory -C Tests/ABI valgrind
	strip -g -o build/libworkosds-symbols.so $(EMBEDDED)
	$(PYTHON) -B Tests/Sanitizers/valgrind_environment.py build/libworkosds-symbols.so
	BEHAVIOUR_LANGUAGE=c BEHAVIOUR_WRAPPER="valgrind -q --error-exitcode=9 --leak-check=full" $(PYTEST) Tests/Behaviour
	WORKOSDS_SANDBOX=$(abspath $(SANDBOX)) PYTHON=$(PYTHON) Tests/Sanitizers/run.sh address
	WORKOSDS_SANDBOX=$(abspath $(SANDBOX)) PYTHON=$(PYTHON) Tests/Sanitizers/run.sh thread

SECONDS = 30
fuzz:
	Tests/Fuzz/run.sh $(SECONDS)

bench: $(SO)
	$(PYTHON) -B Tests/Benchmarks/bench.py

# The mirror compared with a C listing and SQLite alone.
bench-mirror: $(COMMAND) $(SANDBOX)
	$(PYTHON) -B Tests/Benchmarks/mirror.py

# The mirror in PostgreSQL compared with a C listing and COPY.
bench-mirror-postgresql: $(COMMAND) $(SANDBOX)
	$(PYTHON) -B Tests/Benchmarks/mirror_postgresql.py

# CPU, memory, log and file size of a mirror of 300,000 users, and the cost of waiting and stopping.
bench-mirror-costs: $(COMMAND)
	$(PYTHON) -B Tests/Benchmarks/mirror_costs.py

# Random histories of the mirror. Each commit is compared with the states that the service ever had.
SEEDS = 1-200
histories: $(COMMAND) $(SANDBOX)
	cd Tests/Mirror && $(abspath $(PYTHON)) -B -m oracle --seeds $(SEEDS) --jobs 2

# Time and memory by number of users and page size, with a chart.
bench-growth: $(SO)
	$(PYTHON) -B Tests/Benchmarks/growth.py

# Instructions by function.
profile: $(SO)
	Tests/Benchmarks/profile.sh fields

include packaging/install.mk
include packaging/release.mk

# ---- Style

lint:
	scripts/lint

format:
	swift format --in-place --recursive Package.swift Sources Command Tests bindings/swift examples
	git ls-files -z '*.c' '*.h' '*.hpp' '*.cpp' | xargs -0 -r clang-format -i
	$(PYTHON) -m ruff format .

clean:
	rm -rf build .build .build-*
