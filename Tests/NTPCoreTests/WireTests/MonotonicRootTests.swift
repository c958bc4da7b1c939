// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `The monotonic root` {
    /// What chronyd 4.3 of Debian 12 sent and answered on loopback, captured on 2026-11-23; one hop from a server that
    /// is 10 ms of root delay away.
    private static let question = "f323001cf5bedd9a0000000000000000000000000000000000000000"
    private static let answer = "f323001cf5bedd9a002974a50014a729eeaf3a28a8ce27812699c1ec"

    private func field(_ hex: String) -> MonotonicRoot? {
        let digits = hex.compactMap(\.hexDigitValue)
        let bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
        let span = unsafe bytes.span.bytes
        return (try? ExtensionField(parsing: span, at: 0, limit: bytes.count)).flatMap {
            MonotonicRoot($0, in: span)
        }
    }

    private func hex(_ root: MonotonicRoot) -> String {
        bytes { root.serialize(into: &$0) }.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test func `is read and written as chronyd has it`() throws {
        #expect(hex(.question) == Self.question)
        let answer = try #require(field(Self.answer))
        #expect(hex(answer) == Self.answer)
        #expect(abs(answer.rootDelay - 0.010121) < 1e-8, "\(answer.rootDelay)")
        #expect(abs(answer.rootDispersion - 0.0050422) < 1e-7, "\(answer.rootDispersion)")
        #expect(answer.epoch == 0x2699_C1EC)
    }

    @Test func `is none with another magic number, length or type`() {
        #expect(field(Self.answer.replacing("f5bedd9a", with: "f5bedd9b")) == nil)
        #expect(field(Self.answer.replacing("f323001c", with: "f3230020") + "00000000") == nil)
        #expect(field(Self.answer.replacing("f323001c", with: "f324001c")) == nil)
    }

    @Test func `rounds up, and ends at 16 s`() throws {
        let root = MonotonicRoot(rootDelay: 1e-9, rootDispersion: 99, received: .zero, epoch: 1)
        #expect(root.rootDelay > 1e-9 && root.rootDispersion > 15.99)
        #expect(MonotonicRoot(rootDelay: .nan, rootDispersion: -1, received: .zero, epoch: 1).rootDelay == 0)
    }
}
