// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// One validated measurement of a server: how far this machine's clock is off, and how wrong that can be.

import NTPClient

do {
    let measured = try await NTPClient.query("time.example.net")
    print("offset \(measured.offset) s, at most \(measured.maximumError) s wrong")
    print("by \(measured.server), stratum \(measured.stratum), leap \(measured.leap)")
} catch .kiss(let code) {
    print("the server refuses: \(code)")
} catch .silence {
    print("the server doesn't answer")
} catch {
    print("the server \(error)")
}
