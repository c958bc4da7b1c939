// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// What is told by ClockBound's segment, and when; see docs/clockbound.md.
struct BoundRecord {
    /// How long clients may rely on a bound that isn't renewed, in nanoseconds; ClockBound has the same.
    private static let validity: Int64 = 1_000_000_000_000

    private(set) var content: BoundContent
    /// The VMClock's marker when it was last read; nil without one.
    private var marker: UInt64?
    private var isDisrupted = false

    /// - Parameters:
    ///   - content: What an earlier run has left: its bound stays, and is void until the clock is synchronised again.
    ///   - marker: The VMClock's marker now.
    init(continuing content: BoundContent?, marker: UInt64?) {
        self.content = content ?? .unknown
        self.content.status = .unknown
        self.content.disruptionMarker = marker
        self.marker = marker
    }

    /// Takes note of what the hypervisor tells.
    ///
    /// - Returns: Whether it has disrupted the clock since the last time, so that all has to be measured anew.
    mutating func note(marker latest: UInt64?) -> Bool {
        guard let latest, latest != marker else { return false }
        marker = latest
        isDisrupted = true
        content.status = .disrupted
        return true
    }

    /// Takes in how the system's clock stands.
    ///
    /// - Parameters:
    ///   - bound: Nil while nobody vouches for the clock.
    ///   - time: CLOCK_MONOTONIC_COARSE in nanoseconds, which may lag by `resolution`, in seconds.
    mutating func update(_ bound: ErrorBound?, isReached: Bool, at time: Int64, resolution: Double) {
        guard let bound else {
            content.status = isDisrupted ? .disrupted : .unknown
            return
        }
        guard isReached else {
            // The latest bound goes on growing, at its clients, and faster where the clock has begun to run by less
            // certain a frequency.
            if content.status == .synchronized { content.status = .freeRunning }
            content.maximumDrift = max(content.maximumDrift, Self.drift(bound.growth))
            return
        }
        isDisrupted = false
        // A client's reading may lag more than ours did.
        let nanoseconds = (bound.bound + bound.growth * resolution) * 1e9
        content = BoundContent(
            asOf: time, voidAfter: time + Self.validity,
            bound: nanoseconds < 9e18 ? Int64(nanoseconds) + 1 : .max,
            maximumDrift: Self.drift(bound.growth), status: .synchronized,
            disruptionMarker: marker)
    }

    /// A growth in s/s as clients read it: in 10⁻⁹, rounded up.
    private static func drift(_ growth: Double) -> UInt32 {
        growth < 4 ? UInt32(growth * 1e9) + 1 : .max
    }
}
