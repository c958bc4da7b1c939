// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What has to be added to the time that is served to get one that updates never move at once: they change its
/// frequency alone. Clients that know it tell the corrections of this clock from errors of their own.
public struct MonotonicTimescale: Hashable, Sendable, BitwiseCopyable {
    /// In seconds.
    public private(set) var offset = 0.0
    /// Which such timescale it is. The next one has nothing to do with the one before.
    public private(set) var epoch: UInt32

    public init(epoch: UInt32 = 0) {
        self.epoch = epoch
    }

    /// What the extension field F323 tells.
    ///
    /// - Parameters:
    ///   - rootDelay: In seconds.
    ///   - rootDispersion: In seconds.
    ///   - received: The receive timestamp of the packet that has the field; zero if it answers nothing.
    public func root(
        delay rootDelay: Double, dispersion rootDispersion: Double, received: NTPTimestamp
    ) -> MonotonicRoot {
        let ahead = UInt64(bitPattern: NTPDuration(saturating: offset).bits)
        return MonotonicRoot(
            rootDelay: rootDelay, rootDispersion: rootDispersion,
            received: received == .zero ? .zero : NTPTimestamp(bits: received.bits &+ ahead), epoch: epoch)
    }

    /// The served time is moved by so many seconds at once.
    package mutating func corrected(by seconds: Double) {
        offset -= seconds
    }

    /// Nobody knows by how much it was.
    mutating func broken() {
        self = MonotonicTimescale(epoch: epoch &+ 1)
    }
}
