// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
internal import Glibc
public import NTPCore

/// A UDP socket that never blocks, and closes when it goes.
public struct UDPSocket: ~Copyable, Sendable {
    /// Beyond the address. Nothing of it is essential: what the system refuses is listed in `refusals`.
    public struct Options: Hashable, Sendable {
        /// The network interface to keep to.
        public var interface: String?
        /// The differentiated services code point of what is sent, 0 to 63.
        public var dscp: UInt8 = 0
        /// Whether sockets with this option may have the same port and address, and divide what comes in.
        public var sharesLoad = false
        /// Whether a server's port may be the local port of client sockets with this option as well.
        public var sharesAddress = false
        /// Whether network cards are to stamp packets beside the kernel.
        public var usesHardwareStamps = false
        /// Whether datagrams may go to all of a network.
        public var broadcasts = false

        public init() {}
    }

    private let file: FileDescriptor
    /// What the socket is bound to, by the system's choice where it was free to choose.
    public let localAddress: SocketAddress
    /// Whether the kernel hands on the stamps of network cards, where there are any.
    public let hasHardwareStamps: Bool
    /// The options that the system doesn't have or doesn't grant.
    public let refusals: [SystemError]

    /// How many bytes of waiting requests to ask for: some 1,300, as the kernel counts its overhead.
    private static let receiveBufferSize: Int32 = 1 << 20

    /// A server's socket: takes requests to an address, and learns of each where to and when it came.
    ///
    /// - Parameter inherited: Where it may be bound already.
    public init(
        bindingTo address: SocketAddress, options: Options = Options(),
        orFrom inherited: InheritedSockets = InheritedSockets()
    ) throws(SystemError) {
        let bound = inherited.take(address)
        let isBound = bound != nil
        var setup = try SocketSetup(bound, family: address.family, object: address.description)
        setup.apply(options, family: address.family)
        if options.sharesLoad { setup.note(ntp_socket_share_load(setup.number), "SO_REUSEPORT") }
        setup.note(ntp_socket_set_receive_buffer(setup.number, Self.receiveBufferSize), "SO_RCVBUF")
        let isStampedByHardware =
            options.usesHardwareStamps && setup.stampByHardware(address.family, .onRequest)
        if !isStampedByHardware { setup.note(ntp_socket_stamp_received(setup.number), "SO_TIMESTAMPNS") }
        setup.note(ntp_socket_tell_destination(setup.number, address.family.cFamily), "IP_PKTINFO")
        if !isBound { try setup.bind(to: address) }
        // Only now: with it, the system would let us take the port of another server, and its requests.
        if options.sharesAddress { setup.note(ntp_socket_share_address(setup.number), "SO_REUSEADDR") }
        localAddress = try setup.localAddress()
        refusals = setup.refusals
        hasHardwareStamps = isStampedByHardware
        file = setup.finish()
    }

    /// A client's socket: talks to one server, and stamps packets of both directions.
    ///
    /// - Parameter local: Where to send from; a port of zero, and no address at all, are the system's choice.
    public init(
        connectingTo server: SocketAddress, from local: SocketAddress? = nil, options: Options = Options()
    ) throws(SystemError) {
        var setup = try SocketSetup(family: server.family, object: server.description)
        setup.apply(options, family: server.family)
        // The latter is all that some systems have; both together would make up stamps of transmission.
        let isStampedByHardware = options.usesHardwareStamps && setup.stampByHardware(server.family, .always)
        if !isStampedByHardware, !setup.note(ntp_socket_stamp_both(setup.number), "SO_TIMESTAMPING") {
            setup.note(ntp_socket_stamp_received(setup.number), "SO_TIMESTAMPNS")
        }
        if let local {
            if options.sharesAddress { setup.note(ntp_socket_share_address(setup.number), "SO_REUSEADDR") }
            try setup.bind(to: local)
        }
        var address = server.cAddress
        try SystemError.check(
            unsafe ntp_socket_connect(setup.number, &address), "connect to", on: server.description)
        localAddress = try setup.localAddress()
        refusals = setup.refusals
        hasHardwareStamps = isStampedByHardware
        file = setup.finish()
    }

    /// For `Poller`; stays this socket's own.
    public var descriptor: Int32 {
        file.number
    }

