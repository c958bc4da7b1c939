// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// A clock that follows servers in the background, and knows how wrong it can be.

import NTPClient

let deadline = NTPClient.Instant(nanoseconds: 1_800_000_000_000_000_000)

let time = try NTPClient.Service(["time.example.net", "ntp1.example.org", "ntp2.example.org"])
try await time.synchronized(within: .seconds(10))

let now = time.now  // no lock, no system call, never backwards
print(now.time.date, "from", now.earliest.date, "to", now.latest.date, "by", time.state.server ?? "")
if now.isAfter(deadline) { print("passed for sure, whatever the error") }

for await state in time.states { print(state.standing, state.problem ?? "") }
