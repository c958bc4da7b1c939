// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What a source is called in the configuration.
public struct SourceNameReport: Hashable, Sendable {
    /// A host name, or an address in its notation: printable ASCII, at most 255 bytes.
    public var name: String

    public init(name: String) {
        self.name = name
    }
}

extension SourceNameReport {
    private static let capacity = 256

    init?(parsing body: RawSpan) {
        guard let name = body.loadText(0, capacity: Self.capacity) else { return nil }
        self.name = name
    }

    func write(into writer: inout WireWriter) {
        writer.append(name, capacity: Self.capacity)
    }
}
