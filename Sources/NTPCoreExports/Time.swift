// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import CNTPCore
import NTPCore

extension ntpcore_time {
    init(_ date: NTPDate) {
        let (seconds, nanoseconds) = date.unixTime
        self.init(seconds: seconds, nanoseconds: nanoseconds)
    }

    init(_ time: FreeRunningTime) {
        self.init(NTPDate(bits: time.bits))
    }

    var date: NTPDate { NTPDate(unixSeconds: seconds, nanoseconds: nanoseconds) }
    var freeRunning: FreeRunningTime { FreeRunningTime(bits: date.bits) }
    var isValid: Bool { 0...999_999_999 ~= nanoseconds }
}

extension TimestampSource {
    init?(_ stamp: ntpcore_stamp) {
        switch stamp {
        case NTPCORE_STAMP_PROGRAM: self = .daemon
        case NTPCORE_STAMP_KERNEL: self = .kernel
        case NTPCORE_STAMP_HARDWARE: self = .hardware
        default: return nil
        }
    }

    var code: UInt8 {
        switch self {
        case .daemon: UInt8(NTPCORE_STAMP_PROGRAM.rawValue)
        case .kernel: UInt8(NTPCORE_STAMP_KERNEL.rawValue)
        case .hardware: UInt8(NTPCORE_STAMP_HARDWARE.rawValue)
        }
    }
}

@c @implementation
public func ntpcore_timestamp_from_time(_ time: ntpcore_time) -> UInt64 {
    NTPTimestamp(time.date).bits
}

@c @implementation
public func ntpcore_time_from_timestamp(_ timestamp: UInt64, _ nearTime: ntpcore_time) -> ntpcore_time {
    ntpcore_time(NTPDate(NTPTimestamp(bits: timestamp), near: nearTime.date))
}

/// Never changes.
nonisolated(unsafe) private let version = CText(Release.version)

@c @implementation
public func ntpcore_version() -> UnsafePointer<CChar>! {
    unsafe version.start
}
