// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// What a client of the server has sent.
public struct ClientReport: Hashable, Sendable {
    /// The client's.
    public var address = ControlAddress.unspecified
    /// Its requests for the time.
    public var ntp = Activity()
    /// Its requests for keys of NTS.
    public var nke = Activity()
    /// Its control requests.
    public var command = Activity()
    /// The interval between NTP requests after one that wasn't answered; nil when it isn't known.
    public var ntpTimeoutInterval: PollInterval?

    public init() {}

    /// Requests of one kind.
    public struct Activity: Hashable, Sendable {
        /// All of them.
        public var hits: UInt32 = 0
        /// Those that weren't answered, because there were too many.
        public var drops: UInt32 = 0
        /// The usual time between two requests; nil when it isn't known.
        public var interval: PollInterval?
        /// The time since the latest request, in seconds; nil without one.
        public var age: UInt32?

        public init() {}
    }

    static let length = 60
    /// The exponent that stands for an interval that isn't known.
    private static let unknownInterval: Int8 = 127

    init(parsing body: RawSpan, at offset: Int) {
        address = body.loadAddress(offset)
        for (index, activity) in [\Self.ntp, \Self.nke, \Self.command].enumerated() {
            self[keyPath: activity].hits = body.loadBigEndian(offset + 20 + 4 * index)
            self[keyPath: activity].drops = body.loadBigEndian(offset + 32 + 4 * index)
            self[keyPath: activity].interval = Self.interval(body.loadBigEndian(offset + 44 + index))
            self[keyPath: activity].age = body.loadAge(offset + 48 + 4 * index)
        }
        ntpTimeoutInterval = Self.interval(body.loadBigEndian(offset + 47))
    }

    func write(into writer: inout WireWriter) {
        let activities = [ntp, nke, command]
        writer.append(address)
        for activity in activities { writer.append(activity.hits) }
        for activity in activities { writer.append(activity.drops) }
        for interval in activities.map(\.interval) + [ntpTimeoutInterval] {
            writer.append(interval?.exponent ?? Self.unknownInterval)
        }
        for activity in activities { writer.appendAge(activity.age) }
    }

    private static func interval(_ exponent: Int8) -> PollInterval? {
        exponent == unknownInterval ? nil : PollInterval(exponent: exponent)
    }
}

/// A part of the table of clients.
public struct ClientListReport: Hashable, Sendable {
    /// The most clients that a reply has room for.
    public static let capacity = 8

    /// The size of the whole table, with free places.
    public var tableSize: UInt32 = 0
    /// Where the next part begins; this was the last one when it isn't below `tableSize`.
    public var nextIndex: UInt32 = 0
    /// At most `capacity`; more are not sent.
    public var clients: [ClientReport] = []

    public init() {}
}

extension ClientListReport {
    init(parsing body: RawSpan) {
        tableSize = body.loadBigEndian(0)
        nextIndex = body.loadBigEndian(4)
        let count = min(body.loadBigEndian(8, as: UInt32.self), UInt32(Self.capacity))
        clients = (0..<Int(count)).map { ClientReport(parsing: body, at: 12 + ClientReport.length * $0) }
    }

    func write(into writer: inout WireWriter) {
        let sent = clients.prefix(Self.capacity)
        writer.append(tableSize)
        writer.append(nextIndex)
        writer.append(UInt32(sent.count))
        for client in sent { client.write(into: &writer) }
        writer.appendZeros((Self.capacity - sent.count) * ClientReport.length)
    }
}
