// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPClient
import NTPCore
import NTPSystem
import Testing

@Suite struct `One query` {
    private func options(_ server: LoopbackServer, samples: Int = 3) -> QueryOptions {
        var options = QueryOptions()
        options.port = server.address.port
        options.samples = samples
        options.interval = 0.01
        options.timeout = 0.5
        return options
    }

    private func failure(_ behaviour: LoopbackServer.Behaviour, timeout: Double = 0.5) async throws
        -> QueryFailure?
    {
        let server = try LoopbackServer(behaviour)
        defer { server.stop() }
        var options = options(server, samples: 1)
        options.timeout = timeout
        do {
            _ = try await NTPClient.query("127.0.0.1", options: options)
            return nil
        } catch {
            return error
        }
    }

    @Test func `measures how far a server is ahead, within its bound`() async throws {
        let server = try LoopbackServer(LoopbackServer.Behaviour(ahead: 86_400, jitter: 0.02))
        defer { server.stop() }
        let measured = try await NTPClient.query("127.0.0.1", options: options(server))
        #expect((measured.offset - 86_400).magnitude <= measured.maximumError, "\(measured)")
        #expect(measured.samples == 3 && measured.jitter != nil)
        #expect(measured.server == server.address && measured.stratum == 1 && measured.leap == .none)
    }

    @Test func `believes no server that refuses, isn't synchronised or answers what it wasn't asked`()
        async throws
    {
        #expect(try await failure(LoopbackServer.Behaviour(kiss: "DENY")) == .kiss(.deny))
        let unsynchronized = try await failure(LoopbackServer.Behaviour(leap: .unsynchronized))
        guard case .rejected(let tests) = unsynchronized else {
            Issue.record("\(String(describing: unsynchronized))")
            return
        }
        #expect(!tests.contains(.synchronized))
        let others = LoopbackServer.Behaviour(answersOthersRequests: true)
        #expect(try await failure(others, timeout: 0.05) == .silence)
    }

    @Test func `says when nobody answers`() async throws {
        #expect(try await failure(LoopbackServer.Behaviour(isSilent: true), timeout: 0.05) == .silence)
        await #expect(throws: QueryFailure.self) {
            _ = try await NTPClient.query("no.such.host.invalid")
        }
    }

    @Test func `ends at once when its task is cancelled`() async throws {
        let server = try LoopbackServer(LoopbackServer.Behaviour(isSilent: true))
        defer { server.stop() }
        var options = options(server)
        options.timeout = 60
        let task = Task { [options] in try await NTPClient.query("127.0.0.1", options: options) }
        while server.requests == 0 { await Task.yield() }
        let start = MonotonicClock.now
        task.cancel()
        await #expect(throws: QueryFailure.cancelled) { _ = try await task.value }
        #expect(MonotonicClock.now.seconds(since: start) < 5)
    }
}
