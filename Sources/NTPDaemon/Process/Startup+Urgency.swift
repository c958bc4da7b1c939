// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPSystem

extension Startup {
    /// Asks the kernel not to delay this process: `sched_priority` and `lock_all`. While the privileges are there.
    ///
    /// What the kernel refuses is said, and done without: the time is kept all the same.
    func becomeUrgent() {
        let priority = options.schedulingPriority ?? configuration.process.schedulingPriority
        if priority > 0 {
            attempt("real-time priority \(priority)", granting: "CAP_SYS_NICE") { () throws(SystemError) in
                try ProcessUrgency.setRealTime(priority: priority)
            }
        }
        if options.locksMemory || configuration.process.locksMemory {
            attempt("memory locked", granting: "CAP_IPC_LOCK and CAP_SYS_RESOURCE") {
                () throws(SystemError) in
                try ProcessUrgency.lockMemory()
            }
        }
    }

    private func attempt(
        _ what: String, granting capability: String, _ body: () throws(SystemError) -> Void
    ) {
        do throws(SystemError) {
            try body()
            log.info("Running with \(what)")
        } catch {
            log.warning("Running without \(what): \(error); grant \(capability)")
        }
    }
}
