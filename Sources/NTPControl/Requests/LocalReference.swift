// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// How the local clock stands in for a source when there is none: the `local` directive.
public struct LocalReference: Hashable, Sendable {
    /// What the clock says of itself then.
    public var stratum: Int32
    /// The root distance, in seconds, beyond which sources are not preferred to the local clock.
    public var distance: Double
    /// Whether servers that stand in for a source agree on one of them.
    public var orphan: Bool
    /// The root distance, in seconds, that sources must have been below once before; 0 for none.
    public var activate: Double
    /// The time, in seconds, for which it waits after sources were lost, and before any was found.
    public var waitSynchronized: Double
    /// The same before any was found.
    public var waitUnsynchronized: Double

    public init(
        stratum: Int32 = 10, distance: Double = 1, orphan: Bool = false, activate: Double = 0,
        waitSynchronized: Double = 0, waitUnsynchronized: Double = 0
    ) {
        self.stratum = stratum
        self.distance = distance
        self.orphan = orphan
        self.activate = activate
        self.waitSynchronized = waitSynchronized
        self.waitUnsynchronized = waitUnsynchronized
    }

    /// Nil for "off".
    init?(parsing body: RawSpan) {
        self.init(parsingOlder: body)
        activate = body.loadFloat(16)
        waitSynchronized = body.loadFloat(20)
        waitUnsynchronized = body.loadFloat(24)
    }

    /// The same by a client that knows nothing of activation and waiting.
    init?(parsingOlder body: RawSpan) {
        guard body.loadBigEndian(0) != 0 as Int32 else { return nil }
        self.init(
            stratum: body.loadBigEndian(4), distance: body.loadFloat(8),
            orphan: body.loadBigEndian(12) != 0 as Int32)
    }

    func write(into writer: inout WireWriter) {
        writer.append(1 as Int32)
        writer.append(stratum)
        writer.appendFloat(distance)
        writer.append(orphan ? 1 : 0 as Int32)
        writer.appendFloat(activate)
        writer.appendFloat(waitSynchronized)
        writer.appendFloat(waitUnsynchronized)
    }
}
