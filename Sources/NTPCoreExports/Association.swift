// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import CNTPCore
import NTPCore

/// What a handle of an association holds.
final class AssociationBox {
    var association: Association
    var generator = SystemRandomNumberGenerator()

    init(_ association: Association) {
        self.association = association
    }
}

extension AssociationOptions {
    private static let polls: ClosedRange<Int8> = -7...24

    /// Nil for options out of range.
    init?(_ options: ntpcore_association_options) {
        guard 1...4 ~= options.version, Self.polls.contains(options.minimum_poll),
            Self.polls.contains(options.maximum_poll), options.minimum_poll <= options.maximum_poll,
            options.maximum_delay > 0, options.offset.isFinite
        else { return nil }
        func has(_ flag: ntpcore_flags) -> Bool { options.flags & flag.rawValue != 0 }
        self.init()
        version = options.version
        minimumPoll = PollInterval(exponent: options.minimum_poll)
        maximumPoll = PollInterval(exponent: options.maximum_poll)
        minimumStratum = options.minimum_stratum
        referenceID = ReferenceID(bits: options.reference_id)
        maximumDelay = options.maximum_delay
        offset = options.offset
        initialBurst = has(NTPCORE_INITIAL_BURST)
        burst = has(NTPCORE_BURST)
        interleaved = has(NTPCORE_INTERLEAVED)
        selection = SelectionOptions(flags: options.flags)
    }
}

extension SelectionOptions {
    init(flags: UInt32) {
        self = []
        if flags & NTPCORE_NOSELECT.rawValue != 0 { insert(.noselect) }
        if flags & NTPCORE_PREFER.rawValue != 0 { insert(.prefer) }
        if flags & NTPCORE_TRUST.rawValue != 0 { insert(.trust) }
        if flags & NTPCORE_REQUIRE.rawValue != 0 { insert(.require) }
    }
}

extension ntpcore_association_options {
    static var standard: Self {
        let standard = AssociationOptions()
        var options = Self()
        options.version = standard.version
        options.minimum_poll = standard.minimumPoll.exponent
        options.maximum_poll = standard.maximumPoll.exponent
        options.maximum_delay = standard.maximumDelay
        return options
    }
}

extension ntpcore_measurement {
    init(_ measurement: Measurement) {
        self.init()
        request_sent = ntpcore_time(measurement.requestSent)
        request_received = ntpcore_time(measurement.requestReceived)
        reply_sent = ntpcore_time(measurement.replySent)
        reply_received = ntpcore_time(measurement.replyReceived)
        offset = measurement.offset
        delay = measurement.delay
        let header = measurement.packet
        root_distance =
            (header.rootDelay.seconds + max(0, measurement.delay)) / 2 + header.rootDispersion.seconds
        packet = ntpcore_packet(header)
        sent_by = measurement.sentBy.code
        received_by = measurement.receivedBy.code
        is_interleaved = measurement.isInterleaved ? 1 : 0
    }
}

@c @implementation
public func ntpcore_association_options_init(_ options: UnsafeMutablePointer<ntpcore_association_options>!) {
    unsafe options?.pointee = .standard
}

@c @implementation
public func ntpcore_association_create(
    _ options: UnsafePointer<ntpcore_association_options>!, _ start: Int64
) -> OpaquePointer! {
    guard let options = unsafe AssociationOptions(options?.pointee ?? .standard) else { return nil }
    let association = Association(options: options, start: MonotonicInstant(nanoseconds: start))
    return unsafe Handle.make(AssociationBox(association))
}

@c @implementation
public func ntpcore_association_destroy(_ association: OpaquePointer!) {
    unsafe Handle.destroy(association, as: AssociationBox.self)
}

@c @implementation
public func ntpcore_association_deadline(_ association: OpaquePointer!) -> Int64 {
    let box = unsafe Handle.object(association, as: AssociationBox.self)
    return box?.association.deadline?.nanoseconds ?? .max
}

@c @implementation
public func ntpcore_association_write_request(
    _ association: OpaquePointer!, _ now: Int64, _ buffer: UnsafeMutablePointer<UInt8>!, _ capacity: Int,
    _ written: UnsafeMutablePointer<Int>!
) -> ntpcore_error {
    guard let box = unsafe Handle.object(association, as: AssociationBox.self) else {
        return NTPCORE_INVALID_ARGUMENT
    }
    return unsafe write(into: buffer, capacity, written) { output in
        box.association.writeRequest(
            into: &output, at: MonotonicInstant(nanoseconds: now), using: &box.generator)
    }
}

@c @implementation
public func ntpcore_association_request_sent(
    _ association: OpaquePointer!, _ time: ntpcore_time, _ by: ntpcore_stamp
) -> ntpcore_error {
    guard let box = unsafe Handle.object(association, as: AssociationBox.self), time.isValid,
        let source = TimestampSource(by)
    else { return NTPCORE_INVALID_ARGUMENT }
    box.association.requestSent(at: time.date, by: source)
    return NTPCORE_OK
}

@c @implementation
public func ntpcore_association_handle(
    _ association: OpaquePointer!, _ bytes: UnsafePointer<UInt8>!, _ length: Int, _ received: ntpcore_time,
    _ by: ntpcore_stamp, _ now: Int64, _ measurement: UnsafeMutablePointer<ntpcore_measurement>!
) -> ntpcore_error {
    guard let box = unsafe Handle.object(association, as: AssociationBox.self), received.isValid,
        let source = TimestampSource(by), let measurement = unsafe measurement
    else { return NTPCORE_INVALID_ARGUMENT }
    let outcome = unsafe withBytes(bytes, length) { datagram in
        box.association.handle(
            datagram: datagram, receivedAt: received.date, by: source,
            now: MonotonicInstant(nanoseconds: now))
    }
    switch outcome {
    case nil: return NTPCORE_INVALID_ARGUMENT
    case .ignored: return NTPCORE_UNRELATED
    case .rejected: return NTPCORE_REJECTED
    case .kiss: return NTPCORE_KISSED
    case .confirmed: return NTPCORE_NOTHING_NEW
    case .measured(let result):
        unsafe measurement.pointee = ntpcore_measurement(result)
        return NTPCORE_OK
    }
}
