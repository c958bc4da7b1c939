// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc
import NTPCore
import Testing

@testable import NTPSystem

/// Serialized, because signals are the process's, and whoever waits is woken.
@Suite(.serialized) struct `Waiting` {
    @Test func `ends at the deadline`() throws {
        var poller = Poller()
        let start = MonotonicClock.now
        #expect(try poller.wait(until: start.advanced(by: 0.02)) == .timeout)
        #expect(MonotonicClock.now.seconds(since: start) >= 0.02)
        #expect(poller.nextReady() == nil)
    }

    @Test func `returns at once for a deadline that has passed`() throws {
        var poller = Poller()
        let start = MonotonicClock.now
        #expect(try poller.wait(until: start.advanced(by: -5.0)) == .timeout)
        #expect(MonotonicClock.now.seconds(since: start) < 1)
    }

    @Test(
        arguments: [
            (0, 0), (-1, 0), (1, 1), (1_000_000, 1), (1_000_001, 2), (.max, 86_400_000), (.min, 0),
        ] as [(Int64, Int32)])
    func `rounds the time to wait up`(nanoseconds: Int64, milliseconds: Int32) {
        let now = MonotonicInstant(nanoseconds: 0)
        #expect(
            Poller.milliseconds(from: now, to: MonotonicInstant(nanoseconds: nanoseconds)) == milliseconds)
    }

    @Test func `tells each ready descriptor once, while others come and go`() throws {
        let first = try UDPSocket(bindingTo: .loopback(.ipv4, port: 0))
        let second = try UDPSocket(bindingTo: .loopback(.ipv4, port: 0))
        let idle = try UDPSocket(bindingTo: .loopback(.ipv4, port: 0))
        var poller = Poller()
        for descriptor in [idle.descriptor, first.descriptor, second.descriptor] { poller.watch(descriptor) }
        try Exchange.send([1], through: UDPSocket(connectingTo: first.localAddress))
        try Exchange.send([1], through: UDPSocket(connectingTo: second.localAddress))
        #expect(try poller.wait(until: MonotonicClock.now.advanced(by: 1.0)) == .ready)
        var ready: [Int32] = []
        while let (descriptor, readiness) = poller.nextReady() {
            #expect(readiness == .input)
            ready.append(descriptor)
            poller.forget(idle.descriptor)
        }
        #expect(ready == [first.descriptor, second.descriptor])
    }

    @Test func `is ended by a signal that came before it`() throws {
        try Signals.user1.install()
        var poller = Poller()
        _ = Signals.take()
        // Between the last look at the flags and the wait.
        raise(SIGUSR1)
        #expect(try poller.wait(until: MonotonicClock.now.advanced(by: 5.0)) == .interrupted)
        #expect(Signals.take() == .user1)
        #expect(Signals.take().isEmpty)
        #expect(try poller.wait(until: MonotonicClock.now.advanced(by: 0.001)) == .timeout)
    }

    @Test func `is ended by a signal that comes while it waits`() throws {
        try Signals.user2.install()
        _ = Signals.take()
        var poller = Poller()
        let start = MonotonicClock.now
        try DelayedSignal.sendHere(SIGUSR2, afterMicroseconds: 30_000)
        #expect(try poller.wait(until: start.advanced(by: 5.0)) == .interrupted)
        #expect(MonotonicClock.now.seconds(since: start) < 4)
        #expect(Signals.take() == .user2)
    }
}

/// Sends a signal to a thread a little later.
private struct DelayedSignal {
    let signal: Int32
    let thread: pthread_t
    let microseconds: UInt32

    static func sendHere(_ signal: Int32, afterMicroseconds microseconds: UInt32) throws {
        let delayed = UnsafeMutablePointer<DelayedSignal>.allocate(capacity: 1)
        unsafe delayed.initialize(
            to: DelayedSignal(signal: signal, thread: pthread_self(), microseconds: microseconds))
        var sender = pthread_t()
        let result = unsafe pthread_create(
            &sender, nil,
            { argument in
                guard let delayed = unsafe argument?.assumingMemoryBound(to: DelayedSignal.self) else {
                    return nil
                }
                usleep(unsafe delayed.pointee.microseconds)
                pthread_kill(unsafe delayed.pointee.thread, unsafe delayed.pointee.signal)
                unsafe delayed.deallocate()
                return nil
            }, delayed)
        try #require(result == 0)
        pthread_detach(sender)
    }
}
