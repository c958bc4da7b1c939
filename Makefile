# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
#
# Needs Debian 12 and Swift 6.3; what else is missing, `make deps` installs.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Headers of libcap, libseccomp and nettle for ntpd; Python and a C compiler for the tools that test and measure it.
PACKAGES := libcap-dev libseccomp-dev nettle-dev python3 gcc g++ libc6-dev iproute2 pkgconf valgrind
# The release is one program that needs no Swift on the machine it runs on.
RELEASE := --configuration release --static-swift-stdlib
SWIFT_FOLDERS := $(wildcard Package.swift Sources Tests Benchmarks Fuzz Examples Snippets)
FUZZ_TARGETS = $(basename $(notdir $(wildcard Fuzz/Targets/*.swift)))
# Namespaces, port 123 and dropping privileges need root, which `make interop` and its kin test.
SUDO := $(if $(filter-out 0,$(shell id -u)),sudo)
# Where programs will look for the library.
PREFIX := /usr/local
# How long each fuzz target runs, in seconds.
TIME := 60

.PHONY: help deps build run test library install-lib check-library check-portability check-interface check-packages docs simulate interop packaging check lint format bench fuzz check-sanitizers mutants kernel-test compare-peers clean deb \
    release tag login logout publish version all log compose sbom /nopull


# `make tag 1.0 stable` and `make compose ps`: the words behind the first are arguments, and nothing to be made.
ifneq ($(filter tag compose,$(firstword $(MAKECMDGOALS))),)
ARGUMENTS := $(wordlist 2,$(words $(MAKECMDGOALS)),$(MAKECMDGOALS))
COMMAND := $(firstword $(MAKECMDGOALS))
.PHONY: $(ARGUMENTS)

$(COMMAND):
	@Container/$@ $(ARGUMENTS)
$(filter-out $(COMMAND),$(ARGUMENTS)):
	@:
else

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## Install the Debian packages that are missing
	@Scripts/install-packages $(PACKAGES)

build: deps ## Build the release
	swift build $(RELEASE)

run: deps ## Serve time on loopback port 11123, following public servers; touches no clock, needs no root
	swift build $(RELEASE) --product ntpd
	@exec Examples/demo .build/release/ntpd

test: deps ## Run the unit tests
	swift test

library: deps ## Build libntpcore for programs in C, in .build/release/library
	swift build $(RELEASE) --product ntpcore
	Deploy/library/link .build/release/library

install-lib: library ## Install libntpcore under DESTDIR, in PREFIX (/usr/local)
	Deploy/library/install .build/release/library "$(DESTDIR)" "$(PREFIX)"

check-library: library ## Test libntpcore with programs in C and C++, under valgrind, and that its interface is as it was
	Tests/CLibrary/run-checks .build/release/library

check-portability: deps ## Have the compiler check the pure targets for other machines, and the C for arm64
	Tests/Portability/run-checks

check-packages: ## Build and run other people's packages: with NTPCore and no other package, and a web service
	Tests/Packages/run-checks

check-interface: ## Compare the interface of the libraries with the newest release's
	Tests/Interface/run-checks

docs: ## Build the documentation of the libraries, in .build/docs; a warning is an error
	Scripts/build-docs .build/docs

interop: deps library ## Test ntpd and ntpctl against Debian's programs and bad input (as root, in namespaces of its own)
	swift build $(RELEASE) --product ntpd
	swift build $(RELEASE) --product ntpctl
	Tests/Interop/fetch-peers
	Tests/Interop/fetch-promtool
	Benchmarks/Serving/count-allocations --bar 0
	$(SUDO) Tests/Interop/run-checks --ntpd .build/release/ntpd

simulate: deps ## Hold the discipline against chronyd's figures, and worlds drawn at random against the invariants
	swift build $(RELEASE) --product ntpsim
	.build/release/ntpsim compare --check
	.build/release/ntpsim swarm --seeds 500

packaging: deps ## Test what builds, ships and describes the container, the packages and the manuals (as root)
	swift build $(RELEASE) --product ntpd
	swift build $(RELEASE) --product ntpctl
	$(SUDO) Tests/Packaging/run-checks

check: lint build test library check-library check-portability check-interface check-packages docs simulate interop packaging ## All that has to pass before a change is merged

lint: ## Check the format of the Swift code
	swift format lint --recursive --strict $(SWIFT_FOLDERS)

format: ## Format the Swift code
	swift format --recursive --in-place $(SWIFT_FOLDERS)

bench: deps ## Measure the simulator's speed and what serving costs; the last line is the ratio to Debian's chronyd
	swift build $(RELEASE) --product ntpd
	swift build $(RELEASE) --product ntpsim
	.build/release/ntpsim bench --bar 1000000
	Benchmarks/Serving/count-allocations --bar 0
	Benchmarks/Control/bench-control
	Benchmarks/ServiceClock/bench-service-clock --bar 60
	Benchmarks/Serving/bench-serving --bar 0.95

fuzz: deps ## Feed random input to the parsers, TIME=60 seconds each
	for target in $(FUZZ_TARGETS); do Fuzz/run $$target $(TIME); done

check-sanitizers: deps ## Run the unit tests with the address and the thread sanitizer
	LSAN_OPTIONS=suppressions=Tests/Sanitizers/leaks swift test --sanitize=address --scratch-path .build/address
	TSAN_OPTIONS=suppressions=Tests/Sanitizers/races swift test --sanitize=thread --scratch-path .build/thread

mutants: deps ## See the tests of past attacks fail without the protections
	Tests/Mutations/run

kernel-test: deps ## Test the discipline of a real kernel's clock, in a Linux of its own
	swift build $(RELEASE) --product ntpd
	Tests/Kernel/run-all --ntpd .build/release/ntpd

compare-peers: deps ## Compare ntpd with Debian's chronyd on a real kernel's clock, over a simulated day
	swift build $(RELEASE) --product ntpd
	Tests/Kernel/compare-peers --ntpd .build/release/ntpd

deb: build ## Make the Debian package, in .build/debian
	@command -v dh >/dev/null || Scripts/install-packages debhelper fakeroot
	Deploy/debian/build-package .build/debian

release: ## Build the image, start the service, wait until it is synchronised (make release /nopull: no newer base images)
	@Container/release $(filter /nopull,$(MAKECMDGOALS))

/nopull:
	@:

tag: ## Name the image: make tag [TAG...], else latest, timestamp.commit, commit, git tag
	@Container/tag

login: ## Log in to DOCKER_REGISTRY, Amazon's by the AWS client
	@Container/login

logout: ## Log out of DOCKER_REGISTRY
	@Container/logout

publish: ## Push the image under all its names
	@Container/publish

version: ## Print the version of the image that would be built
	@Container/version

all: ## From a clean start to a published image: release, tag, login, publish, logout, clean
	@Container/clean
	@Container/release $(filter /nopull,$(MAKECMDGOALS))
	@Container/tag
	@Container/login
	@Container/publish
	@Container/logout
	@Container/clean

sbom: ## Print what the image is made of, as SPDX
	@Container/bill-of-materials

log: ## Print what the service says
	@Container/log

compose: ## Run Compose: make compose ps, make compose -- logs -f
	@Container/compose

clean: ## Remove the service, what it kept, and what was built
	@Container/clean
	rm -rf .build

endif
