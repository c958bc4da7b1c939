// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// Opens the reference clocks while there are privileges for that.
extension Startup {
    func openReferenceClocks() throws(StartupError) -> [OpenReferenceClock] {
        let clocks = configuration.referenceClocks
        let ids = clocks.enumerated().map { $1.options.referenceID ?? $1.driver.standardID(number: $0) }
        if let problem = problem(with: ids) { throw .referenceClock(problem) }
        var opened: [OpenReferenceClock] = []
        for (clock, id) in zip(clocks, ids) {
            let source = OpenReferenceClock(clock, referenceID: id)
            do throws(SystemError) {
                try source.open()
            } catch {
                guard clock.device.comesAndGoes else { throw .referenceClock("\(error)") }
                // The other sources are worth starting for, and it may be there later.
                log.warning(source.remark(on: error))
            }
            opened.append(source)
        }
        return opened
    }

    /// Why the reference clocks can't be told apart, or locked to each other; nil when they can.
    private func problem(with ids: [ReferenceID]) -> String? {
        for (index, id) in ids.enumerated() where ids[..<index].contains(id) {
            return "two of them are called '\(id.text ?? "")'; give each 'refclock' a 'refid' of its own"
        }
        for (clock, id) in zip(configuration.referenceClocks, ids) {
            guard let lock = clock.options.lockID, !ids.contains(lock) || lock == id else { continue }
            return
                "'\(id.text ?? "")' is locked to '\(lock.text ?? "")', which no other 'refclock' has as 'refid'"
        }
        return nil
    }
}

extension ReferenceClockConfiguration.Driver {
    /// The reference ID of a clock whose directive says nothing of it: "SHM0".
    fileprivate func standardID(number: Int) -> ReferenceID {
        ReferenceID(rawValue.prefix(3) + "\(number % 10)") ?? .unsynchronized
    }
}
