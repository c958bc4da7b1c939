# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""The configuration that `make run` starts."""

import contextlib
import re
import shlex
import shutil
import subprocess
from pathlib import Path

from daemons import WITHOUT_CLOCK
from harness import check, require

EXAMPLES = Path(__file__).resolve().parents[2] / "Examples"
AS_NOBODY = "setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"
PORT = 11123


def start_demo(bench):
    """Starts it as nobody, from copies: nobody may not see the folder of the package."""
    program = bench.folder / "ntpd"
    shutil.copy(bench.ntpd, program)
    shutil.copytree(EXAMPLES, bench.folder / "Examples")
    demo = bench.start("demo", bench.folder / "Examples/demo", program, wrapper=AS_NOBODY)
    demo.wait_for_reply(PORT)
    return demo


@check("the demo serves both families without root, and the commands that it prints work")
def commands(bench):
    demo = start_demo(bench)
    printed = re.findall(r"^ +(\S+/ntpd -Q '.*')$", demo.text(), re.MULTILINE)
    require(len(printed) == 2, f"commands {printed}")
    offsets = []
    for command in printed:
        result = subprocess.run([WITHOUT_CLOCK, *shlex.split(command)], text=True, timeout=60,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        match = re.search(r"wrong by (-?\d+\.\d+) seconds", result.stdout)
        require(result.returncode == 0 and match, f"{command}: status {result.returncode}, {result.stdout}")
        offsets.append(float(match[1]))
    require(max(map(abs, offsets)) < 1e-3, f"offsets {offsets}")
    require(demo.status_field("Uid").split()[0] != "0", "it runs as root")
    return f"offsets {', '.join(f'{offset * 1e6:+.0f} us' for offset in offsets)}"


@contextlib.contextmanager
def without_ipv6():
    switch = Path("/proc/sys/net/ipv6/conf/lo/disable_ipv6")  # of our namespace
    switch.write_text("1")
    try:
        yield
    finally:
        switch.write_text("0")


@check("where IPv6 is switched off, the demo serves IPv4, and says what is missing")
def ipv4_alone(bench):
    with without_ipv6():
        demo = start_demo(bench)
        said = [line for line in demo.text().splitlines() if f"[::1]:{PORT}" in line]
        require(len(said) == 1 and "without" in said[0], f"lines about it: {said}")
        return said[0]
