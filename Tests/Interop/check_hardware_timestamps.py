# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""hwtimestamp where no card makes any timestamps; nothing else is to be had in a namespace."""

from harness import check, require, wait_until


@check("hwtimestamp where no card makes any is said in one line each, and the kernel's timestamps are used")
def without_hardware(bench):
    port = 11123
    bench.start_server("hwtimestamp lo", "clientloglimit 1000000", port=port)
    client = bench.start_ntpd(
        f"server 127.0.0.1 port {port} iburst minpoll -2 maxpoll -2 xleave", "port 0", "pidfile /", "cmdport 0",
        "bindcmdaddress /", "hwtimestamp lo", "hwtimestamp *", "hwtimestamp none0 minpoll -6 txcomp 1e-6",
        "hwtstimeout 0.01", "log measurements", f"logdir {bench.folder}")
    path = bench.folder / "measurements.log"
    lines = lambda: path.read_text().splitlines()[3:] if path.exists() else []
    last = wait_until(lambda: lines()[-1:] if len(lines()) > 5 else None, 15, lambda: f"{lines()}")[0]
    require(last.split()[-2:] == ["K", "K"], last)
    said = [line for line in client.text().splitlines() if "hardware timestamps" in line]
    require(len(said) == 2, f"{said}")
    for name in "lo", "none0":
        require(sum(f"timestamps on {name}: " in line for line in said) == 1, f"{said}")
    return f"{len(said)} lines, and timestamps by {' and '.join(last.split()[-2:])}"
