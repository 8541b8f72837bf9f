# Included by the Makefile: the library for other architectures and C libraries. See docs/platforms.md.

SYSTEM_TARGETS = x86_64-gnu-system aarch64-gnu-system
BUNDLED_TARGETS = x86_64-gnu aarch64-gnu x86_64-musl aarch64-musl
RELEASE_TARGETS = $(SYSTEM_TARGETS) $(BUNDLED_TARGETS)
RELEASE_SCRIPTS = $(wildcard scripts/release/*)

# The suites that load the library, and the Debian suite whose libcurl 8.14 they run with.
LIBCURL_SUITES = test-abi test-behaviour test-environment test-torture test-python test-ruby test-cpp test-swift-binding \
	test-examples test-command test-mirror test-mirror-scenarios test-install
LIBCURL_FROM = bookworm-backports

.PHONY: release release-tools test-arm64 test-release test-chroots test-libcurl test-reproducible test-reproducible-release

# build/release/TARGET/libworkosds.so and .a, for each target. Downloads sources and tools into .build-release.
release: $(RELEASE_TARGETS:%=build/release/%/libworkosds.so)

release-tools:
	@scripts/install-packages release

build/release/%/libworkosds.so: $(LIBRARY_SOURCES) $(RELEASE_SCRIPTS) | release-tools
	scripts/release/build-library $* $(@D)

# The library for aarch64 under qemu: its linking, and the header's contract.
test-arm64: test-tools build/release/aarch64-gnu-system/libworkosds.so $(SANDBOX)
	TARGETS=aarch64-gnu-system $(PYTEST) Tests/Platforms/test_library.py
	scripts/release/test-abi aarch64-gnu-system build/release/aarch64-gnu-system

# Everything that `make release` builds. Takes more than half an hour.
test-release: test-tools release $(SANDBOX)
	TARGETS="$(RELEASE_TARGETS)" $(PYTEST) Tests/Platforms/test_library.py Tests/Platforms/test_packages.py
	for target in $(RELEASE_TARGETS); do scripts/release/test-abi $$target build/release/$$target || exit 1; done

# The wheels on minimal Debian systems. Needs root.
test-chroots: test-tools release $(SANDBOX)
	PYTHON=$(PYTHON) scripts/make-dist build/dist wheels
	$(PYTEST) Tests/Platforms/test_chroots.py

# All suites that load the library, with Debian 13's version of libcurl. Needs root.
test-libcurl: test-tools $(SO) $(ARCHIVE) $(SANDBOX) $(COMMAND) $(SWIFT_BINDING)
	scripts/release/with-libcurl $(LIBCURL_FROM) $(MAKE) --no-print-directory $(LIBCURL_SUITES)

# The library built in two folders has the same bytes.
test-reproducible: test-tools
	$(PYTEST) -k 'not release' Tests/Platforms/test_reproducible.py

# The same for a library with its dependencies inside. Takes ten minutes and more.
test-reproducible-release: test-tools release
	$(PYTEST) -k release Tests/Platforms/test_reproducible.py
