// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPClient
import NTPCore
import NTPSystem
import Testing

@Suite(.serialized) struct `Service` {
    private static var options: ServiceOptions {
        var options = ServiceOptions()
        options.minimumPoll = PollInterval(exponent: -3)
        options.maximumPoll = PollInterval(exponent: -1)
        return options
    }

    private func service(_ server: LoopbackServer) throws -> NTPClient.Service {
        var options = Self.options
        options.port = server.address.port
        return try NTPClient.Service(["127.0.0.1"], options: options)
    }

    /// Reads the clock so many times beside that of the server, which is right by definition.
    private func check(_ service: NTPClient.Service, ahead: Double, readings: Int) -> (
        beyond: Int, backward: Int
    ) {
        var (beyond, backward) = (0, 0)
        var latest = service.now.time
        for _ in 0..<readings {
            let before = NTPClient.Instant(RealtimeClock.now.advanced(by: ahead))
            let now = service.now
            let after = NTPClient.Instant(RealtimeClock.now.advanced(by: ahead))
            if now.earliest > after || now.latest < before { beyond += 1 }
            if now.time < latest { backward += 1 }
            latest = now.time
        }
        return (beyond, backward)
    }

    @Test func `has no bound before a server has answered`() throws {
        let server = try LoopbackServer(LoopbackServer.Behaviour(isSilent: true))
        defer { server.stop() }
        let now = try service(server).now
        #expect(now.standing == .unsynchronized && now.maximumError == nil)
        #expect(now.earliest.nanoseconds == .min && now.latest.nanoseconds == .max)
    }

    @Test func `follows a bad server within its bound, and never goes backwards, 1,000,000 times`()
        async throws
    {
        let server = try LoopbackServer(LoopbackServer.Behaviour(ahead: -3_600, jitter: 0.01))
        defer { server.stop() }
        let service = try service(server)
        try await service.synchronized(within: .seconds(10))
        let requests = server.requests
        let result = check(service, ahead: -3_600, readings: 1_000_000)
        #expect(result.beyond == 0 && result.backward == 0)
        while server.requests < requests + 3 { await Task.yield() }
        let error = try #require(service.now.maximumError)
        #expect(error < .milliseconds(20))
        #expect(service.report.tracking.isSynchronized && service.report.servers.count == 1)
    }

    @Test func `tells each change of its state, and runs on with a growing bound`() async throws {
        let server = try LoopbackServer()
        defer { server.stop() }
        let service = try service(server)
        var standings: [ClockStanding] = []
        for await state in service.states {
            if standings.last != state.standing { standings.append(state.standing) }
            if state.standing == .synchronized {
                #expect(state.server == "127.0.0.1" && state.stratum == 2)
                server.change { $0.isSilent = true }
            }
            if state.standing == .freeRunning { break }
        }
        #expect(standings == [.unsynchronized, .synchronized, .freeRunning])
        let first = try #require(service.now.maximumError)
        #expect(service.now.standing == .freeRunning)
        #expect(check(service, ahead: 0, readings: 1_000).beyond == 0)
        #expect(try #require(service.now.maximumError) > first)
    }

    @Test func `gives up waiting for servers that don't answer`() async throws {
        let server = try LoopbackServer(LoopbackServer.Behaviour(isSilent: true))
        defer { server.stop() }
        let service = try service(server)
        await #expect(throws: ServiceError.self) { try await service.synchronized(within: .milliseconds(50)) }
        service.stop()
        for await _ in service.states {}
    }

    @Test func `is a clock to sleep by`() async throws {
        let server = try LoopbackServer(LoopbackServer.Behaviour(ahead: 100))
        defer { server.stop() }
        let service = try service(server)
        try await service.synchronized(within: .seconds(10))
        let deadline = service.clock.now.advanced(by: .milliseconds(50))
        try await service.clock.sleep(until: deadline, tolerance: nil)
        #expect(service.clock.now >= deadline)
    }
}
