// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControlClient
import NTPCore
import NTPSystem

/// Doing nothing for a while.
enum Pause {
    /// Throws `ControlError.interrupted` when the user has had enough.
    static func until(_ deadline: MonotonicInstant) throws {
        var poller = Poller()
        while MonotonicClock.now < deadline {
            guard try poller.wait(until: deadline) == .interrupted else { continue }
            if !Signals.take().isDisjoint(with: .ending) { throw ControlError.interrupted }
        }
    }
}
