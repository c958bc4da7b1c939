// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

extension HardwareStamps {
    /// What came of the configuration, and what the user should know of it.
    struct Opening {
        var stamps: HardwareStamps?
        /// What was switched on.
        var successes: [String] = []
        /// What was asked for by name, and isn't to be had.
        var failures: [String] = []
    }

    /// Switches timestamps on where the configuration asks for them, by name or by a pattern. What a card doesn't do, or
    /// what isn't granted, is done without.
    static func open(
        _ configuration: TimestampingConfiguration, _ port: any CardPort, now: MonotonicInstant
    ) -> Opening {
        var opening = Opening()
        var cards: [HardwareCard] = []
        let interfaces = port.interfaces
        for interface in interfaces {
            guard let directive = configuration.directive(for: interface.name) else { continue }
            switch open(interface, directive.options, port, now: now) {
            case .success((let card, let description)):
                cards.append(card)
                opening.successes.append("Enabled HW timestamping on \(interface.name): \(description)")
            case .failure(let obstacle):
                // A pattern asks for those that can, whichever they are; one that isn't allowed to could.
                guard !directive.isPattern || obstacle.isMissingPrivilege else { continue }
                opening.failures.append("No hardware timestamps on \(interface.name): \(obstacle.text)")
            }
        }
        for directive in configuration.interfaces
        where !interfaces.contains(where: { directive.covers($0.name) }) {
            opening.failures.append("No hardware timestamps on \(directive.interface): no such interface")
        }
        if cards.isEmpty, opening.failures.isEmpty, !configuration.interfaces.isEmpty {
            opening.failures.append("No hardware timestamps: no interface has a card that makes any")
        }
        opening.stamps = HardwareStamps(cards, transmitTimeout: configuration.transmitTimeout)
        return opening
    }

    private struct Obstacle: Error {
        var text: String
        var isMissingPrivilege = false

        init(_ text: String) { self.text = text }
        init(_ error: SystemError) { (text, isMissingPrivilege) = ("\(error)", error.isPermission) }
    }

    private static func open(
        _ interface: NetworkInterface, _ options: HardwareTimestampingOptions, _ port: any CardPort,
        now: MonotonicInstant
    ) -> Result<(HardwareCard, String), Obstacle> {
        do throws(SystemError) {
            let abilities = try port.abilities(of: interface)
            guard abilities.stampsSent, let path = abilities.clockPath else {
                return .failure(Obstacle("its card makes none, or has no clock"))
            }
            let filter = options.filter(among: abilities.filters)
            let stamping = try enable(filter, interface, port)
            let clock = try port.openClock(path, readsCrosswise: !options.refusesCrossTimestamps)
            let card = HardwareCard(interface, options: options, clock: clock, port: port, now: now)
            return .success((card, description(of: stamping, path)))
        } catch {
            return .failure(Obstacle(error))
        }
    }

    /// Leaves alone what somebody else has switched on already, if that is enough: who uses it goes on.
    private static func enable(
        _ filter: ReceiveFilter, _ interface: NetworkInterface, _ port: any CardPort
    ) throws(SystemError) -> Stamping {
        if let current = try? port.stamping(of: interface), current.stampsSent,
            [filter, .all].contains(current.filter) || filter == .none
        {
            return current
        }
        do {
            return try port.enableStamping(filter, on: interface)
        } catch {
            // What is sent can be stamped all the same.
            guard filter != .none, !error.isPermission else { throw error }
            return try port.enableStamping(.none, on: interface)
        }
    }

    private static func description(of stamping: Stamping, _ path: String) -> String {
        let received =
            switch stamping.filter {
            case .all: "of all received packets"
            case .ntp: "of received NTP packets"
            case .ptp: "of received PTP packets alone"
            case .none: "of no received packets"
            }
        return "of sent packets and \(received), by \(path)"
    }
}

extension TimestampingConfiguration {
    /// The directive that an interface is subject to: one that names it, or else the first with a pattern that fits.
    fileprivate func directive(for name: String) -> HardwareTimestamping? {
        interfaces.first { $0.interface == name } ?? interfaces.first { $0.covers(name) }
    }
}

extension HardwareTimestamping {
    fileprivate var isPattern: Bool { interface.hasSuffix("*") }

    fileprivate func covers(_ name: String) -> Bool {
        isPattern ? name.hasPrefix(interface.dropLast()) : name == interface
    }
}

extension HardwareTimestampingOptions {
    /// The filter that is to be used, of those that the card has: the one asked for, or the most specific for NTP.
    fileprivate func filter(among filters: Set<ReceiveFilter>) -> ReceiveFilter {
        let wanted: [ReceiveFilter] =
            switch receiveFilter {
            case nil: [.ntp, .all]
            case .all: [.all]
            case .ntp: [.ntp]
            case .ptp: [.ptp]
            case .some(.none): []
            }
        return wanted.first { filters.contains($0) } ?? .none
    }
}
