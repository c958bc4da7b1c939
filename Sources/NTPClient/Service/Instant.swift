// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

extension NTPClient {
    /// A point in time: nanoseconds of Unix time, which is UTC without its leap seconds. Until the year 2262.
    public struct Instant: InstantProtocol, Hashable, Sendable, BitwiseCopyable {
        /// Since 1970-01-01T00:00:00Z.
        public var nanoseconds: Int64

        public init(nanoseconds: Int64) {
            self.nanoseconds = nanoseconds
        }

        public init(_ date: NTPDate) {
            let (seconds, nanoseconds) = date.unixTime
            self.nanoseconds = seconds &* 1_000_000_000 &+ nanoseconds
        }

        /// The same with its era, on the scale that NTPCore has.
        public var date: NTPDate {
            let (seconds, fraction) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
            return fraction < 0
                ? NTPDate(unixSeconds: seconds - 1, nanoseconds: fraction + 1_000_000_000)
                : NTPDate(unixSeconds: seconds, nanoseconds: fraction)
        }

        /// Seconds of Unix time, as `Foundation.Date(timeIntervalSince1970:)` takes them; to about 0.2 µs.
        public var unixSeconds: Double {
            Double(nanoseconds) * 1e-9
        }

        /// Saturates at the ends of the range.
        public func advanced(by duration: Duration) -> Self {
            let (seconds, attoseconds) = duration.components
            let (whole, tooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
            let (change, overflow) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
            let (sum, tooFar) = nanoseconds.addingReportingOverflow(change)
            guard tooLong || overflow || tooFar else { return Self(nanoseconds: sum) }
            return Self(nanoseconds: seconds < 0 ? .min : .max)
        }

        /// The time until another instant; positive when that one is later.
        public func duration(to other: Self) -> Duration {
            // Two of them may be further apart than 64 bits can tell.
            .nanoseconds(other.nanoseconds) - .nanoseconds(nanoseconds)
        }

        public static func < (a: Self, b: Self) -> Bool {
            a.nanoseconds < b.nanoseconds
        }
    }
}
