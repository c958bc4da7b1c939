// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import CNTPCore
import NTPCore

private func box(_ handle: OpaquePointer?) -> SynchronizerBox? {
    unsafe Handle.object(handle, as: SynchronizerBox.self)
}

extension ntpcore_synchronizer_options {
    static var standard: Self {
        let standard = SynchronizerOptions()
        let selector = SelectorOptions()
        var options = Self()
        options.precision = standard.precision
        options.maximum_slew_rate = standard.maximumSlewRate
        options.maximum_distance = selector.maximumDistance
        options.minimum_sources = UInt32(selector.minimumSources)
        options.skew = standard.initialSkew
        return options
    }

    var isValid: Bool {
        [precision, maximum_slew_rate, maximum_distance].allSatisfy { $0.isFinite && $0 > 0 }
            && [step_threshold, skew].allSatisfy { $0.isFinite && $0 >= 0 }
            && frequency.isFinite && minimum_sources > 0
    }
}

@c @implementation
public func ntpcore_synchronizer_options_init(
    _ options: UnsafeMutablePointer<ntpcore_synchronizer_options>!
) {
    unsafe options?.pointee = .standard
}

@c @implementation
public func ntpcore_synchronizer_create(
    _ algorithm: ntpcore_algorithm, _ options: UnsafePointer<ntpcore_synchronizer_options>!,
    _ frequency: Double, _ date: ntpcore_time
) -> OpaquePointer! {
    let given = unsafe options?.pointee ?? .standard
    guard var algorithm = StandardAlgorithm(algorithm), given.isValid, frequency.isFinite, date.isValid else {
        return nil
    }
    algorithm.selector.maximumDistance = given.maximum_distance
    algorithm.selector.minimumSources = Int(clamping: given.minimum_sources)
    var chosen = SynchronizerOptions()
    chosen.precision = given.precision
    chosen.maximumSlewRate = given.maximum_slew_rate
    chosen.initialFrequency = Frequency(ratio: given.frequency)
    chosen.initialSkew = given.skew
    if given.step_limit != 0 {
        chosen.step = StepPolicy(
            threshold: given.step_threshold,
            limit: given.step_limit < 0 ? .always : .updates(Int(given.step_limit)))
    }
    let synchronizer = Synchronizer(
        algorithm: algorithm, options: chosen, frequency: Frequency(ratio: frequency), date: date.date)
    return unsafe Handle.make(SynchronizerBox(synchronizer))
}

@c @implementation
public func ntpcore_synchronizer_destroy(_ synchronizer: OpaquePointer!) {
    unsafe Handle.destroy(synchronizer, as: SynchronizerBox.self)
}

@c @implementation
public func ntpcore_synchronizer_add(
    _ synchronizer: OpaquePointer!, _ options: UnsafePointer<ntpcore_association_options>!, _ start: Int64,
    _ source: UnsafeMutablePointer<UInt32>!
) -> ntpcore_error {
    guard let box = unsafe box(synchronizer), let source = unsafe source,
        let options = unsafe AssociationOptions(options?.pointee ?? .standard)
    else { return NTPCORE_INVALID_ARGUMENT }
    let id = box.synchronizer.add(options, start: MonotonicInstant(nanoseconds: start))
    unsafe source.pointee = id.rawValue
    return NTPCORE_OK
}

@c @implementation
public func ntpcore_synchronizer_remove(
    _ synchronizer: OpaquePointer!, _ source: UInt32, _ now: Int64
) -> ntpcore_error {
    guard let box = unsafe box(synchronizer) else { return NTPCORE_INVALID_ARGUMENT }
    let id = SourceID(rawValue: source)
    guard box.synchronizer.sourceIDs.contains(id) else { return NTPCORE_NOT_FOUND }
    box.synchronizer.remove(id, now: MonotonicInstant(nanoseconds: now))
    return NTPCORE_OK
}

@c @implementation
public func ntpcore_synchronizer_deadline(_ synchronizer: OpaquePointer!) -> Int64 {
    unsafe box(synchronizer)?.synchronizer.deadline?.nanoseconds ?? .max
}

@c @implementation
public func ntpcore_synchronizer_timer_fired(
    _ synchronizer: OpaquePointer!, _ now: Int64, _ date: ntpcore_time
) -> ntpcore_error {
    guard let box = unsafe box(synchronizer), date.isValid else { return NTPCORE_INVALID_ARGUMENT }
    box.add(box.synchronizer.timerFired(now: MonotonicInstant(nanoseconds: now), date: date.date))
    return NTPCORE_OK
}

