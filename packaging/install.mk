# Included by the Makefile, behind what it builds: the archive, installation, distribution and the ABI's check.

ARCHIVE = build/libworkosds.a
OBJECTS = .build-embedded/release/workosds.product/Objects.LinkFileList

.PHONY: install uninstall dist dist-release wheel check-abi test-install test-install-long

all: $(ARCHIVE)

$(ARCHIVE): $(SO) scripts/build-static-archive
	scripts/build-static-archive $(OBJECTS) $@

# Neither builds anything: `make && sudo make install`. PREFIX, DESTDIR and the others of packaging/install are
# given on make's command line or in the environment and reach it by themselves.
install uninstall:
	@packaging/install $@

# build/dist: source tarball, wheel, gem and Debian packages for machines with libcurl, jansson and OpenSSL; their sums.
dist: $(SO) $(ARCHIVE) $(SANDBOX) $(COMMAND) $(MANUAL)
	scripts/make-dist build/dist sources system-wheel system-gem debian

# The same for every target of `make release`, which takes more than an hour.
dist-release: release $(SO) $(ARCHIVE) $(SANDBOX) $(COMMAND) $(MANUAL)
	scripts/make-dist build/dist

# A Python wheel with the library inside, for machines with libcurl, jansson and OpenSSL. `make release` has the others.
wheel: $(SO)
	$(PYTHON) -B bindings/python/build_wheel.py $(SO) --system-libraries --output build

check-abi: $(SO)
	scripts/check-abi check $(SO)

test-install: $(SO) $(ARCHIVE) $(SANDBOX)
	$(PYTEST) -m 'not long' Tests/Install

test-install-long: $(SO) $(ARCHIVE) $(SANDBOX)
	$(PYTEST) -m long Tests/Install
