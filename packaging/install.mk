# Included by the Makefile: the archive, installation, distribution and the ABI check.

ARCHIVE = build/libworkosds.a
OBJECTS = .build-embedded/release/workosds.product/Objects.LinkFileList

.PHONY: install uninstall dist dist-release wheel check-abi test-install test-install-long

all: $(ARCHIVE)

$(ARCHIVE): $(SO) scripts/build-static-archive
	scripts/build-static-archive $(OBJECTS) $@

# These build nothing: `make && sudo make install`. PREFIX, DESTDIR and the other variables of packaging/install come
# from make's command line or the environment.
install uninstall:
	@packaging/install $@

# build/dist: source tarball, wheel, gem and Debian packages for machines with libcurl, jansson and OpenSSL; checksums.
dist: $(SO) $(ARCHIVE) $(SANDBOX) $(COMMAND) $(MANUAL)
	scripts/make-dist build/dist sources system-wheel system-gem debian

# The same for every target of `make release`, which takes more than an hour.
dist-release: release $(SO) $(ARCHIVE) $(SANDBOX) $(COMMAND) $(MANUAL)
	scripts/make-dist build/dist

# A Python wheel with the library, for machines with libcurl, jansson and OpenSSL. `make release` builds the others.
wheel: $(SO)
	$(PYTHON) -B bindings/python/build_wheel.py $(SO) --system-libraries --output build

check-abi: $(SO)
	scripts/check-abi check $(SO)

test-install: $(SO) $(ARCHIVE) $(SANDBOX)
	$(PYTEST) -m 'not long' Tests/Install

test-install-long: $(SO) $(ARCHIVE) $(SANDBOX)
	$(PYTEST) -m long Tests/Install