    /// Has all sockets that share this one's port divide requests so that those of one sender go to one socket.
    ///
    /// For one of them, when all are bound. An IPv6 sender is its /64.
    /// - Parameters:
    ///   - count: How many sockets share it.
    ///   - key: Any number; who knows it can choose the socket that his requests go to.
    public borrowing func divideBySender(among count: Int, key: UInt32) throws(SystemError) {
        let result = ntp_socket_divide_by_sender(
            descriptor, localAddress.family.cFamily, UInt32(count), key)
        try SystemError.check(result, "divide requests by sender")
    }

    /// Sends a datagram to the server that the socket is connected to.
    public borrowing func send(_ datagram: RawSpan) throws(SystemError) {
        let result = unsafe datagram.withUnsafeBytes { bytes in
            unsafe ntp_socket_send(descriptor, bytes.baseAddress, bytes.count)
        }
        guard result < 0 else { return }
        throw SystemError(code: -result, operation: "send")
    }

    /// Sends a datagram to an address, from a server's socket.
    public borrowing func send(_ datagram: RawSpan, to address: SocketAddress) throws(SystemError) {
        var cAddress = address.cAddress
        let result = unsafe datagram.withUnsafeBytes { bytes in
            unsafe ntp_socket_send_to(descriptor, bytes.baseAddress, bytes.count, &cAddress)
        }
        guard result < 0 else { return }
        throw SystemError(code: -result, operation: "send", object: "to \(address)")
    }

    /// Takes the stamp of a datagram that has left, when the poller reports an error on the socket.
    ///
    /// - Returns: Nil when there is none, or what happened is something else.
    public borrowing func takeTransmitTimestamp() throws(SystemError) -> TransmitTimestamp? {
        var stamp = ntp_transmit_stamp()
        let result = unsafe ntp_socket_take_transmit_stamp(descriptor, &stamp)
        guard try SystemError.check(result, "read a transmit timestamp") > 0 else { return nil }
        return TransmitTimestamp(stamp)
    }
}

extension UDPSocket {
    /// Has the kernel tell when datagrams left that were sent with `AnswerStamp.wanted`; without this, that is ignored
    /// at best.
    public borrowing func stampOnRequest() throws(SystemError) {
        try SystemError.check(ntp_socket_stamp_on_request(descriptor), "set SO_TIMESTAMPING of")
    }

    /// Shows datagrams that have left, with the kernel's stamps, when the poller reports an error on the socket.
    public borrowing func takeDepartures(
        _ body: (RawSpan, TransmitTimestamp) -> Void
    ) throws(SystemError) {
        var stamp = ntp_transmit_stamp()
        // With what the lower layers have put in front.
        var buffer = [UInt8](repeating: 0, count: DatagramBatch.bufferSize + Self.headerRoom)
        // Not for ever: more may come in meanwhile.
        for _ in 0..<Self.departureLimit {
            let length = unsafe ntp_socket_take_departure(descriptor, &stamp, &buffer, buffer.count)
            if length == -ENOMSG { continue }
            guard try SystemError.check(length, "read a transmit timestamp") > 0 else { return }
            unsafe body(buffer.span.bytes.extracting(first: Int(length)), TransmitTimestamp(stamp))
        }
    }

    private static var headerRoom: Int { 128 }
    private static var departureLimit: Int { 256 }
}

/// When a datagram left, by the kernel or a network card.
public struct TransmitTimestamp: Hashable, Sendable {
    public var time: NTPDate
    /// How many datagrams went before by the same socket; nil where that isn't told: not by a real kernel, but by what
    /// stands in for one.
    public var sequence: UInt32?
    /// The index of the interface that it left by; zero when the kernel didn't tell.
    public var interface: UInt32 = 0
    /// Whether the time is that of a network card, by its own clock.
    public var isByHardware = false

    public init(time: NTPDate, sequence: UInt32?, interface: UInt32 = 0, isByHardware: Bool = false) {
        self.time = time
        self.sequence = sequence
        self.interface = interface
        self.isByHardware = isByHardware
    }

    fileprivate init(_ stamp: ntp_transmit_stamp) {
        time = NTPDate(unixSeconds: stamp.seconds, nanoseconds: stamp.nanoseconds)
        sequence = stamp.has_sequence != 0 ? stamp.sequence : nil
        interface = stamp.interface
        isByHardware = stamp.is_hardware != 0
    }
}
