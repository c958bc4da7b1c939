// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
internal import Glibc

/// What a name has turned out to stand for.
public struct Resolution: Sendable {
    /// The number that `NameResolver.resolve(_:port:)` gave to the question.
    public var request: UInt32
    public var name: String
    public var result: Result<[SocketAddress], ResolutionError>
}

/// Why a name has no addresses.
public struct ResolutionError: Error, Hashable, Sendable, CustomStringConvertible {
    public var name: String
    public var reason: String
    /// Whether asking again later may help: no name server answered, rather than one that knows no such name.
    public var isTemporary: Bool

    /// "resolve ntp.example.net: Name or service not known".
    public var description: String {
        "resolve \(name): \(reason)"
    }
}

/// Finds the addresses of names without keeping its caller waiting.
///
/// Numeric addresses are answered at once. For the first name, a pipe is made, and for each name a thread,
/// one at a time; so a daemon has neither before it has dropped its privileges, unless it asks before.
public struct NameResolver: ~Copyable {
    private struct Request {
        var number: UInt32
        var name: String
        var port: UInt16
    }

    // Not private: with cross-module optimisation, the daemon refers to it when it drops a resolver.
    struct Pipe: ~Copyable {
        let readEnd: FileDescriptor
        let writeEnd: FileDescriptor
    }

    private let families: Set<AddressFamily>
    private var pipe: Pipe?
    /// The first has its thread, the others wait for it.
    private var pending: [Request] = []
    private var answered: [Resolution] = []
    private var latestNumber: UInt32 = 0

    /// - Parameter families: The addresses that are wanted; others are left out.
    public init(families: Set<AddressFamily> = Set(AddressFamily.allCases)) {
        self.families = families
    }

    /// Asks for the addresses of a name; the answer comes from `next()`.
    ///
    /// - Parameter port: What the addresses are given for a port.
    /// - Returns: The number by which the answer will be known.
    @discardableResult
    public mutating func resolve(_ name: String, port: UInt16) -> UInt32 {
        latestNumber &+= 1
        let request = Request(number: latestNumber, name: name, port: port)
        if let address = SocketAddress(name, port: port) {
            answer(request, with: select([address], for: name))
        } else {
            pending.append(request)
            if pending.count == 1 { startFirst() }
        }
        return request.number
    }

    /// What becomes readable when an answer to a name has come; nil as long as no name was asked for.
    public var descriptor: Int32? {
        switch pipe {
        case .some(let pipe): pipe.readEnd.number
        case .none: nil
        }
    }

    /// Whether an answer to a name is still to come: only then there is anything to wait for.
    public var isBusy: Bool {
        !pending.isEmpty
    }

    /// The next answer; nil when there is none yet. Answers to numeric addresses are there at once.
    public mutating func next() -> Resolution? {
        if answered.isEmpty { takeFromPipe() }
        return answered.isEmpty ? nil : answered.removeFirst()
    }

    private mutating func takeFromPipe() {
        guard let descriptor, let request = pending.first else { return }
        var resolution = ntp_resolution()
        guard unsafe ntp_resolve_take(descriptor, &resolution) == 1, resolution.request == request.number
        else { return }
        pending.removeFirst()
        answer(request, with: result(of: resolution, for: request))
        startFirst()
    }

    /// Starts the thread for the request that is first in line; one that can't be had fails the request.
    private mutating func startFirst() {
        while let request = pending.first {
            do {
                return try start(request)
            } catch {
                pending.removeFirst()
                let reason = error.description
                let failure = ResolutionError(name: request.name, reason: reason, isTemporary: true)
                answer(request, with: .failure(failure))
            }
        }
    }

    private mutating func answer(
        _ request: Request, with result: Result<[SocketAddress], ResolutionError>
    ) {
        answered.append(Resolution(request: request.number, name: request.name, result: result))
    }

    private mutating func start(_ request: Request) throws(SystemError) {
        if pipe == nil {
            var readEnd: Int32 = -1
            var writeEnd: Int32 = -1
            try SystemError.check(unsafe ntp_resolve_open(&readEnd, &writeEnd), "open a pipe")
            pipe = Pipe(readEnd: FileDescriptor(owning: readEnd), writeEnd: FileDescriptor(owning: writeEnd))
        }
        guard let writeEnd = pipe?.writeEnd.number else { return }
        let result = unsafe ntp_resolve_start(writeEnd, request.number, request.name, cFamilies)
        try SystemError.check(result, "start a thread")
    }

    private func result(
        of resolution: ntp_resolution, for request: Request
    ) -> Result<[SocketAddress], ResolutionError> {
        guard resolution.error == 0 else {
            var resolution = resolution
            let reason = unsafe String(cString: ntp_resolve_error_text(&resolution))
            let isTemporary = unsafe ntp_resolve_is_temporary(&resolution) != 0
            return .failure(ResolutionError(name: request.name, reason: reason, isTemporary: isTemporary))
        }
        let count = Int(resolution.count)
        let addresses = unsafe withUnsafeBytes(of: resolution.addresses) { bytes in
            unsafe bytes.bindMemory(to: ntp_address.self).prefix(count).map(SocketAddress.init)
        }
        return select(addresses.map { SocketAddress($0, port: request.port) }, for: request.name)
    }

    /// Those of the families that are wanted; a failure when none is left.
    private func select(
        _ addresses: [SocketAddress], for name: String
    ) -> Result<[SocketAddress], ResolutionError> {
        let wanted = addresses.filter { families.contains($0.family) }
        guard wanted.isEmpty else { return .success(wanted) }
        let family = families.contains(.ipv4) ? "IPv4" : "IPv6"
        return .failure(ResolutionError(name: name, reason: "no \(family) address", isTemporary: false))
    }

    private var cFamilies: ntp_resolve_families {
        switch (families.contains(.ipv4), families.contains(.ipv6)) {
        case (true, false): NTP_RESOLVE_V4
        case (false, true): NTP_RESOLVE_V6
        default: NTP_RESOLVE_ANY
        }
    }
}

extension SocketAddress {
    fileprivate init(_ address: SocketAddress, port: UInt16) {
        self = address
        self.port = port
    }
}
