// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The local clock as a source of last resort for others: the `local` directive. Times in seconds.
public struct LocalReferenceOptions: Hashable, Sendable {
    /// What the clock says of itself while it follows nobody, 1 to 15.
    public var stratum: UInt8
    /// In force when the root distance is beyond this.
    public var distance: Double
    /// Never in force before the root distance has once been this small; nil: from the start.
    public var activationDistance: Double?
    /// How long it waits after the latest update, and how long before the first one and after a loss.
    public var waitSynchronized = 0.0
    /// How long it waits before the first update and after a loss, in seconds.
    public var waitUnsynchronized: Double {
        get { configuredWait ?? (isOrphan ? Self.orphanWait : 0) }
        set { configuredWait = newValue }
    }
    /// Whether several servers stand in for a source together: the one of the lowest address is followed by the others.
    public var isOrphan: Bool

    private var configuredWait: Double?
    /// In orphan mode, others are given the time to say who they are.
    private static let orphanWait = 300.0

    public init(stratum: UInt8 = 10, distance: Double = 1, isOrphan: Bool = false) {
        self.stratum = stratum
        self.distance = distance
        self.isOrphan = isOrphan
    }
}

/// Decides when the local reference is in force.
struct LocalReference: Hashable, Sendable {
    var options: LocalReferenceOptions?
    /// When nobody had vouched for the clock yet, by the local clock.
    private var start: NTPDate
    /// Whether the root distance has been as small as it has to be once.
    private var isActivated = false

    /// How often the reference time is renewed, in seconds, to look like a source that is polled.
    private static let updateInterval = 64.0

    init(_ options: LocalReferenceOptions?, start: NTPDate) {
        self.options = options
        self.start = start
    }

    mutating func noteUpdate(rootDistance: Double) {
        if let limit = options?.activationDistance, rootDistance <= limit { isActivated = true }
    }

    mutating func stepped(by offset: NTPDuration) {
        start = start + offset
    }

    /// The clock was moved; what was waited for before doesn't count.
    mutating func restarted(at date: NTPDate) {
        start = date
    }

    /// What is said of the clock to others when it reads `date`.
    func applied(to tracking: Tracking, at date: NTPDate) -> Tracking {
        guard let options, isInForce(options, beside: tracking, at: date) else { return tracking }
        var local = tracking
        local.leap = .none
        local.stratum = options.stratum
        local.referenceID = .local
        local.source = nil
        let phase = (date.bits >> 64) % Int128(Self.updateInterval)
        // Never in the future, before the timescale's zero either.
        let seconds = (date.bits >> 64) &- (phase < 0 ? phase &+ Int128(Self.updateInterval) : phase)
        local.referenceTime = NTPDate(bits: seconds << 64)
        local.rootDelay = 0
        local.rootDispersion = 0
        local.dispersionRate = 0
        return local
    }

    private func isInForce(
        _ options: LocalReferenceOptions, beside tracking: Tracking, at date: NTPDate
    ) -> Bool {
        guard options.activationDistance == nil || isActivated else { return false }
        guard tracking.isSynchronized else {
            // A clock that reads less than that of an update which never was is before 1970.
            let since = tracking.referenceTime <= date ? max(start, tracking.referenceTime) : start
            return date.seconds(since: since) >= options.waitUnsynchronized
        }
        return tracking.rootDistance(at: date) > options.distance
            && date.seconds(since: tracking.referenceTime) >= options.waitSynchronized
    }
}
