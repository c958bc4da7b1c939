// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPControl

// The library takes raw spans, of which arrays of bytes give none that the compiler calls safe.

extension [UInt8] {
    func read<Result>(_ body: (RawSpan) throws -> Result) rethrows -> Result {
        // Bytes have no padding.
        try unsafe body(span.bytes)
    }
}

extension RequestHeader {
    init?(parsing datagram: [UInt8]) {
        guard let header = datagram.read({ RequestHeader(parsing: $0) }) else { return nil }
        self = header
    }
}

extension CommandGate {
    func admit(_ datagram: [UInt8], over transport: ControlTransport) -> Admission {
        datagram.read { admit($0, over: transport) }
    }
}

extension CommandHandler {
    func reply(
        to datagram: [UInt8], over transport: ControlTransport, from target: inout RecordingTarget
    ) -> [UInt8]? {
        datagram.read { reply(to: $0, over: transport, from: &target) }
    }
}

extension ControlReply {
    init(parsing datagram: [UInt8], to request: RequestHeader) throws {
        self = try datagram.read { try ControlReply(parsing: $0, to: request) }
    }
}
