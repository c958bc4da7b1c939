// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Addresses that agree with one in the bits of a mask.
public struct AddressPattern: Hashable, Sendable {
    /// The bits that count.
    public var mask: ControlAddress
    /// What these bits have to be.
    public var address: ControlAddress

    /// Every address.
    public static let all = AddressPattern(mask: .unspecified, address: .unspecified)

    public init(mask: ControlAddress, address: ControlAddress) {
        self.mask = mask
        self.address = address
    }

    init(parsing body: RawSpan) {
        mask = body.loadAddress(0)
        address = body.loadAddress(20)
    }

    func write(into writer: inout WireWriter) {
        writer.append(mask)
        writer.append(address)
    }

    /// Whether a source with this address is meant.
    ///
    /// One whose name isn't resolved yet is meant by itself and by "all" alone.
    public func matches(_ candidate: ControlAddress) -> Bool {
        switch (mask, address, candidate) {
        case (_, .unspecified, _): true
        case (.ipv4(let mask), .ipv4(let wanted), .ipv4(let found)): (wanted ^ found) & mask == 0
        case (.ipv6(let high, let low), .ipv6(let wanted, let wantedLow), .ipv6(let found, let foundLow)):
            (wanted ^ found) & high == 0 && (wantedLow ^ foundLow) & low == 0
        default: address == candidate
        }
    }
}

/// Asks for some requests in quick succession.
public struct BurstRequest: Hashable, Sendable {
    /// Which sources.
    public var pattern: AddressPattern
    /// The burst ends after so many good samples.
    public var goodSamples: Int32
    /// And after so many requests at the latest.
    public var totalSamples: Int32

    public init(pattern: AddressPattern, goodSamples: Int32, totalSamples: Int32) {
        self.pattern = pattern
        self.goodSamples = goodSamples
        self.totalSamples = totalSamples
    }

    init(parsing body: RawSpan) {
        pattern = AddressPattern(parsing: body)
        goodSamples = body.loadBigEndian(40)
        totalSamples = body.loadBigEndian(44)
    }

    func write(into writer: inout WireWriter) {
        pattern.write(into: &writer)
        writer.append(goodSamples)
        writer.append(totalSamples)
    }
}
