// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The bound on its own error that a clock claims. Grows steadily while nothing happens.
struct Claim: Hashable, Sendable {
    var rootDistance: Double
    /// What the clock knows itself to be off by, and is being slewed for.
    var pending: Double

    var bound: Double { rootDistance + pending.magnitude }

    /// The bound at a part of the way to a later claim, from which nothing has happened since this one.
    func bound(before later: Claim?, at part: Double) -> Double {
        guard let later else { return bound }
        let distance = rootDistance + part * (later.rootDistance - rootDistance)
        return distance + (pending + part * (later.pending - pending)).magnitude
    }
}
