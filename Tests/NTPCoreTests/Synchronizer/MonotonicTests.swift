// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `Extension fields` {
    private static func options(_ fields: ExtensionFieldOptions) -> AssociationOptions {
        var options = AssociationOptions.burstAtStart
        options.extensionFields = fields
        return options
    }

    @Test func `are in requests of version 4 that are to have them, before the authenticator`() throws {
        var fixture = AssociationFixture { $0.extensionFields = [.monotonicRoot, .networkCorrection] }
        let request = try fixture.datagram()
        let span = unsafe request.span.bytes
        let layout = try DatagramLayout(parsing: span)
        var types: [UInt16] = []
        layout.forEachField(in: span) { types.append($0.type) }
        #expect(types == [0xF323, 0x010A] && layout.extensionFields.upperBound == request.count)

        var old = AssociationFixture {
            $0.version = 3
            $0.extensionFields = .monotonicRoot
        }
        #expect(try old.datagram().count == NTPPacket.byteCount)
    }

    /// By how much the estimate is wrong at the first sample after a server has corrected its offset by 0.5 ms, in
    /// seconds.
    private func errorAfterCorrection(_ fields: ExtensionFieldOptions, interleaved: Bool) throws -> Double {
        var options = Self.options(fields)
        options.interleaved = interleaved
        var loop = LoopFixture(servers: [.init(options: options)])
        loop.run(3600)
        loop.servers[0].offset = 0.0005
        loop.servers[0].correction = 0.0005
        let samples = loop.synchronizer.report(for: SourceID(rawValue: 1), at: loop.clock)?.support.samples
        var report = try #require(loop.synchronizer.report(for: SourceID(rawValue: 1), at: loop.clock))
        while report.support.samples == samples {
            loop.run(1)
            report = try #require(loop.synchronizer.report(for: SourceID(rawValue: 1), at: loop.clock))
        }
        return abs(try #require(report.estimatedOffset) - (0.0005 - loop.error))
    }

    @Test(arguments: [false, true])
    func `bring a server's correction of its offset at once`(interleaved: Bool) throws {
        let without = try errorAfterCorrection([], interleaved: interleaved)
        let with = try errorAfterCorrection(.monotonicRoot, interleaved: interleaved)
        #expect(with < 1e-6 && without > 10 * with, "\(without) and \(with) s")
    }

    @Test func `bring the root delay in finer units`() throws {
        var loop = LoopFixture(servers: [.init(options: Self.options(.monotonicRoot))])
        loop.run(60)
        let report = try #require(loop.synchronizer.report(for: SourceID(rawValue: 1), at: loop.clock))
        #expect(abs((report.sample?.rootDelay ?? 0) - 1e-6) < 1e-8)
    }

    @Test func `have a timescale behind them that corrections don't move`() {
        var loop = LoopFixture(servers: [.init(offset: 0.2)], gain: 20e-6) {
            $0.monotonicEpoch = 7
        }
        loop.run(30)
        var before = loop.monotonic
        for _ in 0..<100 {
            loop.run(7)
            let now = loop.monotonic
            // What remains is the frequency that was found meanwhile.
            #expect(abs(now - before - 7) < 1e-4, "\(now - before)")
            before = now
        }
        #expect(loop.synchronizer.monotonic.epoch == 7)
        loop.synchronizer.clockChanged(.unknownStep(to: loop.clock))
        #expect(loop.synchronizer.monotonic == MonotonicTimescale(epoch: 8))
    }
}
