// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// How many NTP sources are in use.
public struct ActivityReport: Hashable, Sendable {
    /// Being asked.
    public var online: UInt32 = 0
    /// Not being asked.
    public var offline: UInt32 = 0
    /// In a burst, after which they are online or offline again.
    public var burstOnline: UInt32 = 0
    /// The same, offline afterwards.
    public var burstOffline: UInt32 = 0
    /// Without an address as yet.
    public var unresolved: UInt32 = 0

    public init() {}
}

extension ActivityReport {
    init(parsing body: RawSpan) {
        online = body.loadBigEndian(0)
        offline = body.loadBigEndian(4)
        burstOnline = body.loadBigEndian(8)
        burstOffline = body.loadBigEndian(12)
        unresolved = body.loadBigEndian(16)
    }

    func write(into writer: inout WireWriter) {
        writer.append(online)
        writer.append(offline)
        writer.append(burstOnline)
        writer.append(burstOffline)
        writer.append(unresolved)
    }
}
