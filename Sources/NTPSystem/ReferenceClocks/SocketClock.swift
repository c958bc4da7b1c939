// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// The socket to which a program like gpsd sends its readings.
///
/// A class, because it owns the socket and is kept among devices of other kinds.
public final class SocketClock: ReferenceClockDevice {
    /// So many datagrams are taken at once; a flood of them mustn't keep the daemon from its other work.
    private static let batch = 16

    private let socket: UnixDatagramSocket

    /// Makes the socket. One that a process has left which is gone is replaced; anything else in its place is kept.
    public init(path: String) throws(SystemError) {
        socket = try UnixDatagramSocket(bindingTo: path)
    }

    deinit {
        socket.remove()
    }

    public var descriptor: Int32? { socket.descriptor }

    public func read() throws(SystemError) -> [ReferenceClockReading] {
        var readings: [ReferenceClockReading] = []
        for _ in 0..<Self.batch {
            var wasEmpty = true
            try socket.answer { bytes in
                wasEmpty = false
                if let reading = ReferenceClockReading(socketDatagram: bytes) { readings.append(reading) }
                return nil
            }
            if wasEmpty { break }
        }
        return readings
    }
}
