# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Debian's container engine and registry, and a server that stands in for Amazon's, on this network alone."""

import os
import subprocess
import time
import urllib.request

ACCOUNT = "123456789012"
AMAZON = "http://127.0.0.1:5100"
REGISTRY = "127.0.0.1:5000"
START_LIMIT = 60  # seconds

REGISTRY_CONFIGURATION = """version: 0.1
storage: {{filesystem: {{rootdirectory: {folder}/registry}}}}
http: {{addr: {address}}}
auth: {{htpasswd: {{realm: registry, path: {folder}/htpasswd}}}}
"""


class Engine:
    def __init__(self, folder, tools):
        self.folder, self.tools = folder, tools
        self.processes = []
        self.start("dockerd", "dockerd", "--data-root", folder / "data", "--bridge", "none", "--iptables=false")
        wait_for(lambda: subprocess.run(["/usr/bin/docker", "version"], capture_output=True).returncode == 0, "dockerd")

    def start(self, name, *command, **environment):
        with open(self.folder / f"{name}.log", "wb") as log:
            self.processes.append(subprocess.Popen(
                [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, **environment}))

    def serve_registry(self):
        """A registry that lets in whom Amazon's would: the user AWS, with the password that its API gives."""
        python = self.tools / "tools/bin/python"
        line = f"import bcrypt; print('AWS:' + bcrypt.hashpw(b'{ACCOUNT}-auth-token', bcrypt.gensalt(4)).decode())"
        (self.folder / "htpasswd").write_bytes(subprocess.check_output([python, "-c", line]))
        configuration = self.folder / "registry.yml"
        configuration.write_text(REGISTRY_CONFIGURATION.format(folder=self.folder, address=REGISTRY))
        self.start("registry", "docker-registry", "serve", configuration)
        wait_for(lambda: answers(f"http://{REGISTRY}/v2/"), "the registry")

    def serve_amazon(self):
        self.start("moto", self.tools / "tools/bin/moto_server", "-H", "127.0.0.1", "-p", AMAZON.rsplit(":")[-1],
                   MOTO_ACCOUNT_ID=ACCOUNT)
        wait_for(lambda: answers(f"{AMAZON}/moto-api/"), "moto's server")

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            process.wait(30)

    def logs(self):
        return "".join(f"--- {log.name}\n{log.read_text(errors='replace')[-2000:]}"
                       for log in sorted(self.folder.glob("*.log")))


def answers(address):
    """Whether a server answers, be it with a refusal."""
    try:
        urllib.request.urlopen(address, timeout=1)
        return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def wait_for(condition, name):
    end = time.monotonic() + START_LIMIT
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"{name} doesn't answer after {START_LIMIT} s")
        time.sleep(0.2)
