// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPSystem

/// Finds the addresses of a name, and waits for them.
package enum HostLookup {
    /// A numeric address is its own; a signal ends the wait with nothing.
    package static func addresses(of name: String, port: UInt16) throws -> [SocketAddress] {
        var resolver = NameResolver()
        resolver.resolve(name, port: port)
        var poller = Poller()
        while true {
            if let resolution = resolver.next() { return try resolution.result.get() }
            if let descriptor = resolver.descriptor { poller.watch(descriptor) }
            guard try poller.wait(until: nil) == .interrupted else {
                resolver.receive()
                continue
            }
            if !Signals.take().isDisjoint(with: .ending) { throw ControlError.interrupted }
        }
    }
}
