// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc

/// Where the program writes to, unbuffered: each report is there at once, also in a pipe.
enum Standard: Int32 {
    case output = 1
    case error = 2

    /// Writes all of it.
    func write(_ text: String) throws(OutputError) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(rawValue, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw OutputError(code: errno) }
            rest = rest.dropFirst(count)
        }
    }

    func writeLine(_ line: String) throws(OutputError) {
        try write(line + "\n")
    }

    /// Whether somebody looks at it, and how much they see.
    var terminalSize: (rows: Int, columns: Int)? {
        var size = winsize()
        guard isatty(rawValue) == 1, unsafe ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0
        else { return nil }
        return (Int(size.ws_row), Int(size.ws_col))
    }
}

/// A report couldn't be written.
struct OutputError: Error, CustomStringConvertible {
    let code: Int32

    /// Whether the reader has gone, who then has seen enough.
    var isClosedPipe: Bool {
        code == EPIPE
    }

    var description: String {
        "The output can't be written: \(unsafe String(cString: strerror(code)))."
    }
}
