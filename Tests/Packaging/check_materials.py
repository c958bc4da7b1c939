# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""The bill of materials of the image."""

import io
import json
import subprocess
import tarfile

from harness import check, require
from image import DOCKER, NAME

# Of which package the files of the image are.
OWNERS = {"usr/share/zoneinfo/": "tzdata", "etc/ssl/certs/": "ca-certificates", "usr/sbin/ntpd": "swift-ntpd",
          "usr/bin/ntpctl": "swift-ntpd", "usr/share/doc/swift-ntpd/": "swift-ntpd"}
# What every image has to have, of no package, and what the engine puts into each container.
PLAIN = {"etc/passwd", "etc/group", "etc/nsswitch.conf"}
ENGINE = {".dockerenv", "etc/hosts", "etc/hostname", "etc/resolv.conf", "etc/mtab", "dev/console"}


@check("the bill of materials is valid SPDX, and names what is linked, with the versions of this machine")
def check_materials(bench):
    text = bench.run(bench.project / "Container/write-bill-of-materials", bench.project / "Package.resolved")
    path = bench.folder / "bill.spdx.json"
    path.write_text(text)
    bench.run(bench.tools / "tools/bin/pyspdxtools", "-i", path)
    versions = {package["name"]: package["versionInfo"] for package in json.loads(text)["packages"]}
    for name in ("libc6-dev", "libcap-dev", "libseccomp-dev", "nettle-dev", "tzdata"):
        installed = bench.run("dpkg-query", "--show", "--showformat", "${Version}", name)
        require(versions.get(name) == installed, f"{name} is {versions.get(name)}, but {installed} installed")
    resolved = json.loads((bench.project / "Package.resolved").read_text())["pins"]
    for pin in resolved:
        require(versions.get(pin["identity"]) == pin["state"]["version"], f"{pin['identity']} in {versions}")
    require(resolved and versions["swift"].startswith("6."), f"{versions}")
    return f"{len(versions)} packages"


def files_of_image(bench):
    """The paths of all that isn't a folder."""
    container = bench.run(DOCKER, "create", NAME).strip()
    try:
        archive = subprocess.check_output([DOCKER, "export", container])
    finally:
        bench.run(DOCKER, "rm", container)
    with tarfile.open(fileobj=io.BytesIO(archive)) as entries:
        return {entry.name for entry in entries if not entry.isdir()} - ENGINE


@check("make sbom prints the bill that is in the finished image, and it has the package of each file there")
def check_finished_image(bench):
    bench.image  # has to be there
    bench.run(DOCKER, "tag", NAME, "example/materials:latest")
    text = bench.run("make", "--silent", "sbom", environment={"ORG_NAME": "example", "REPO_NAME": "materials"})
    names = {package["name"] for package in json.loads(text)["packages"]}
    files = files_of_image(bench)
    owners = {file: next((name for start, name in OWNERS.items() if file.startswith(start)), None) for file in files}
    strangers = sorted(file for file in files - PLAIN if owners[file] not in names)
    require(not strangers, f"of no package in the bill: {strangers[:10]}")
    require(PLAIN < files and set(owners.values()) - {None} == set(OWNERS.values()), f"{sorted(files)[:50]}")
    return f"{len(files)} files, {len(names)} packages"
