// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The extension field 010A: by how much transparent clocks have delayed the request on its way.
///
/// They tell it in PTP messages, which is what NTP over PTP was made for. Over UDP nobody does: it is always zero.
public enum NetworkCorrection {
    /// The type of the extension field, of those for experiments.
    public static let fieldType: UInt16 = 0x010A
    /// With the four bytes of type and length; the least that RFC 7822 allows for a last field.
    public static let fieldLength = 28

    /// Appends the field that says nothing: of a request or a packet to a peer, and of the reply to what came over UDP.
    public static func serialize(into output: inout OutputRawSpan) {
        output.appendBigEndian(fieldType)
        output.appendBigEndian(UInt16(fieldLength))
        // The correction has eight bytes, the others are reserved.
        for _ in 0..<3 { output.appendBigEndian(0 as UInt64) }
    }
}

/// Which extension fields requests, and packets to peers, have.
public struct ExtensionFieldOptions: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The field F323: the time without the jumps of updates.
    public static let monotonicRoot = ExtensionFieldOptions(rawValue: 1 << 0)
    /// The field 010A: what switches on the path have measured.
    public static let networkCorrection = ExtensionFieldOptions(rawValue: 1 << 1)

    /// Appends the fields.
    ///
    /// - Parameter root: What the field F323 says; a question in a request to a server.
    func serialize(_ root: MonotonicRoot, into output: inout OutputRawSpan) {
        if contains(.monotonicRoot) { root.serialize(into: &output) }
        if contains(.networkCorrection) { NetworkCorrection.serialize(into: &output) }
    }
}
