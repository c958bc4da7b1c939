// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// A configuration file: what is taken can be printed, and what is printed means the same.

@testable import NTPDaemon

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    // Other files that it could include are its own again, and so come to the limit of that.
    let files = MemoryFiles(["ntpd.conf": text, "/etc/a.conf": text, "/etc/a.sources": text])
    let parsed = ConfigurationParser.parse(file: "ntpd.conf", in: files)
    for diagnostic in parsed.diagnostics { _ = "\(diagnostic)" }
    guard parsed.errors.isEmpty else { return 0 }
    let lines = parsed.configuration.directives
    let again = ConfigurationParser.parse(arguments: lines, in: MemoryFiles())
    precondition(again.errors.isEmpty, "what was printed isn't taken: \(again.errors)")
    precondition(again.configuration.directives == lines, "what was printed means something else")
    return 0
}
