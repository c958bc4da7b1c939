// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

extension NTPDataReport {
    private static let interleavedFlag: UInt16 = 0x4000
    private static let authenticatedFlag: UInt16 = 0x8000

    init(parsing body: RawSpan) {
        self.init(parsingOlder: body)
        var counts = TimestampCounts()
        counts.kernelTransmit = body.loadBigEndian(112)
        counts.kernelReceive = body.loadBigEndian(116)
        counts.hardwareTransmit = body.loadBigEndian(120)
        counts.hardwareReceive = body.loadBigEndian(124)
        timestamps = counts
    }

    /// What daemons sent before they counted timestamps: the same up to where those counts are.
    init(parsingOlder body: RawSpan) {
        remoteAddress = body.loadAddress(0)
        localAddress = body.loadAddress(20)
        remotePort = body.loadBigEndian(40)
        leap = body.loadLeap(42, as: UInt8.self)
        version = body.loadBigEndian(43)
        mode = Mode(rawValue: body.loadBigEndian(44)) ?? .reserved
        stratum = body.loadBigEndian(45)
        poll = PollInterval(exponent: body.loadBigEndian(46))
        precision = body.loadBigEndian(47)
        rootDelay = body.loadFloat(48)
        rootDispersion = body.loadFloat(52)
        referenceID = body.loadReferenceID(56)
        referenceTime = body.loadDateOrNever(60)
        // The one offset of the protocol with the sign that RFC 5905 gives it, which is ours.
        offset = body.loadFloat(72)
        delay = body.loadFloat(76)
        dispersion = body.loadFloat(80)
        responseTime = body.loadFloat(84)
        jitterAsymmetry = body.loadFloat(88)
        let flags: UInt16 = body.loadBigEndian(92)
        passedTests = Tests(rawValue: flags & Tests.all.rawValue)
        isInterleaved = flags & Self.interleavedFlag != 0
        isAuthenticated = flags & Self.authenticatedFlag != 0
        transmitTimestamp = TimestampSource(letter: body.loadBigEndian(94))
        receiveTimestamp = TimestampSource(letter: body.loadBigEndian(95))
        transmitted = body.loadBigEndian(96)
        received = body.loadBigEndian(100)
        valid = body.loadBigEndian(104)
        good = body.loadBigEndian(108)
    }

    func write(into writer: inout WireWriter) {
        writeCommonPart(into: &writer)
        let counts = timestamps ?? TimestampCounts()
        writer.append(counts.kernelTransmit)
        writer.append(counts.kernelReceive)
        writer.append(counts.hardwareTransmit)
        writer.append(counts.hardwareReceive)
        writer.appendReserved(16)
    }

    func writeOlder(into writer: inout WireWriter) {
        writeCommonPart(into: &writer)
        writer.appendReserved(12)
    }

    private func writeCommonPart(into writer: inout WireWriter) {
        writer.append(remoteAddress)
        writer.append(localAddress)
        writer.append(remotePort)
        writer.append(leap.rawValue)
        writer.append(version)
        writer.append(mode.rawValue)
        writer.append(stratum)
        writer.append(poll.exponent)
        writer.append(precision)
        writer.appendFloat(rootDelay)
        writer.appendFloat(rootDispersion)
        writer.append(referenceID.bits)
        writer.append(referenceTime)
        writer.appendFloat(offset)
        writer.appendFloat(delay)
        writer.appendFloat(dispersion)
        writer.appendFloat(responseTime)
        writer.appendFloat(jitterAsymmetry)
        writer.append(
            passedTests.rawValue | (isInterleaved ? Self.interleavedFlag : 0)
                | (isAuthenticated ? Self.authenticatedFlag : 0))
        writer.append(transmitTimestamp?.letter ?? 0)
        writer.append(receiveTimestamp?.letter ?? 0)
        writer.append(transmitted)
        writer.append(received)
        writer.append(valid)
        writer.append(good)
    }
}

extension TimestampSource {
    fileprivate var letter: UInt8 {
        switch self {
        case .daemon: UInt8(ascii: "D")
        case .kernel: UInt8(ascii: "K")
        case .hardware: UInt8(ascii: "H")
        }
    }

    fileprivate init?(letter: UInt8) {
        switch letter {
        case UInt8(ascii: "D"): self = .daemon
        case UInt8(ascii: "K"): self = .kernel
        case UInt8(ascii: "H"): self = .hardware
        default: return nil
        }
    }
}
