# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""The bill of materials of the image."""

import json

from harness import check, require


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
