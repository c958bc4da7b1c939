// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// Follows a server on this machine, whose clock is ahead of the system's by a known offset, and holds each reading of the
// service's clock against it.
//
//     service-clock-benchmark PORT AHEAD SECONDS
//
// Prints the number of readings, of those beyond their bound, of those before the one before, the largest part that an
// error was of its bound, and the nanoseconds that a reading takes.

import Glibc
import NTPClient
import NTPCore

let arguments = CommandLine.arguments.dropFirst().compactMap { Double($0) }
guard arguments.count == 3, let port = UInt16(exactly: arguments[0]) else {
    print("usage: service-clock-benchmark PORT AHEAD SECONDS")
    exit(2)
}
let ahead = Int64(arguments[1] * 1e9)

func systemTime() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

var options = ServiceOptions()
options.port = port
options.minimumPoll = PollInterval(exponent: 0)
options.maximumPoll = PollInterval(exponent: 2)
let service = try NTPClient.Service(["127.0.0.1"], options: options)
try await service.synchronized(within: .seconds(20))

var (readings, beyond, backward, worst) = (0, 0, 0, 0.0)
var latest = service.now.time
let end = ContinuousClock.now + .seconds(arguments[2])
while ContinuousClock.now < end {
    for _ in 0..<1_000 {
        let before = systemTime() + ahead
        let now = service.now
        let after = systemTime() + ahead
        if now.earliest.nanoseconds > after || now.latest.nanoseconds < before { beyond += 1 }
        if now.time < latest { backward += 1 }
        latest = now.time
        let error = max(now.time.nanoseconds - after, before - now.time.nanoseconds, 0)
        worst = max(worst, Double(error) / Double(now.latest.nanoseconds - now.time.nanoseconds))
    }
    readings += 1_000
}

let count = 10_000_000
var sum: Int64 = 0
// The least of several, because other work on the machine only ever adds to it.
var duration = Duration.seconds(3600)
for _ in 0..<5 {
    duration = min(
        duration,
        ContinuousClock().measure {
            for _ in 0..<count { sum &+= service.now.time.nanoseconds }
        })
}
let cost = duration / Double(count) / Duration.nanoseconds(1)
print(readings, beyond, backward, worst, cost, sum == 0 ? "" : "ok")
