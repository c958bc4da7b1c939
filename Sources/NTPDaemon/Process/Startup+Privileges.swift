// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPPrivileges
internal import Glibc

extension Startup {
    /// Becomes the configured user, with the one capability that is still needed, or none.
    ///
    /// Without a user in the configuration, the user stays what it is, and the capabilities go all the same.
    func dropPrivileges(keepingClock: Bool) throws(StartupError) {
        var privileges = ntp_privileges()
        privileges.user = try user()
        privileges.keep_sys_time = keepingClock ? 1 : 0
        privileges.keep_net_bind_service = needsLowPort ? 1 : 0

        var step: UnsafePointer<CChar>?
        let result = unsafe ntp_drop_privileges(&privileges, &step)
        switch result {
        case Int32(NTP_DROPPED.rawValue):
            break
        case Int32(NTP_DROPPED_CAPABILITIES_ONLY.rawValue):
            log.info("The user stays \(getuid()): CAP_SETUID or CAP_SETGID is missing")
        case Int32(NTP_DROPPED_IN_VAIN.rawValue):
            log.warning("The system leaves root all its capabilities: name another user by 'user' or -u")
        default:
            let name = unsafe step.map { unsafe String(cString: $0) } ?? "drop privileges"
            throw .privileges("\(name): \(unsafe String(cString: strerror(-result)))")
        }
    }

    /// Who the daemon is once it has dropped its privileges.
    func identity() throws(StartupError) -> (user: UInt32, group: UInt32) {
        let canChange = ntp_have_capability(NTP_CAP_SETUID) == 1 && ntp_have_capability(NTP_CAP_SETGID) == 1
        guard canChange else { return (getuid(), getgid()) }
        let user = try user()
        return (user.user, user.group)
    }

    private func user() throws(StartupError) -> ntp_user {
        guard let name = options.user ?? configuration.process.user else {
            return ntp_user(user: getuid(), group: getgid())
        }
        var user = ntp_user()
        guard unsafe ntp_find_user(name, &user) == 0 else {
            throw .privileges("there is no user \(name.debugDescription): create it, or change 'user' or -u")
        }
        return user
    }

    /// Whether each request needs a port that only the privileged may bind.
    private var needsLowPort: Bool {
        configuration.needsLowPort
            && ntp_have_capability(NTP_CAP_NET_BIND_SERVICE) == 1
    }
}

extension Configuration {
    /// Whether sockets are bound to a port below 1024 after the start: for requests, or for peers, whose names may
    /// be resolved later.
    fileprivate var needsLowPort: Bool {
        1..<1024 ~= client.port ?? 0 || hasPeers && 1..<1024 ~= server.port
    }

    /// Whether there are peers from the start.
    var hasPeers: Bool { sources.contains { $0.kind == .peer } }
}
