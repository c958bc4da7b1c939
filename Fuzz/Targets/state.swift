// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// Files that the daemon reads besides its configuration: keys and the drift. No line makes a key that it can't be.

import NTPCore
@testable import NTPDaemon

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    let file = KeyFile(text: text, path: "keys")
    for (id, key) in file.keys {
        precondition(id.rawValue != 0 && !key.secret.isEmpty, "no key")
        precondition(
            key.algorithm.keyLength ?? key.secret.count == key.secret.count, "a key of another length")
    }
    if let drift = DriftFile.parse(text) {
        precondition(drift.frequency.ppm.magnitude <= 100_000, "a frequency that no oscillator has")
        precondition(0...0.1 ~= drift.skew, "a skew that says nothing")
    }
    return 0
}
