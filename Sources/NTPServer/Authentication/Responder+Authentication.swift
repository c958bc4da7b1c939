// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

extension Responder {
    /// How a request is authenticated, and so its reply: by the same key, with a digest that is as long.
    struct Claim {
        var key: KeyID
        var digestLength: Int
    }

    /// The claim of a request with an authenticator; nil when the request doesn't prove it.
    func provenClaim(of datagram: RawSpan, _ layout: DatagramLayout) -> Claim? {
        guard let authenticator, let (key, digest) = layout.claim(in: datagram),
            layout.isAuthentic(datagram, by: key, with: authenticator)
        else { return nil }
        return Claim(key: key, digestLength: digest.count)
    }

    /// Appends the authenticator to a reply.
    mutating func authenticate(_ output: inout OutputRawSpan, as claim: Claim) {
        authenticator?.appendAuthenticator(by: claim.key, digestLength: claim.digestLength, to: &output)
        counters.authenticated &+= 1
    }
}
