// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPCrypto
internal import NTPCore
internal import NTPSystem

extension ReferenceID {
    /// The identifier by which the clients of a server at this address name it. See RFC 5905, section 7.3.
    init(of address: SocketAddress) {
        guard let ipv4 = address.ipv4 else {
            let bytes = [address.high, address.low].flatMap { half in
                stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: half >> $0) }
            }
            self.init(bits: unsafe ntp_md5_prefix(bytes, bytes.count))
            return
        }
        self.init(bits: ipv4)
    }
}
