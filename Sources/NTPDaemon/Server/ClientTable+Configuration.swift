// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPServer

extension ServerConfiguration {
    /// One of `count` threads' memory of clients; nil with `noclientlog`.
    ///
    /// Half of `clientloglimit`: the other half is for the timestamps of clients that are interleaved.
    func clientTable(
        sharedBy count: Int, using generator: inout some RandomNumberGenerator
    ) -> ClientTable? {
        refusesClientLog ? nil : ClientTable(byteLimit: clientLogLimit / 2 / count, using: &generator)
    }
}

extension ServerConfiguration {
    /// One of `count` threads' memory of replies to clients in interleaved mode; nil with `noclientlog`.
    func departureTable(sharedBy count: Int) -> DepartureTable? {
        refusesClientLog ? nil : DepartureTable(byteLimit: clientLogLimit / 2 / count)
    }
}

extension RateLimit {
    init(_ configuration: RateLimitConfiguration) {
        self.init(
            interval: configuration.interval, burst: configuration.burst, leak: configuration.leak,
            kod: configuration.kod)
    }
}

extension ClientTable {
    init(byteLimit: Int, using generator: inout some RandomNumberGenerator) {
        self.init(byteLimit: byteLimit, key: (generator.next(), generator.next()))
    }
}
