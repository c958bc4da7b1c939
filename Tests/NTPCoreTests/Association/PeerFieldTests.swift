// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `Extension fields of peers` {
    private static func fixture(
        _ fields: [ExtensionFieldOptions] = [.monotonicRoot, .monotonicRoot], interleaved: Bool = false
    ) -> PeerFixture {
        PeerFixture { options, index in
            options.extensionFields = fields[index]
            options.interleaved = interleaved
        }
    }

    /// The measurement of the first peer after so many rounds, in each of which both have sent, the second one a second
    /// after the first. The second corrects its time by `correction` before its last packet.
    private static func measurement(
        _ fixture: inout PeerFixture, correction: Double = 0, rounds: Int = 4
    ) throws -> Measurement {
        var latest: Association.Outcome?
        for round in 1...rounds {
            _ = fixture.send(from: 0)
            fixture.wait(63)
            if round == rounds { fixture.timescale.corrected(by: correction) }
            let told = round == rounds ? correction : 0
            latest = fixture.send(from: 1, told: { $0.advanced(by: told) }).outcome
            fixture.wait(1)
        }
        guard case .measured(let measurement) = latest else { throw Missing() }
        return measurement
    }

    private struct Missing: Error {}

    @Test func `are in each packet, whether it answers or not, and only in those of version 4`() throws {
        var fixture = Self.fixture([[.monotonicRoot, .networkCorrection], []])
        for _ in 0..<2 {
            let packet = fixture.send(from: 0).packet
            #expect(packet.count == NTPPacket.byteCount + 2 * 28)
            #expect(fixture.send(from: 1).packet.count == NTPPacket.byteCount)
        }
        var old = PeerFixture { options, _ in
            options.extensionFields = .monotonicRoot
            options.version = 3
        }
        #expect(old.send(from: 0).packet.count == NTPPacket.byteCount)
    }

    @Test func `tell root delays in finer units`() throws {
        var fixture = Self.fixture()
        fixture.rootDelay = 1e-6
        #expect(abs(try Self.measurement(&fixture).rootDelay - 1e-6) < 1e-8)
        var deaf = Self.fixture([[], .monotonicRoot])
        deaf.rootDelay = 1e-6
        #expect(try Self.measurement(&deaf).rootDelay == 0)
    }

    @Test(arguments: [false, true])
    func `aren't needed to see a large correction by the delay`(interleaved: Bool) throws {
        var fixture = Self.fixture([[], []], interleaved: interleaved)
        _ = try Self.measurement(&fixture)
        let after = try Self.measurement(&fixture, correction: 0.5, rounds: 1)
        #expect(abs(after.offset - PeerFixture.lead - 0.5) < 1e-8, "\(after.offset)")
        #expect(abs(after.delay - 0.02) < 1e-8, "\(after.delay)")
    }

    @Test(arguments: [false, true])
    func `tell a correction of the time, before which no timestamp of the exchange lies`(interleaved: Bool)
        throws
    {
        var fixture = Self.fixture(interleaved: interleaved)
        let before = try Self.measurement(&fixture)
        let after = try Self.measurement(&fixture, correction: 0.1, rounds: 1)
        #expect(before.isInterleaved == interleaved && after.isInterleaved == interleaved)
        #expect(abs(before.offset - PeerFixture.lead) < 1e-8)
        #expect(abs(after.offset - PeerFixture.lead - 0.1) < 1e-8, "\(after.offset)")
        var lead = SourceLead()
        lead.note(try #require(before.timescale))
        lead.note(try #require(after.timescale))
        #expect(abs(lead.seconds - 0.1) < 1e-8)
        #expect(after.latestTimescale == after.timescale)
    }

    @Test func `say nothing of the time when the packet answers nothing`() {
        var packet = NTPPacket(version: 4, mode: .symmetricActive)
        let root = MonotonicTimescale().root(delay: 0, dispersion: 0, received: packet.receiveTimestamp)
        #expect(root.received == .zero && RemoteTimescale(root, of: packet) == nil)
        packet.receiveTimestamp = NTPTimestamp(bits: 1 << 32)
        #expect(RemoteTimescale(root, of: packet)?.lead.seconds == 1)
    }
}
