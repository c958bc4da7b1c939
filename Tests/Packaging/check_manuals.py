# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""The manuals: sound, and complete by what the programs and the sources know."""

import re

from harness import check, require

PAGES = ("ntpd.8", "ntpd.conf.5", "ntpctl.1")


def page(bench, name):
    return bench.project / "docs/man" / name


def words(bench, name, macro):
    """The arguments of a macro in the page, such as the names in a list of directives."""
    lines = page(bench, name).read_text().splitlines()
    return {word for line in lines if line.startswith(".It") and macro in line.split() for word in line.split()}


@check("the manuals are sound mdoc, for mandoc and for groff")
def check_syntax(bench):
    for name in PAGES:
        _, text = bench.try_running("mandoc", "-T", "lint", "-W", "style", page(bench, name))
        # A page of another package need not be on this machine.
        complaints = [line for line in text.splitlines() if "manual not found" not in line and "mandoc.db" not in line]
        require(not complaints, "\n".join(complaints))
        text = bench.run("man", "--warnings", "--encoding", "UTF-8", "--local-file", page(bench, name),
                         environment={"MANPAGER": "cat", "LC_ALL": "C.UTF-8"})
        complaints = re.findall(r".*warning:.*|.*: warning.*", text)
        require(not complaints, f"{name}: {complaints}")
        require(len(text.splitlines()) > 50, f"{name} has {len(text.splitlines())} lines")
    return f"{len(PAGES)} pages"


@check("ntpd(8) tells of each option of ntpd")
def check_options(bench):
    help_text = bench.run(bench.programs / "ntpd", "--help")
    letters = set(re.findall(r"^  -(\w)\b", help_text, re.MULTILINE))
    require(len(letters) > 15, f"found only {letters}")
    missing = letters - words(bench, "ntpd.8", "Fl")
    require(not missing, f"without {sorted(missing)}")
    return f"{len(letters)} options"


@check("ntpd.conf(5) tells of each directive that there is or will be")
def check_directives(bench):
    names = set()
    for path in (bench.project / "Sources/NTPDaemon/Configuration").glob("Directive+*.swift"):
        if "Unavailable" in path.name:
            continue
        # Directives stand in one level of indentation more than options of theirs, which have lists of their own.
        text = re.sub(r"let (all|options|basicOptions): \[Setting<Self>\].*?\n    \]", "", path.read_text(), flags=re.S)
        pattern = r"(?:\.value|\.flag|Directive|access|addressPerFamily|rateLimit)\(\s*\"([a-z_]+)\""
        names |= set(re.findall(pattern, text))
    names |= {"server", "pool", "peer"}
    require(len(names) > 70, f"found only {names}")
    missing = names - words(bench, "ntpd.conf.5", "Ic")
    require(not missing, f"without {sorted(missing)}")
    return f"{len(names)} directives"


@check("ntpctl(1) tells of each subcommand of ntpctl")
def check_subcommands(bench):
    help_text = bench.run(bench.programs / "ntpctl", "help")
    names = set(re.findall(r"^  ([a-z]+)(?:, [a-z]+)?(?: \(default\))? {2,}\S", help_text, re.MULTILINE))
    require(len(names) > 15, f"found only {names}")
    missing = names - words(bench, "ntpctl.1", "Cm")
    require(not missing, f"without {sorted(missing)}")
    return f"{len(names)} subcommands"
