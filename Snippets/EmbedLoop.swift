// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// The loop around a synchronizer, on the C functions of CNTPShim: follows one server with a clock in software.
//
//     EmbedLoop [ADDRESS]

import CNTPShim
import NTPCore

struct Driver {
    var synchronizer: Synchronizer<KalmanAlgorithm>
    var clock: SoftwareClock
    let source: SourceID
    let socket: Int32
    var generator = SystemRandomNumberGenerator()

    static var systemTime: NTPDate {
        let time = ntp_realtime_now()
        return NTPDate(unixSeconds: time.seconds, nanoseconds: time.nanoseconds)
    }
    var now: MonotonicInstant { MonotonicInstant(nanoseconds: ntp_monotonic_now()) }
    var date: NTPDate { clock.reading(at: Self.systemTime) }

    /// - Parameter socket: Connected to the server, with the kernel's stamps of what it receives.
    init(socket: Int32) {
        self.socket = socket
        clock = SoftwareClock(at: Self.systemTime)
        var options = SynchronizerOptions()
        options.step = StepPolicy(threshold: 0.1, limit: .updates(3))
        synchronizer = Synchronizer(
            algorithm: KalmanAlgorithm(), options: options, frequency: .zero, date: Self.systemTime)
        var association = AssociationOptions()
        association.initialBurst = true
        source = synchronizer.add(association, start: MonotonicInstant(nanoseconds: ntp_monotonic_now()))
    }

    mutating func perform(_ actions: [SynchronizerAction]) {
        for action in actions {
            switch action {
            case .sendRequest(let id): send(to: id)
            case .command(.setFrequency(let frequency)):
                synchronizer.clockChanged(clock.setFrequency(frequency, at: Self.systemTime))
            case .command(.step(let offset)): synchronizer.clockChanged(clock.step(by: offset))
            case .command(.publish), .replied, .confirmed: break
            case .updated: print("within \(synchronizer.tracking.rootDistance(at: date)) s")
            case .event(let event): print(event)
            }
        }
    }

    mutating func send(to id: SourceID) {
        var request = [UInt8](repeating: 0, count: 128)
        let length = request.withUnsafeMutableBytes { buffer in
            var output = OutputRawSpan(buffer: buffer, initializedCount: 0)
            synchronizer.writeRequest(for: id, into: &output, now: now, using: &generator)
            return output.finalize(for: buffer)
        }
        guard ntp_socket_send(socket, request, length) >= 0 else { return }
        synchronizer.requestSent(for: id, at: date, by: .daemon)
    }

    mutating func receive(into batch: OpaquePointer) {
        guard ntp_batch_receive(batch, socket) > 0, let datagram = ntp_batch_datagrams(batch)?.pointee else {
            return
        }
        let bytes = Array(UnsafeBufferPointer(start: datagram.bytes, count: Int(datagram.length)))
        let stamp = NTPDate(unixSeconds: datagram.seconds, nanoseconds: datagram.nanoseconds)
        perform(
            synchronizer.handle(
                datagram: bytes.span.bytes, from: source, receivedAt: clock.reading(at: stamp),
                by: datagram.is_kernel_stamp == 0 ? .daemon : .kernel, now: now))
    }

    mutating func run() {
        guard let batch = ntp_batch_create(1) else { return }
        while true {
            let wait = synchronizer.deadline.map { max(0, $0.seconds(since: now)) } ?? 1
            var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            if ntp_wait(&descriptor, 1, Int32(wait * 1e3) + 1) > 0 { receive(into: batch) }
            perform(synchronizer.timerFired(now: now, date: date))
        }
    }
}

var address = ntp_address()
let name = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : "127.0.0.1"
precondition(ntp_address_parse(name, &address) == 0, "\(name) is no numeric address")
address.port = 123
let socket = ntp_socket_open(address.high == 0 ? NTP_FAMILY_V4 : NTP_FAMILY_V6)
precondition(ntp_socket_connect(socket, &address) == 0 && ntp_socket_stamp_received(socket) == 0)
var driver = Driver(socket: socket)
driver.run()
