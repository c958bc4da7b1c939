// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// What became of a time that was entered by hand.
public struct ManualTimestampReport: Hashable, Sendable {
    /// In seconds; positive means the local clock was slow.
    public var offset = 0.0
    /// The change of the frequency, and what it is now; positive makes the local clock run faster.
    public var frequencyChange = Frequency.zero
    /// The frequency after that change.
    public var frequency = Frequency.zero

    public init() {}
}

extension ManualTimestampReport {
    init(parsing body: RawSpan) {
        // The protocol's sign is that of the clock's error.
        offset = -body.loadFloat(0)
        frequencyChange = Frequency(ppm: -body.loadFloat(4))
        frequency = Frequency(ppm: -body.loadFloat(8))
    }

    func write(into writer: inout WireWriter) {
        writer.appendFloat(-offset)
        writer.appendFloat(-frequencyChange.ppm)
        writer.appendFloat(-frequency.ppm)
    }
}

/// A time that was entered by hand.
public struct ManualSample: Hashable, Sendable {
    /// By the local clock.
    public var time: NTPDate
    /// What is left of the offset, and what it was, in seconds; positive means the local clock was slow.
    public var offset: Double
    /// The offset as it was entered, in seconds.
    public var originalOffset: Double
    /// By how much the sample lies off the line through all of them, in seconds, with the same sign.
    public var residual: Double

    public init(time: NTPDate, offset: Double, originalOffset: Double, residual: Double) {
        self.time = time
        self.offset = offset
        self.originalOffset = originalOffset
        self.residual = residual
    }

    static let length = 24

    init(parsing body: RawSpan, at start: Int) {
        time = body.loadDate(start)
        offset = -body.loadFloat(start + 12)
        originalOffset = -body.loadFloat(start + 16)
        residual = -body.loadFloat(start + 20)
    }

    func write(into writer: inout WireWriter) {
        writer.append(time)
        writer.appendFloat(-offset)
        writer.appendFloat(-originalOffset)
        writer.appendFloat(-residual)
    }
}

/// All times that were entered by hand.
public struct ManualListReport: Hashable, Sendable {
    /// The most samples that a reply has room for.
    public static let capacity = 16

    /// At most `capacity`; more are not sent.
    public var samples: [ManualSample] = []

    public init(samples: [ManualSample] = []) {
        self.samples = samples
    }
}

extension ManualListReport {
    init(parsing body: RawSpan) {
        let count = min(body.loadBigEndian(0, as: UInt32.self), UInt32(Self.capacity))
        samples = (0..<Int(count)).map { ManualSample(parsing: body, at: 4 + ManualSample.length * $0) }
    }

    func write(into writer: inout WireWriter) {
        let sent = samples.prefix(Self.capacity)
        writer.append(UInt32(sent.count))
        for sample in sent { sample.write(into: &writer) }
        writer.appendZeros((Self.capacity - sent.count) * ManualSample.length)
    }
}
