# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""A copy of the project as its users have it, with an image that takes no minutes to build."""

import json
import re
import shutil
import subprocess

# The programs that were built already, and a source that is always there. The clock is left alone (-x).
DOCKERFILE = """FROM scratch
COPY root/ /
LABEL org.opencontainers.image.title=swift-ntpd
EXPOSE 123/udp
HEALTHCHECK --interval=1s --timeout=3s CMD ["/usr/bin/ntpctl", "health", "--allow-local"]
ENTRYPOINT ["/usr/sbin/ntpd", "-d", "-x", "pidfile /", "local stratum 10", "allow 127.0.0.0/8"]
"""


class Workplace:
    """`docker` comes first in PATH from Debian, whose engine runs here."""

    def __init__(self, bench, name, registry=None, programs=()):
        self.bench = bench
        bench.engine  # has to run
        self.folder = bench.folder / name
        for item in ("Makefile", "docker-compose.yml", "Container", "Scripts"):
            copy(bench.project / item, self.folder / item)
        (self.folder / "Dockerfile").write_text(DOCKERFILE)
        self.collect_programs()
        home = bench.folder / f"{name}-home"
        home.mkdir()
        path = ":".join([*map(str, programs), "/usr/sbin", "/usr/bin", "/sbin", "/bin"])
        self.environment = {"PATH": path, "HOME": str(home), "ORG_NAME": "example", "REPO_NAME": "time", "WAIT": "30"}
        if registry:
            self.environment["DOCKER_REGISTRY"] = registry
        self.make_history()

    def collect_programs(self):
        root = self.folder / "root"
        for name, place in (("ntpd", "usr/sbin"), ("ntpctl", "usr/bin")):
            program = self.bench.programs / name
            copy(program, root / place / name)
            libraries = subprocess.check_output(["ldd", program], text=True)
            for path in re.findall(r"(/\S+) \(0x", libraries):
                copy(path, root / path[1:])
        (root / "run/chrony").mkdir(parents=True, mode=0o750)
        (root / "etc").mkdir()
        (root / "etc/passwd").write_text("root:x:0:0::/:\n")

    def make_history(self):
        git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
        for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "All"], ["tag", "v1.2.3"]):
            self.bench.run(*git, *command, folder=self.folder)

    def make(self, *arguments):
        return self.bench.run("make", *arguments, folder=self.folder, environment=self.environment)

    def try_making(self, *arguments):
        return self.bench.try_running("make", *arguments, folder=self.folder, environment=self.environment)

    def docker(self, *arguments):
        return self.bench.run("docker", *arguments, folder=self.folder, environment=self.environment)

    def inspect(self, name):
        return json.loads(self.docker("inspect", name))[0]

    def tags(self):
        """The tags that this machine knows of our image."""
        image = f"{self.environment.get('DOCKER_REGISTRY', '')}/example/time".lstrip("/")
        return set(self.docker("images", "--format", "{{.Tag}}", image).split())

    def remove_images(self):
        for tag in self.tags():
            self.docker("image", "rm", "--force", f"example/time:{tag}")

    def commit(self):
        return self.bench.run("git", "rev-parse", "HEAD", folder=self.folder).strip()


def copy(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    if hasattr(source, "is_dir") and source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy(source, target)
