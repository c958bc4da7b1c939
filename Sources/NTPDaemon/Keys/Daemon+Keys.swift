// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore
internal import NTPServer
internal import NTPSystem

extension Daemon {
    /// Reads the key file again. One that can't be read leaves the keys as they are.
    mutating func rekey() throws(ControlStatus) {
        do {
            keys = try KeyRing(configuration.process, log: log)
        } catch {
            log.error("The keys stay as they are: \(error)")
            throw .failed
        }
        synchronizer.authenticator = keys
        timeServer.forEachResponder { $0.authenticator = keys }
        log.info("\(keys.count) keys read")
        for server in table.servers { warnOfKey(of: server.id) }
    }

    /// Says what keeps a source's key from being of use.
    func warnOfKey(of id: SourceID) {
        guard let key = synchronizer.options(of: id)?.key else { return }
        if keys[key] == nil {
            log.warning(
                "Key \(key.rawValue) of \(name(of: id)) is missing: it isn't asked until there is one")
        } else if keys[key]?.isWeak == true {
            log.warning(
                "Key \(key.rawValue) of \(name(of: id)) is too short to be safe: give it "
                    + "\(SymmetricKey.shortestSecret) bytes or more")
        }
    }

    func authentication(of address: ControlAddress) throws(ControlStatus) -> AuthenticationReport {
        var report = AuthenticationReport()
        guard let key = try configuredKey(of: address) else { return report }
        report.mode = .symmetricKey
        report.keyID = key.rawValue
        guard let secret = keys[key] else { return report }
        report.keyType = secret.algorithm.number
        report.keyLength = UInt16(clamping: secret.secret.count * 8)
        return report
    }

    private func configuredKey(of address: ControlAddress) throws(ControlStatus) -> KeyID? {
        for slot in table.slots {
            switch slot {
            case .server(let server) where ControlAddress(server.address) == address:
                return synchronizer.options(of: server.id)?.key
            case .unresolved(let id, let directive) where .unresolved(id: id) == address:
                return directive.configuration.options.association.key
            default:
                continue
            }
        }
        throw .noSuchSource
    }
}
