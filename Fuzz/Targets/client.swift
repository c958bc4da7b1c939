// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// A datagram to an association: the first byte says what the attacker knows, the rest is what he sends.

import NTPCore

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: start, count: count)
    guard let knowledge = input.first else { return 0 }
    var datagram = Array(input.dropFirst())
    var options = AssociationOptions()
    options.initialBurst = knowledge & 2 != 0
    options.version = knowledge & 4 != 0 ? 3 : 4
    let now = MonotonicInstant(nanoseconds: 1_000_000_000)
    let date = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)
    var association = Association(options: options, start: now)
    var generator = Counter()
    let request = written(by: &association, now, &generator)
    association.requestSent(at: date, by: .kernel)
    // Whoever is on the path knows the nonce; whoever isn't may guess.
    let knowsNonce = knowledge & 1 != 0 && datagram.count >= 48
    if knowsNonce { datagram.replaceSubrange(24..<32, with: request[40..<48]) }

    let later = now.advanced(by: 0.01)
    let outcome = association.handle(
        datagram: datagram.span.bytes, receivedAt: date.advanced(by: 0.01), by: .kernel, now: later)
    check(outcome, isAnswer: datagram.count >= 48 && datagram[24..<32] == request[40..<48])
    if let deadline = association.deadline {
        precondition(deadline.seconds(since: later) < 86_400 * 2, "one packet silences us for days")
    }
    if outcome != .ignored {
        let again = association.handle(
            datagram: datagram.span.bytes, receivedAt: date.advanced(by: 0.02), by: .kernel, now: later)
        precondition(again == .ignored, "a request is answered twice")
    }
    return 0
}

private func check(_ outcome: Association.Outcome, isAnswer: Bool) {
    switch outcome {
    case .ignored: break
    case .rejected, .kiss, .confirmed: precondition(isAnswer, "what answers no request has an effect")
    case .measured(let measurement):
        precondition(isAnswer, "what answers no request is measured")
        precondition(measurement.offset.isFinite && measurement.delay.isFinite, "no number")
        precondition(measurement.delay <= 3, "a delay beyond the limit is used")
        precondition(1...15 ~= measurement.packet.stratum, "an unsynchronised server is used")
    }
}

private func written(
    by association: inout Association, _ now: MonotonicInstant, _ generator: inout Counter
) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 128) { buffer, count in
        let bytes = UnsafeMutableRawBufferPointer(buffer)
        var output = OutputRawSpan(buffer: bytes, initializedCount: 0)
        association.writeRequest(into: &output, at: now, using: &generator)
        count = output.finalize(for: bytes)
    }
}
