// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc

/// Where the program writes to besides `print`.
enum Standard {
    static let error = StandardError()
}

struct StandardError {
    func write(_ text: String) {
        let bytes = Array(text.utf8)
        // There is nobody to tell if this fails.
        _ = unsafe Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
