// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc
import Testing

/// A process of a certain name that does nothing, and ends with the test.
final class Sleeper {
    let process: pid_t

    /// - Parameter folder: Where a link of that name is made: the kernel names a process by what was executed.
    init(named name: String, in folder: TemporaryFolder) throws {
        let path = folder(name)
        try #require(unsafe symlink("/bin/sleep", path) == 0)
        var arguments = unsafe [strdup(name), strdup("60"), nil]
        defer { unsafe arguments.forEach { unsafe free($0) } }
        var process: pid_t = 0
        try #require(unsafe posix_spawn(&process, path, nil, nil, &arguments, environ) == 0)
        self.process = process
        // Until it is executed, it has the name of this process.
        while try Files.text("/proc/\(process)/comm") != name + "\n" { usleep(1000) }
    }

    deinit {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }
}
