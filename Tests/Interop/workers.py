# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""Checks side by side: most of them wait for their network, and each worker has namespaces of its own for that."""

import json
import queue
import subprocess
import sys
import threading

NAMESPACES = ["unshare", "--net", "--mount", "--pid", "--ipc", "--fork", "--kill-child", "--mount-proc"]


class Worker:
    """A process that carries out the checks whose numbers it is given, one at a time."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            [str(word) for word in [*NAMESPACES, "--", *command]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def carry_out(self, number):
        """Whether the claim holds, and what to print about it."""
        try:
            self.process.stdin.write(f"{number}\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        return json.loads(answer) if answer else (False, f"FAIL  check {number}: its worker has ended")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def serve(carry_out):
    """The worker's side: reads numbers until there are no more, and answers each. What else the checks' programs print
    goes to the standard error."""
    answers = sys.stdout
    sys.stdout = sys.stderr
    for line in sys.stdin:
        print(json.dumps(carry_out(int(line))), file=answers, flush=True)


def share_out(numbers, workers):
    """Gives each worker the next number as soon as it has carried out the one before; returns those of the checks that
    failed."""
    waiting = queue.SimpleQueue()
    for number in numbers:
        waiting.put(number)
    failed = []

    def keep_busy(worker):
        while True:
            try:
                number = waiting.get_nowait()
            except queue.Empty:
                return
            holds, text = worker.carry_out(number)
            if not holds:
                failed.append(number)
            print(text, flush=True)

    threads = [threading.Thread(target=keep_busy, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed
