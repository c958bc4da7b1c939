// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The local clock as a source of last resort for others: the `local` directive.
public struct LocalReferenceOptions: Hashable, Sendable {
    public var stratum: UInt8
    /// In force when the root distance is beyond this, in seconds.
    public var distance: Double

    /// How often the reference time is renewed, in seconds, to look like a source that is polled.
    private static let updateInterval = 64.0

    public init(stratum: UInt8 = 10, distance: Double = 1) {
        self.stratum = stratum
        self.distance = distance
    }

    /// What is said of the clock to others when it reads `date`.
    func applied(to tracking: Tracking, at date: NTPDate) -> Tracking {
        guard !tracking.isSynchronized || tracking.rootDistance(at: date) > distance else { return tracking }
        var local = tracking
        local.leap = .none
        local.stratum = stratum
        local.referenceID = .local
        local.source = nil
        let seconds = date.bits >> 64
        local.referenceTime = NTPDate(bits: (seconds &- seconds % Int128(Self.updateInterval)) << 64)
        local.rootDelay = 0
        local.rootDispersion = 0
        local.dispersionRate = 0
        return local
    }
}
