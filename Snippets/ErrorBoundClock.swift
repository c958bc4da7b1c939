// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// The system's clock with the bound that a daemon on this machine publishes.

import NTPClient

let clock = try ErrorBoundClock()  // /var/run/clockbound/shm0
let now = clock.now
switch now.standing {
case .synchronized, .freeRunning: print("true time is from \(now.earliest.date) to \(now.latest.date)")
case .disrupted: print("the machine was moved or restored; wait")
case .unsynchronized: print("nobody vouches for the clock")
}
