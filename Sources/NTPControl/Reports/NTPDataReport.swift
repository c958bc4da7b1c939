// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// What is known about an NTP source from its latest valid reply.
public struct NTPDataReport: Hashable, Sendable {
    /// The source's.
    public var remoteAddress = ControlAddress.unspecified
    /// The one that replies came to.
    public var localAddress = ControlAddress.unspecified
    /// The source's UDP port.
    public var remotePort: UInt16 = 0
    /// What the source says of the next leap second.
    public var leap = LeapIndicator.unsynchronized
    /// Of the reply.
    public var version: UInt8 = 0
    /// Of the reply.
    public var mode = Mode.reserved
    /// The source's own.
    public var stratum: UInt8 = 0
    /// As the reply has it.
    public var poll = PollInterval(exponent: 0)
    /// log₂ of the precision in seconds.
    public var precision: Int8 = 0
    /// In seconds.
    public var rootDelay = 0.0
    /// In seconds.
    public var rootDispersion = 0.0
    /// Whom the source follows.
    public var referenceID = ReferenceID.unsynchronized
    /// Nil when the source said nothing.
    public var referenceTime: NTPDate?
    /// The time, in seconds, by which the source was ahead; positive means the local clock was slow.
    public var offset = 0.0
    /// In seconds.
    public var delay = 0.0
    /// In seconds.
    public var dispersion = 0.0
    /// The time that the source took for its reply, in seconds.
    public var responseTime = 0.0
    /// The share of the jitter that is the way there: −0.5 to 0.5; 0 when it isn't known.
    public var jitterAsymmetry = 0.0
    /// What is good about the reply.
    public var passedTests: Tests = []
    /// Whether it was in interleaved mode.
    public var isInterleaved = false
    /// Whether it was authenticated.
    public var isAuthenticated = false
    /// Where the timestamps of the latest request and reply were taken; nil before the first reply.
    public var transmitTimestamp: TimestampSource?
    /// By what the reply's arrival was stamped; nil before the first reply.
    public var receiveTimestamp: TimestampSource?
    /// How many packets were sent and received, how many of those passed the tests 1 to 7, and how many all.
    public var transmitted: UInt32 = 0
    /// Datagrams from the source.
    public var received: UInt32 = 0
    /// Those that passed the tests 1 to 7.
    public var valid: UInt32 = 0
    /// Those that passed all tests.
    public var good: UInt32 = 0
    /// Nil from a daemon that doesn't count them.
    public var timestamps: TimestampCounts?

    public init() {}

    /// The tests of RFC 5905, section 9.2 (as numbered in RFC 1305), and chrony's four tests of samples.
    public struct Tests: OptionSet, Hashable, Sendable {
        public let rawValue: UInt16

        public init(rawValue: UInt16) {
            self.rawValue = rawValue
        }

        /// Every test.
        public static let all = Tests(rawValue: 0x3FF)
        /// 1: not received before. 2: answers our request. 3: has all timestamps.
        public static let duplicate = Tests(rawValue: 1 << 9)
        /// Test 2.
        public static let bogus = Tests(rawValue: 1 << 8)
        /// Test 3.
        public static let invalid = Tests(rawValue: 1 << 7)
        /// 5: authentic. 6: synchronised. 7: has sensible values.
        public static let authentication = Tests(rawValue: 1 << 6)
        /// Test 6.
        public static let unsynchronized = Tests(rawValue: 1 << 5)
        /// Test 7.
        public static let header = Tests(rawValue: 1 << 4)
        /// A: the delay is below its limit. B: below the limit of its ratio. C: of its increase.
        public static let delay = Tests(rawValue: 1 << 3)
        /// Test B.
        public static let delayRatio = Tests(rawValue: 1 << 2)
        /// Test C.
        public static let delayDeviationRatio = Tests(rawValue: 1 << 1)
        /// D: the source doesn't follow us.
        public static let loop = Tests(rawValue: 1 << 0)
    }

    /// How many packets had timestamps better than the daemon's own.
    public struct TimestampCounts: Hashable, Sendable {
        /// Requests that the kernel stamped.
        public var kernelTransmit: UInt32 = 0
        /// Replies that the kernel stamped.
        public var kernelReceive: UInt32 = 0
        /// Requests that the network interface stamped.
        public var hardwareTransmit: UInt32 = 0
        /// Replies that the network interface stamped.
        public var hardwareReceive: UInt32 = 0

        public init() {}
    }
}
