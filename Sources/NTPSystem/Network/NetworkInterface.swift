// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
internal import Glibc

/// A network interface of this machine, and the timestamps that its card makes.
public struct NetworkInterface: Hashable, Sendable {
    public var name: String
    public var index: UInt32

    public init(name: String, index: UInt32) {
        self.name = name
        self.index = index
    }

    /// All that there are.
    public static var all: [NetworkInterface] {
        guard let list = unsafe if_nameindex() else { return [] }
        defer { unsafe if_freenameindex(list) }
        var interfaces: [NetworkInterface] = []
        var entry = unsafe list
        while unsafe entry.pointee.if_index != 0, let name = unsafe entry.pointee.if_name {
            interfaces.append(
                unsafe NetworkInterface(name: String(cString: name), index: entry.pointee.if_index))
            unsafe entry += 1
        }
        return interfaces
    }

    /// How fast it is connected, in bits per second; nil where that isn't known, or not connected.
    public var speed: Double? {
        guard let text = try? FileReader.contents(of: "/sys/class/net/\(name)/speed"),
            let megabits = Int(String(decoding: text, as: UTF8.self).filter { $0 != "\n" }), megabits > 0
        else { return nil }
        return Double(megabits) * 1e6
    }

    /// What its card can stamp; the driver of one that can't doesn't know the question as a rule.
    public func stampingAbilities() throws(SystemError) -> StampingAbilities {
        var abilities = ntp_stamping_abilities()
        try SystemError.check(
            unsafe ntp_stamping_abilities(name, &abilities), "find what timestamps are made by", on: name)
        let filters = ReceiveFilter.allCases.filter { Int32(abilities.filters) >> $0.number & 1 != 0 }
        return StampingAbilities(
            stampsSent: abilities.stamps_sent != 0,
            filters: abilities.stamps_received != 0 ? Set(filters) : [],
            clockPath: abilities.clock < 0 ? nil : "/dev/ptp\(abilities.clock)")
    }

    /// What its card stamps.
    public func stamping() throws(SystemError) -> Stamping {
        var stamping = ntp_stamping()
        try SystemError.check(
            unsafe ntp_stamping_get(name, &stamping), "read the timestamping of", on: name)
        return Stamping(stamping)
    }

    /// Has the card stamp what is sent, and what is received as far as it passes the filter, whoever sends or receives it.
    ///
    /// - Returns: What the driver has made of it; it may stamp more.
    public func enableStamping(_ filter: ReceiveFilter) throws(SystemError) -> Stamping {
        var stamping = ntp_stamping()
        stamping.filter = ntp_receive_filter(rawValue: UInt32(filter.number))
        let result = unsafe ntp_stamping_set(name, &stamping)
        guard result < 0 else { return Stamping(stamping) }
        throw SystemError(
            code: -result, operation: "switch timestamping on of", object: name,
            remedy: result == -EPERM ? "grant CAP_NET_ADMIN, or switch it on before with hwstamp_ctl" : nil)
    }
}

/// Which received packets a network card stamps.
public enum ReceiveFilter: Hashable, Sendable, CaseIterable {
    case none, ntp, ptp, all

    fileprivate var number: Int32 {
        let filter =
            switch self {
            case .none: NTP_FILTER_NO_PACKETS
            case .ntp: NTP_FILTER_NTP
            case .ptp: NTP_FILTER_PTP
            case .all: NTP_FILTER_ALL
            }
        return Int32(filter.rawValue)
    }
}

/// What a network card can stamp.
public struct StampingAbilities: Hashable, Sendable {
    public var stampsSent: Bool
    /// Empty when it stamps nothing that is received.
    public var filters: Set<ReceiveFilter>
    /// The device of the clock that it stamps by.
    public var clockPath: String?

    public init(stampsSent: Bool, filters: Set<ReceiveFilter>, clockPath: String?) {
        self.stampsSent = stampsSent
        self.filters = filters
        self.clockPath = clockPath
    }
}

/// What a network card stamps.
public struct Stamping: Hashable, Sendable {
    public var stampsSent: Bool
    public var filter: ReceiveFilter

    public init(stampsSent: Bool, filter: ReceiveFilter) {
        self.stampsSent = stampsSent
        self.filter = filter
    }

    fileprivate init(_ stamping: ntp_stamping) {
        stampsSent = stamping.stamps_sent != 0
        filter = ReceiveFilter.allCases.first { $0.number == Int32(stamping.filter.rawValue) } ?? .none
    }
}
