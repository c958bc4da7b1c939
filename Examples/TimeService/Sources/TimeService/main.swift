// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// Tells validated time over HTTP:
//
//     TimeService PORT SERVER[:PORT]...

import Hummingbird
import Logging
import NTPClient
import NTPClientIntegrations

/// Nanoseconds of Unix time; without `earliest` and `latest` while there is no bound.
struct Reply: ResponseEncodable {
    var time: Int64
    var earliest: Int64?
    var latest: Int64?
    var standing: String

    init(_ now: BoundedTime) {
        time = now.time.nanoseconds
        if now.maximumError != nil {
            (earliest, latest) = (now.earliest.nanoseconds, now.latest.nanoseconds)
        }
        standing = "\(now.standing)"
    }
}

guard CommandLine.arguments.count > 2, let port = Int(CommandLine.arguments[1]) else {
    fatalError("usage: TimeService PORT SERVER[:PORT]...")
}
var options = ServiceOptions()
let servers = CommandLine.arguments.dropFirst(2).map { argument in
    let parts = argument.split(separator: ":", maxSplits: 1)
    if parts.count == 2, let port = UInt16(parts[1]) { options.port = port }
    return String(parts[0])
}

let logger = Logger(label: "time-service")
let time = TimeService(try NTPClient.Service(servers, options: options), logger: logger)

let router = Router()
router.get("now") { _, _ in Reply(time.now) }
router.get("health") { _, _ -> HTTPResponse.Status in
    time.now.maximumError == nil ? .serviceUnavailable : .ok
}
let application = Application(
    router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
    services: [time], logger: logger)
try await application.runService()
