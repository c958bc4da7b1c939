// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// What a daemon is asked about itself, and what its answer means: bytes in, bytes out.

import NTPControl
import NTPCore

let sequence = UInt32.random(in: 0 ... .max)
let request = ControlRequest.query(.tracking)
let datagram = request.datagram(sequence: sequence)  // send that to UDP port 323

func understand(_ reply: [UInt8]) throws {
    let header = RequestHeader(command: request.command, sequence: sequence, attempt: 0)
    guard case .tracking(let tracking) = try ControlReply(parsing: reply.span.bytes, to: header) else {
        return
    }
    print("slow by \(tracking.remainingCorrection) s, stratum \(tracking.stratum)")
}
