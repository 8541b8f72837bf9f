# make            the library: build/libworkosds.so
# make demo       lists directories, groups and users of a local server (or, with WORKOS_API_KEY, of the real one)
# make test       all tests
# CONTRIBUTING.md tells what the others are for.

SWIFT ?= swift
CC = gcc
SO = build/libworkosds.so
SANDBOX = build/workosds-sandbox
EMBEDDED = .build-embedded/release/libworkosds.so

LIBRARY_SOURCES = Package.swift include/workosds.h include/module.modulemap Sources/WorkOSDS/libworkosds.map \
	$(shell find Sources/WorkOSDS Sources/CCurl Sources/CJansson Sources/CPlatform -type f)
SANDBOX_SOURCES = Package.swift $(shell find Sources/Sandbox Sources/CZlib -type f 2>/dev/null)
CFLAGS = -std=c99 -O2 -Wall -Wextra -Werror -pedantic -Iinclude
# A program in build/ finds the library beside it.
LDLIBS = -Lbuild -lworkosds -Wl,-rpath,'$$ORIGIN'

.PHONY: all demo test test-swift test-abi check-symbols lint format bench clean
all: $(SO)

$(SO): $(LIBRARY_SOURCES)
	@scripts/install-packages build
	$(SWIFT) build -c release --traits Embedded --product workosds --scratch-path .build-embedded --disable-local-rpath
	@mkdir -p build
	strip -o $@.new $(EMBEDDED) && mv $@.new $@
	ln -sf libworkosds.so build/libworkosds.so.0

$(SANDBOX): $(SANDBOX_SOURCES)
	@scripts/install-packages build
	$(SWIFT) build -c release --product workosds-sandbox --static-swift-stdlib
	@mkdir -p build
	strip -o $@.new .build/release/workosds-sandbox && mv $@.new $@

build/list_directory: examples/list_directory.c $(SO)
	$(CC) $(CFLAGS) $< $(LDLIBS) -o $@

demo:
	@scripts/install-packages demo
	@$(MAKE) --no-print-directory build/list_directory
	@if [ -n "$$WORKOS_API_KEY" ]; then build/list_directory; else \
		$(MAKE) --no-print-directory $(SANDBOX) && scripts/with-sandbox $(SANDBOX) -- build/list_directory; fi

clean:
	rm -rf build .build .build-*
