// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPClient

// Nobody answers there: what there is to say is said without a network.
do {
    var options = QueryOptions()
    options.port = 9
    options.samples = 1
    options.timeout = 0.1
    print(
        "FAIL  the discard port tells the time: \(try await NTPClient.query("127.0.0.1", options: options))")
} catch {
    print("PASS  a program with NTPClient alone is told why it gets no measurement: \(error)")
}
