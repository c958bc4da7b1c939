// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
internal import Glibc

/// A socket while it is being set up: closes when that fails halfway, and keeps count of what was refused.
struct SocketSetup: ~Copyable {
    private let file: FileDescriptor
    private let object: String
    private(set) var refusals: [SystemError] = []

    /// - Parameter bound: A socket that is there already; nil for a new one.
    init(
        _ bound: consuming FileDescriptor? = nil, family: AddressFamily, object: String
    ) throws(SystemError) {
        self.object = object
        if let bound {
            file = bound
            return
        }
        let number = try SystemError.check(ntp_socket_open(family.cFamily), "open a socket for", on: object)
        file = FileDescriptor(owning: number)
        if family == .ipv6 { note(ntp_socket_set_v6_only(number), "IPV6_V6ONLY") }
    }

    var number: Int32 {
        file.number
    }

    consuming func finish() -> FileDescriptor {
        file
    }

    /// Remembers that an option was refused, if it was.
    @discardableResult
    mutating func note(_ result: Int32, _ option: String) -> Bool {
        guard result < 0 else { return true }
        refusals.append(SystemError(code: -result, operation: "set \(option) of", object: object))
        return false
    }

    mutating func apply(_ options: UDPSocket.Options, family: AddressFamily) {
        if let interface = options.interface {
            note(unsafe ntp_socket_bind_to_device(number, interface), "SO_BINDTODEVICE \(interface)")
        }
        if options.broadcasts { note(ntp_socket_allow_broadcast(number), "SO_BROADCAST") }
        if options.dscp != 0 {
            note(ntp_socket_set_dscp(number, family.cFamily, Int32(options.dscp)), "DSCP")
        }
    }

    enum DepartureStamps { case always, onRequest }

    /// - Returns: Whether the system hands on what network cards stamp.
    mutating func stampByHardware(_ family: AddressFamily, _ departures: DepartureStamps) -> Bool {
        let result = ntp_socket_stamp_by_hardware(number, family.cFamily, departures == .onRequest ? 1 : 0)
        return note(result, "SO_TIMESTAMPING by hardware")
    }

    borrowing func bind(to address: SocketAddress) throws(SystemError) {
        var cAddress = address.cAddress
        let result = unsafe ntp_socket_bind(number, &cAddress)
        guard result < 0 else { return }
        throw SystemError(
            code: -result, operation: "bind", object: address.description,
            remedy: Self.remedy(for: -result, binding: address))
    }

    borrowing func localAddress() throws(SystemError) -> SocketAddress {
        var address = ntp_address()
        try SystemError.check(
            unsafe ntp_socket_local_address(number, &address), "find the address of", on: object)
        return SocketAddress(address)
    }

    private static func remedy(for code: Int32, binding address: SocketAddress) -> String? {
        switch code {
        case EACCES where address.port < 1024:
            "run as root or give the program CAP_NET_BIND_SERVICE, or choose another 'port'"
        case EADDRINUSE: "another NTP server is running there: stop it, or choose another 'port'"
        case EADDRNOTAVAIL: "no network interface of this machine has that address"
        default: nil
        }
    }
}

extension AddressFamily {
    var cFamily: ntp_family {
        switch self {
        case .ipv4: NTP_FAMILY_V4
        case .ipv6: NTP_FAMILY_V6
        }
    }
}
