// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// Waits until an instant has passed for sure, as commit-wait does.

import NTPClient

func waitUntilAfter(_ instant: NTPClient.Instant, by time: NTPClient.Service) async throws {
    while !time.now.isAfter(instant) {
        let left = time.now.earliest.duration(to: instant)
        try await time.clock.sleep(for: max(left, .microseconds(10)))
    }
}
