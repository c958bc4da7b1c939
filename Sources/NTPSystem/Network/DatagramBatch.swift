// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
public import NTPCore

/// What is known of a datagram besides its bytes.
public struct ReceivedDatagram: Hashable, Sendable, BitwiseCopyable {
    /// Who sent it.
    public var peer: SocketAddress
    /// The address that it was sent to, and that its answer leaves from; nil when the kernel didn't tell.
    public var localAddress: SocketAddress?
    /// The index of the network interface that it came in by; zero when the kernel didn't tell.
    public var interface: UInt32
    /// When it came in.
    public var receivedAt: NTPDate
    /// By whom that was noted: the kernel, this program after the system call, or a network card.
    public var stampedBy: TimestampSource
    /// Whether it was too long for the batch, so that its end is missing.
    public var isTruncated: Bool
}

/// Memory for receiving datagrams, and for answering them, many by one system call.
///
/// All of it is allocated at once at the start; receiving and answering allocate nothing.
@safe public struct DatagramBatch: ~Copyable {
    /// The longest datagram that is received or sent whole, in bytes.
    public static let bufferSize = Int(NTP_BATCH_BUFFER_SIZE)

    private let batch: OpaquePointer
    private let datagrams: UnsafePointer<ntp_datagram>
    /// How many datagrams the latest call received.
    public private(set) var count = 0

    /// - Parameter capacity: The most datagrams that one call receives, at least one.
    public init(capacity: Int = 64) {
        precondition(1...1024 ~= capacity, "a batch holds 1 to 1024 datagrams")
        guard let batch = unsafe ntp_batch_create(UInt32(capacity)),
            let datagrams = unsafe ntp_batch_datagrams(batch)
        else {
            // As every other allocation in Swift that there is no memory for.
            fatalError("no memory for a batch of \(capacity) datagrams")
        }
        unsafe self.batch = batch
        unsafe self.datagrams = UnsafePointer(datagrams)
    }

    deinit {
        unsafe ntp_batch_destroy(batch)
    }

    /// Receives what is waiting, as far as it fits, by one system call.
    ///
    /// Throws what the network has reported about an earlier datagram, too: on a client's socket,
    /// `SystemError.isUnreachable` says that nobody listens there.
    ///
    /// - Returns: The number of datagrams, zero when none is waiting.
    @discardableResult
    public mutating func receive(from socket: borrowing UDPSocket) throws(SystemError) -> Int {
        count = 0
        let result = unsafe ntp_batch_receive(batch, socket.descriptor)
        guard result >= 0 else { throw SystemError(code: -result, operation: "receive") }
        count = Int(result)
        return count
    }

    /// Has the datagrams that a network card has stamped be stamped by what `body` makes of it.
    ///
    /// - Parameter body: Gets the card's stamp and the time that was taken without it; nil to keep that.
    public mutating func restamp(_ body: (HardwareStamp, NTPDate) -> NTPDate?) {
        for index in 0..<count {
            let datagram = unsafe UnsafeMutablePointer(mutating: datagrams + index)
            guard unsafe datagram.pointee.has_hardware != 0 else { continue }
            let received = NTPDate(
                unixSeconds: unsafe datagram.pointee.seconds, nanoseconds: unsafe datagram.pointee.nanoseconds
            )
            let stamp = HardwareStamp(unsafe datagram.pointee.hardware)
            guard let time = body(stamp, received)?.unixTime else { continue }
            unsafe ntp_datagram_restamp(datagram, time.seconds, time.nanoseconds)
        }
    }

    /// Shows each datagram that the latest call received.
    public borrowing func forEach(_ body: (ReceivedDatagram, RawSpan) -> Void) {
        for index in 0..<count {
            let datagram = unsafe datagrams + index
            unsafe body(ReceivedDatagram(datagram), Self.bytes(of: datagram).bytes)
        }
    }

    /// Shows each datagram, and queues what `answer` appends to the output for its sender.
    ///
    /// The answer leaves from the address that the datagram was sent to. Nothing appended, nothing sent.
    public mutating func answerEach(_ answer: (ReceivedDatagram, RawSpan, inout OutputRawSpan) -> Void) {
        answerEachStamped { datagram, bytes, output in
            answer(datagram, bytes, &output)
            return .none
        }
    }

