// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem
import Testing

@Suite struct `Name resolver` {
    /// Waits for an answer, 20 s at most: a machine without a name server takes its time to say so.
    static func answer(of resolver: inout NameResolver) throws -> Resolution? {
        let deadline = MonotonicClock.now.advanced(by: 20.0)
        while MonotonicClock.now < deadline {
            if let resolution = resolver.next() { return resolution }
            guard let descriptor = resolver.descriptor, try Exchange.wait(for: descriptor) != [] else {
                continue
            }
            resolver.receive()
        }
        return nil
    }

    @Test(arguments: ["192.0.2.1", "2001:db8::1"])
    func `answers a numeric address at once, without a thread`(text: String) throws {
        var resolver = NameResolver()
        let request = resolver.resolve(text, port: 123)
        let answer = resolver.next()
        let resolution = try #require(answer)
        #expect(resolution.request == request && resolution.name == text)
        #expect(try resolution.result.get() == [try #require(SocketAddress(text, port: 123))])
        #expect(resolver.descriptor == nil)
        let second = resolver.next()
        #expect(second == nil)
    }

    @Test func `finds a name`() throws {
        var resolver = NameResolver(families: [.ipv4])
        let request = resolver.resolve("localhost", port: 11_123)
        let answer = try Self.answer(of: &resolver)
        let resolution = try #require(answer)
        #expect(resolution.request == request)
        #expect(try resolution.result.get() == [.loopback(.ipv4, port: 11_123)])
    }

    @Test func `says why a name has no address`() throws {
        var resolver = NameResolver()
        resolver.resolve("no-such-host.invalid", port: 123)
        let answer = try Self.answer(of: &resolver)
        let resolution = try #require(answer)
        let error = #expect(throws: ResolutionError.self) { try resolution.result.get() }
        #expect(error?.description.hasPrefix("resolve no-such-host.invalid: ") == true)
        #expect(error.map { !$0.reason.isEmpty } == true)
    }

    @Test func `leaves out the family that isn't wanted`() throws {
        var resolver = NameResolver(families: [.ipv6])
        resolver.resolve("127.0.0.1", port: 123)
        let resolution = resolver.next()
        let error = #expect(throws: ResolutionError.self) { try resolution?.result.get() }
        #expect(error?.description == "resolve 127.0.0.1: no IPv6 address")
        #expect(error?.isTemporary == false)
    }

    @Test func `answers questions in turn`() throws {
        var resolver = NameResolver(families: [.ipv4])
        let requests = (0..<5).map { _ in resolver.resolve("localhost", port: 1) }
        var answers: [UInt32] = []
        while answers.count < requests.count, let resolution = try Self.answer(of: &resolver) {
            answers.append(resolution.request)
        }
        #expect(answers == requests)
    }

    @Test func `may go while a thread is still looking`() throws {
        for _ in 0..<20 {
            var resolver = NameResolver()
            resolver.resolve("localhost", port: 1)
        }
    }
}
