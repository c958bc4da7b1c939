// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore
internal import NTPServer
internal import NTPSystem

extension Daemon: ControlTarget {
    mutating func perform(_ operation: DaemonOperation) throws(ControlStatus) {
        let now = MonotonicClock.now
        switch operation {
        case .makeStep: try stepClock()
        case .reselect: perform(synchronizer.reselect(now: now, date: clock.now), now: now)
        case .refresh: table.refresh(now: now)
        case .onOffline: setOnlineByRoute(now: now)
        case .resetSources: resetSources(now: now)
        case .reloadSources: reloadSourceDirectories(now: now)
        case .dump:
            // Without a folder for them, there are no samples to be written.
            guard keepSamples() else { throw .failed }
        case .rekey: try rekey()
        case .cycleLogs: reopenLogs()
        case .trimRTC: try setRealTimeClock()
        case .writeRTC: try keepRealTimeClock()
        case .shutdown:
            log.info("Told to end by a command")
            isShuttingDown = true
        }
    }

    private mutating func resetSources(now: MonotonicInstant) {
        log.info("Measurements of all sources dropped by a command")
        synchronizer.resetSources(now: now)
        publishState()
    }

    mutating func reopenLogs() {
        files.reopen()
        do {
            try log.reopen()
        } catch {
            log.error("\(error)")
        }
    }

    mutating func change(_ access: AccessChange) throws(ControlStatus) {
        let rules = try access.rules
        switch access.service {
        case .ntp:
            if access.verdict == .allow { try openPorts() }
            timeServer.apply(rules)
        case .command:
            control.access.apply(rules)
        }
    }

    /// Opens the server's ports, if nobody was served so far.
    ///
    /// - Throws: `.failed` when the privilege for that is gone, as it is with the usual port.
    mutating func openPorts() throws(ControlStatus) {
        guard !timeServer.isOpen, configuration.server.port != 0 else { return }
        do {
            try timeServer.open(try ServerSocket.open(configuration, families: families, log: log))
            for descriptor in timeServer.descriptors { poller.watch(descriptor) }
        } catch {
            log.warning("Nobody is allowed: \(error); put 'allow' into the configuration, and restart")
            throw .failed
        }
    }
}

extension AccessChange {
    /// - Throws: `.badSubnet` for a prefix that the family doesn't have.
    fileprivate var rules: [AccessList.Rule] {
        get throws(ControlStatus) {
            let policy: AccessList.Policy = verdict == .allow ? .allow : .deny
            let scope: AccessList.Rule.Scope = extent == .everywhere ? .everything : .exceptMoreSpecific
            return try subnets.map { AccessList.Rule(policy, $0, scope: scope) }
        }
    }

    private var subnets: [Subnet] {
        get throws(ControlStatus) {
            let length = Int(prefixLength)
            switch address {
            case .unspecified where length == 0:
                return [.allIPv4, .allIPv6]
            case .ipv4(let bits) where 0...32 ~= length:
                return [Subnet(ipv4: bits, prefixLength: length)]
            case .ipv6(let high, let low) where 0...128 ~= length:
                return [Subnet(high: high, low: low, prefixLength: length)]
            default:
                throw .badSubnet
            }
        }
    }
}