    /// The same, for answers of which some are to be stamped when they leave.
    public mutating func answerEachStamped(
        _ answer: (ReceivedDatagram, RawSpan, inout OutputRawSpan) -> AnswerStamp
    ) {
        for index in 0..<count {
            let datagram = unsafe datagrams + index
            let room = unsafe UnsafeMutableRawBufferPointer(
                start: datagram.pointee.reply, count: Self.bufferSize)
            var output = unsafe OutputRawSpan(buffer: room, initializedCount: 0)
            let stamp = unsafe answer(ReceivedDatagram(datagram), Self.bytes(of: datagram).bytes, &output)
            let length = unsafe output.finalize(for: room)
            guard length > 0 else { continue }
            unsafe ntp_batch_queue_reply(batch, UInt32(index), UInt32(length), stamp.request)
        }
    }

    @inline(__always)
    private static func bytes(of datagram: UnsafePointer<ntp_datagram>) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: datagram.pointee.bytes, count: Int(datagram.pointee.length))
    }

    /// Sends what `answerEach` has queued, by one system call where the system has one for it.
    ///
    /// A reply that can't be sent doesn't hold up the others, and is not tried again.
    public mutating func sendReplies(through socket: borrowing UDPSocket) -> TransmitReport {
        var failure: Int32 = 0
        let sent = unsafe ntp_batch_send(batch, socket.descriptor, &failure)
        let error = failure < 0 ? SystemError(code: -failure, operation: "send a reply") : nil
        return TransmitReport(sent: Int(sent), failure: error)
    }
}

/// Whether it is to be told when an answer left, and by whom: by `UDPSocket.takeDepartures(_:)`.
public enum AnswerStamp: Hashable, Sendable {
    case none
    case kernel
    /// By the kernel as well as by the network card.
    case hardware

    @inline(__always)
    fileprivate var request: ntp_stamp_request {
        switch self {
        case .none: NTP_STAMP_NONE
        case .kernel: NTP_STAMP_KERNEL
        case .hardware: NTP_STAMP_HARDWARE
        }
    }
}

/// When a packet passed through a network card.
public struct HardwareStamp: Hashable, Sendable {
    /// By the clock of the card, which need not be near any other.
    public var time: NTPDate
    /// The index of the card's interface; zero when the kernel didn't tell.
    public var interface: UInt32
    /// The length of the frame without its checksum, in bytes; zero when the kernel didn't tell.
    public var length: UInt32

    public init(time: NTPDate, interface: UInt32, length: UInt32 = 0) {
        self.time = time
        self.interface = interface
        self.length = length
    }

    fileprivate init(_ stamp: ntp_hardware_stamp) {
        time = NTPDate(unixSeconds: stamp.seconds, nanoseconds: stamp.nanoseconds)
        interface = stamp.interface
        length = stamp.length
    }
}

/// What became of queued replies.
public struct TransmitReport: Sendable {
    /// How many were handed to the kernel.
    public var sent: Int
    /// The first failure, if there was any.
    public var failure: SystemError?
}

extension ReceivedDatagram {
    /// From where it lies: each field is copied once, on the path that every request takes.
    @inline(__always)
    fileprivate init(_ datagram: UnsafePointer<ntp_datagram>) {
        peer = SocketAddress(unsafe datagram.pointee.peer)
        let local = SocketAddress(unsafe datagram.pointee.local)
        localAddress = local.high | local.low == 0 ? nil : local
        interface = unsafe datagram.pointee.interface
        receivedAt = NTPDate(
            unixSeconds: unsafe datagram.pointee.seconds, nanoseconds: unsafe datagram.pointee.nanoseconds)
        let isByKernel = unsafe datagram.pointee.is_kernel_stamp != 0
        stampedBy = unsafe datagram.pointee.is_restamped != 0 ? .hardware : isByKernel ? .kernel : .daemon
        isTruncated = unsafe datagram.pointee.is_truncated != 0
    }
}
