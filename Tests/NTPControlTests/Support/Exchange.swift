// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Foundation
import Testing

@testable import NTPControl

/// A request and its reply, as chrony's programs sent them.
struct Exchange: Sendable, CustomTestStringConvertible {
    var title: String
    var request: [UInt8]
    var reply: [UInt8]

    var testDescription: String { title }

    static let reports = load("chrony-reports")
    static let actions = load("chrony-actions")

    /// The recorded exchanges of one command line.
    static func of(_ commandLine: String) -> [Exchange] {
        (reports + actions).filter { $0.title == "chronyc " + commandLine }
    }

    func header() throws -> RequestHeader {
        try #require(RequestHeader(parsing: request))
    }

    func parsedReply() throws -> ControlReply {
        try ControlReply(parsing: reply, to: header())
    }

    /// What a daemon makes of the request when it comes over the Unix socket.
    func admission() -> Admission {
        CommandGate().admit(request, over: .unix)
    }

    private static func load(_ name: String) -> [Exchange] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "Vectors/\(name).hex")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        var exchanges: [Exchange] = []
        var title = ""
        for line in text.split(separator: "\n") {
            guard ["> ", "< "].contains(line.prefix(2)) else {
                title = String(line.dropFirst(2))
                continue
            }
            // Not left to `try?`: a failed requirement counts against whichever test reads the file first.
            guard let content = try? bytes(line.dropFirst(2)) else { return [] }
            if line.hasPrefix(">") {
                exchanges.append(Exchange(title: title, request: content, reply: []))
            } else if line.hasPrefix("<") {
                exchanges[exchanges.count - 1].reply = content
            }
        }
        return exchanges
    }
}
