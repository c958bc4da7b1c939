// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import Glibc

/// What the operating system refused, to what, and what can be done about it.
public struct SystemError: Error, Hashable, Sendable {
    /// The value of errno.
    public var code: Int32
    /// What was tried: the name of the call, or a verb.
    public var operation: String
    /// What it was tried on: a path, an address; may be empty.
    public var object: String
    /// What the user can do, where that is known.
    public var remedy: String?

    public init(code: Int32, operation: String, object: String = "", remedy: String? = nil) {
        self.code = code
        self.operation = operation
        self.object = object
        self.remedy = remedy
    }

    /// The system's words for the code.
    public var reason: String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }

    /// Whether the system doesn't have what was asked for, as opposed to keeping it from us.
    public var isUnsupported: Bool {
        [EAFNOSUPPORT, EPROTONOSUPPORT, EOPNOTSUPP, ENOPROTOOPT, ENOSYS].contains(code)
    }

    /// Whether no interface of this machine has the address.
    public var isAddressMissing: Bool {
        code == EADDRNOTAVAIL
    }

    /// Whether a privilege is missing.
    public var isPermission: Bool {
        code == EPERM || code == EACCES
    }

    /// Whether there is no way to the other end, or nobody listens there, for the time being.
    public var isUnreachable: Bool {
        [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ENETDOWN, EHOSTDOWN].contains(code)
    }

    /// Whether the file isn't there.
    public var isNotFound: Bool {
        code == ENOENT
    }
}

extension SystemError: CustomStringConvertible {
    /// "bind 0.0.0.0:123: Permission denied (run as root or ...)".
    public var description: String {
        let subject = object.isEmpty ? operation : "\(operation) \(object)"
        guard let remedy else { return "\(subject): \(reason)" }
        return "\(subject): \(reason) (\(remedy))"
    }
}

extension SystemError {
    /// Throws what a function of the shim returned when it is an error; else returns it.
    @discardableResult
    static func check(
        _ result: Int32, _ operation: @autoclosure () -> String, on object: @autoclosure () -> String = ""
    ) throws(SystemError) -> Int32 {
        guard result < 0 else { return result }
        throw SystemError(code: -result, operation: operation(), object: object())
    }

    /// The error that a call of the C library has just left in errno.
    static func latest(_ operation: String, on object: String = "") -> SystemError {
        SystemError(code: errno, operation: operation, object: object)
    }
}
