// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// What an answer costs without its system calls: time and allocations per request, by kind of request and
// by length of the access list. The best of many rounds, because other programs can only make a round slower.

import CAllocationCount
import NTPCore
import NTPServer

let rounds = 100
let requestsPerRound = 65536
let now = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)

func synchronizedState() -> ServerState {
    var tracking = Tracking.unsynchronized
    tracking.leap = .none
    tracking.stratum = 2
    tracking.referenceTime = now
    tracking.dispersionRate = 1e-6
    var generator = SeededGenerator(state: 9)
    return ServerState(tracking, precision: -24, using: &generator)
}

/// SplitMix64, so that every run asks the same questions.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// Everybody, but for so many random subnets as long lists have them: /9 to /32 and /20 to /64.
func accessList(exceptions: Int, ofIPv6 isIPv6: Bool) -> AccessList {
    var generator = SeededGenerator(state: 7)
    var rules = [AccessList.Rule(.allow, .allIPv4), AccessList.Rule(.allow, .allIPv6)]
    for index in 0..<exceptions {
        let subnet =
            isIPv6
            ? Subnet(
                high: 0x2000_0000_0000_0000 | generator.next() >> 3, low: generator.next(),
                prefixLength: .random(in: 20...64, using: &generator))
            : Subnet(
                ipv4: UInt32(truncatingIfNeeded: generator.next()),
                prefixLength: .random(in: 9...32, using: &generator))
        rules.append(AccessList.Rule(index.isMultiple(of: 2) ? .deny : .allow, subnet))
    }
    return AccessList(rules)
}

/// Clients from all over the address space, as many as a large server sees in a few minutes.
func clients(ofIPv6 isIPv6: Bool) -> [ClientAddress] {
    var generator = SeededGenerator(state: 8)
    return (0..<65536).map { _ in
        isIPv6
            ? ClientAddress(
                high: 0x2000_0000_0000_0000 | generator.next() >> 3, low: generator.next(), port: 40_000)
            : ClientAddress(ipv4: UInt32(truncatingIfNeeded: generator.next()), port: 40_000)
    }
}

func request(trailer: [UInt8]) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: NTPPacket.byteCount, alignment: 8)
    defer { buffer.deallocate() }
    var output = OutputRawSpan(buffer: buffer, initializedCount: 0)
    var packet = NTPPacket(version: 4, mode: .client)
    packet.transmitTimestamp = NTPTimestamp(bits: 0x1122_3344_5566_7788)
    packet.serialize(into: &output)
    return Array(output.bytes.withUnsafeBytes { Array($0) }) + trailer
}

@inline(never)
func measure(_ name: String, request: [UInt8], access: consuming AccessList, clients: [ClientAddress]) {
    var responder = Responder(access: access, state: synchronizedState(), seed: 1)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 8)
    defer { buffer.deallocate() }
    let allocations = allocation_count()
    var best = Duration.seconds(1)
    for _ in 0..<rounds {
        let start = ContinuousClock.now
        for index in 0..<requestsPerRound {
            var output = OutputRawSpan(buffer: buffer, initializedCount: 0)
            let time = NTPDate(bits: now.bits + Int128(index) << 44)
            _ = responder.respond(
                to: request.span.bytes, from: clients[index & 0xFFFF], receivedAt: time, transmitAt: time,
                into: &output)
        }
        best = min(best, (ContinuousClock.now - start) / requestsPerRound)
    }
    let allocated = allocation_count() - allocations
    let picoseconds = best.components.attoseconds / 1_000_000
    let answered = Int(responder.counters.answered) / rounds
    print("\(name): \(picoseconds / 1000).\(picoseconds / 100 % 10) ns,", terminator: " ")
    print("\(allocated) allocations, \(100 * answered / requestsPerRound) % answered")
}

let plain = request(trailer: [])
let field = request(trailer: [0x12, 0x34, 0, 28] + Array(repeating: 0, count: 24))
let four = clients(ofIPv6: false)
let six = clients(ofIPv6: true)
measure("48 bytes, no list", request: plain, access: accessList(exceptions: 0, ofIPv6: false), clients: four)
measure("extension field", request: field, access: accessList(exceptions: 0, ofIPv6: false), clients: four)
measure("nobody allowed", request: plain, access: AccessList(), clients: four)
measure(
    "100,000 IPv4 prefixes", request: plain, access: accessList(exceptions: 100_000, ofIPv6: false),
    clients: four)
measure(
    "100,000 IPv6 prefixes", request: plain, access: accessList(exceptions: 100_000, ofIPv6: true),
    clients: six)
let compileStart = ContinuousClock().now
_ = accessList(exceptions: 100_000, ofIPv6: false)
print("100,000 prefixes compiled in \(ContinuousClock().now - compileStart)")
