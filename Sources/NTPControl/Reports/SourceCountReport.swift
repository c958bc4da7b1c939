// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// How many sources there are: the indices that reports on sources are asked for by are below it.
public struct SourceCountReport: Hashable, Sendable {
    /// Of NTP sources and reference clocks together.
    public var count: UInt32

    public init(count: UInt32) {
        self.count = count
    }
}

extension SourceCountReport {
    init(parsing body: RawSpan) {
        count = body.loadBigEndian(0)
    }

    func write(into writer: inout WireWriter) {
        writer.append(count)
    }
}
