// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// What other programs hand over as readings of a clock: as a datagram, and as a record in shared memory. Whatever it is,
// it moves the estimate by no more than a reading can, and leaves nothing that isn't a number.

import NTPCore

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    let date = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)
    var synchronizer = Synchronizer(
        algorithm: KalmanAlgorithm(), options: SynchronizerOptions(), frequency: .zero, date: date)
    var clock = ReferenceClock.Options(referenceID: .local)
    clock.poll = PollInterval(exponent: 0)
    clock.filterLength = 1
    let id = synchronizer.add(clock, start: MonotonicInstant(nanoseconds: 0))
    var seconds = 0
    for cut in stride(from: 0, to: count, by: 40) {
        let part = UnsafeRawBufferPointer(rebasing: bytes[cut..<min(count, cut + 40)])
        seconds += 1
        let now = date.advanced(by: Double(seconds))
        for reading in readings(of: part) {
            precondition(reading.offset.magnitude < 0x1p31, "an offset that can't be")
            precondition(reading.leap != .unsynchronized, "a clock that doesn't know the time")
            var recent = reading
            _ = synchronizer.take(reading, from: id, at: now)
            // The same as if it had been read now, since few inputs have the right second.
            recent.date = now
            _ = synchronizer.take(recent, from: id, at: now)
        }
        _ = synchronizer.timerFired(
            now: MonotonicInstant(nanoseconds: Int64(seconds) * 1_000_000_000), date: now)
        guard let estimate = synchronizer.report(for: id, at: now)?.estimate else { continue }
        precondition(estimate.offset.isFinite && estimate.frequency.isFinite, "an estimate that is no number")
        precondition(estimate.rootDistance >= 0, "a bound below nothing")
    }
    return 0
}

/// The readings that 40 bytes come to: as a datagram, and their start as the fields of a record.
private func readings(of bytes: UnsafeRawBufferPointer) -> [ReferenceClockReading] {
    let datagram = ReferenceClockReading(socketDatagram: bytes.bytes)
    guard bytes.count == 40 else { return [datagram].compactMap(\.self) }
    func field<T: BitwiseCopyable>(_ offset: Int, _ type: T.Type) -> T {
        bytes.loadUnaligned(fromByteOffset: offset, as: T.self)
    }
    let record = SharedMemoryRecord(
        reference: .init(
            seconds: field(0, Int64.self), microseconds: field(8, Int32.self),
            nanoseconds: field(12, UInt32.self)),
        received: .init(
            seconds: field(16, Int64.self), microseconds: field(24, Int32.self),
            nanoseconds: field(28, UInt32.self)),
        leap: field(32, Int32.self))
    return [datagram, ReferenceClockReading(record)].compactMap(\.self)
}
