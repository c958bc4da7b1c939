// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// A measurement by requests of one's own server, which needn't be two seconds apart.

import NTPClient

var options = QueryOptions()
options.samples = 8
options.interval = 0.1
options.timeout = 0.5
let measured = try await NTPClient.query("192.0.2.1", options: options)
print(measured.offset, measured.jitter ?? 0)
