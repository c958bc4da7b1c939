# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""What the checks work with: the project, its programs, tools, and a container engine that starts when asked for."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from functools import cached_property
from pathlib import Path

from engine import Engine
from harness import Failure
from image import Image


class Bench:
    """One for all checks, since an engine takes long to start; each check removes what it has made."""

    def __init__(self, project, programs, tools, folder):
        self.project, self.programs, self.tools, self.folder = project, programs, tools, folder

    @classmethod
    @contextlib.contextmanager
    def shared(cls, *arguments):
        folder = Path(tempfile.mkdtemp(prefix="ntpd-packaging-"))
        folder.chmod(0o755)
        bench = cls(*arguments, folder)
        try:
            yield bench
        finally:
            if "engine" in bench.__dict__:
                bench.engine.stop()
            shutil.rmtree(folder, ignore_errors=True)

    @cached_property
    def engine(self):
        return Engine(self.folder, self.tools)

    @cached_property
    def image(self):
        return Image(self)

    def run(self, *command, **options):
        """Runs a command; returns what it printed, or raises a Failure with that."""
        status, text = self.try_running(*command, **options)
        if status != 0:
            raise Failure(f"{' '.join(str(word) for word in command)} ended with status {status}:\n{text}")
        return text

    def try_running(self, *command, environment=None, folder=None, input=None, limit=300):
        """Runs a command; returns its status, and what it printed on both of its streams."""
        result = subprocess.run(
            [str(word) for word in command], cwd=folder or self.project, env={**os.environ, **(environment or {})},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=limit,
            **({"input": input} if input is not None else {"stdin": subprocess.DEVNULL}))
        return result.returncode, result.stdout

    def close(self):
        """After each check: nothing, all is kept for the next one."""

    def logs(self):
        return self.engine.logs() if "engine" in self.__dict__ else ""