@c @implementation
public func ntpcore_synchronizer_next_action(
    _ synchronizer: OpaquePointer!, _ action: UnsafeMutablePointer<ntpcore_action>!
) -> ntpcore_error {
    guard let box = unsafe box(synchronizer), let action = unsafe action else {
        return NTPCORE_INVALID_ARGUMENT
    }
    guard let next = box.next() else { return NTPCORE_NOT_FOUND }
    unsafe action.pointee = next
    return NTPCORE_OK
}

@c @implementation
public func ntpcore_synchronizer_write_request(
    _ synchronizer: OpaquePointer!, _ source: UInt32, _ now: Int64, _ buffer: UnsafeMutablePointer<UInt8>!,
    _ capacity: Int, _ written: UnsafeMutablePointer<Int>!
) -> ntpcore_error {
    guard let box = unsafe box(synchronizer) else { return NTPCORE_INVALID_ARGUMENT }
    return unsafe write(into: buffer, capacity, written) { output in
        box.synchronizer.writeRequest(
            for: SourceID(rawValue: source), into: &output, now: MonotonicInstant(nanoseconds: now),
            using: &box.generator)
    }
}

@c @implementation
public func ntpcore_synchronizer_request_sent(
    _ synchronizer: OpaquePointer!, _ source: UInt32, _ date: ntpcore_time, _ by: ntpcore_stamp
) -> ntpcore_error {
    guard let box = unsafe box(synchronizer), date.isValid, let stamp = TimestampSource(by) else {
        return NTPCORE_INVALID_ARGUMENT
    }
    box.synchronizer.requestSent(for: SourceID(rawValue: source), at: date.date, by: stamp)
    return NTPCORE_OK
}

@c @implementation
public func ntpcore_synchronizer_handle(
    _ synchronizer: OpaquePointer!, _ source: UInt32, _ bytes: UnsafePointer<UInt8>!, _ length: Int,
    _ date: ntpcore_time, _ by: ntpcore_stamp, _ now: Int64
) -> ntpcore_error {
    guard let box = unsafe box(synchronizer), date.isValid, let stamp = TimestampSource(by) else {
        return NTPCORE_INVALID_ARGUMENT
    }
    let actions = unsafe withBytes(bytes, length) { datagram in
        box.synchronizer.handle(
            datagram: datagram, from: SourceID(rawValue: source), receivedAt: date.date, by: stamp,
            now: MonotonicInstant(nanoseconds: now))
    }
    guard let actions else { return NTPCORE_INVALID_ARGUMENT }
    box.add(actions)
    return actions.isEmpty ? NTPCORE_UNRELATED : NTPCORE_OK
}

private func note(_ change: ClockChange, _ synchronizer: OpaquePointer?) -> ntpcore_error {
    guard let box = unsafe box(synchronizer) else { return NTPCORE_INVALID_ARGUMENT }
    box.synchronizer.clockChanged(change)
    return NTPCORE_OK
}

@c @implementation
public func ntpcore_synchronizer_clock_runs(
    _ synchronizer: OpaquePointer!, _ frequency: Double, _ since: ntpcore_time
) -> ntpcore_error {
    // A clock that runs backwards, or not at all, can't be disciplined.
    guard frequency.isFinite, frequency > -1, since.isValid else { return NTPCORE_INVALID_ARGUMENT }
    return unsafe note(.frequency(Frequency(ratio: frequency), at: since.date), synchronizer)
}

@c @implementation
public func ntpcore_synchronizer_clock_stepped(
    _ synchronizer: OpaquePointer!, _ offset: Double
) -> ntpcore_error {
    guard offset.isFinite else { return NTPCORE_INVALID_ARGUMENT }
    return unsafe note(.step(NTPDuration(saturating: offset)), synchronizer)
}

@c @implementation
public func ntpcore_synchronizer_clock_lost(
    _ synchronizer: OpaquePointer!, _ date: ntpcore_time
) -> ntpcore_error {
    guard date.isValid else { return NTPCORE_INVALID_ARGUMENT }
    return unsafe note(.unknownStep(to: date.date), synchronizer)
}
