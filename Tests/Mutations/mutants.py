# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: the swift-ntpd authors
"""The protections, each with what removes it and the words by which the test begins that must notice."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    test: str  # the beginning of its name
    file: str
    old: str
    new: str
    turn: int = 1  # those of one turn are removed together


ASSOCIATION = "Sources/NTPCore/Association/"
SERVER = "Sources/NTPServer/"
FILES = "Sources/NTPSystem/Files/"
KEYS = "Sources/NTPDaemon/Keys/"
UNANSWERED = "case .reserved, .symmetricPassive, .server, .broadcast, .control, .privateUse:\n            return nil"

MUTANTS = [
    # Servers
    Mutant("1 amplification: queries", SERVER + "Responder.swift", UNANSWERED,
           "case .control, .privateUse:\n            return .server\n"
           "        case .reserved, .symmetricPassive, .server, .broadcast:\n            return nil"),
    Mutant("1 amplification: no reply", SERVER + "Responder.swift", "serialize(into: &output)",
           "serialize(into: &output)\n        output.append(0 as UInt8)", turn=2),
    Mutant("2 reply loops: what", SERVER + "Responder.swift", UNANSWERED,
           "case .reserved, .symmetricPassive, .server, .broadcast:\n            return .server\n"
           "        case .control, .privateUse:\n            return nil", turn=2),
    Mutant("8 parsers: a field", "Sources/NTPCore/Wire/DatagramLayout.swift",
           "cursor = try ExtensionField(parsing: datagram, at: cursor, limit: datagram.byteCount).end",
           "cursor = (try? ExtensionField(parsing: datagram, at: cursor, limit: datagram.byteCount).end) ?? "
           "datagram.byteCount"),
    Mutant("8 parsers: a reply", "Sources/NTPCore/Wire/DatagramLayout.swift", "", ""),  # the same protection
    Mutant("12 access lists", SERVER + "Subnet.swift",
           "first | Self.hostMask(Int(length))", "first | Self.hostMask(Int(length) & ~3)"),
    Mutant("13 bounded memory", SERVER + "Clients/ClientTable.swift",
           "        if records[oldest].kind == .address { forgotten &+= 1 }\n",
           "        if records[oldest].kind == .address, records.count < 9999 { records += [ClientRecord()] }\n"),
    Mutant("14 spoofed floods", SERVER + "Clients/RateLimit.swift",
           "if random & leakMask == 0 { return .answer }", "if random == 0 { return .answer }"),
    Mutant("17 leaks", SERVER + "ServerState.swift",
           "NTPTimestamp(bits: NTPTimestamp(date).bits &- (generator.next() >> 32))", "NTPTimestamp(date)"),
    Mutant("19 reference clocks", SERVER + "Responder.swift", "guard access.allows(client) else",
           "guard access.allows(client) || client.low >> 16 & 0xFFFF == 0x7F7F else"),
    # Clients
    Mutant("3 spoofing: a reply with", ASSOCIATION + "Association+Reply.swift",
           "if [request.nonce, request.interleavedNonce].contains(packet.originTimestamp) {", "if true {"),
    Mutant("4 kiss of death: one that", ASSOCIATION + "Association+Reply.swift", "", ""),  # the same protection
    Mutant("3 spoofing: transmit", ASSOCIATION + "Association+Request.swift",
           "generator.next(upperBound: UInt64.max) &+ 1", "((generator.next() >> 32) << 16) &+ 1"),
    Mutant("3 spoofing: a request is answered once", ASSOCIATION + "Association+Reply.swift",
           "    mutating func noteValid(_ exchange: Exchange) {\n        state = .idle\n",
           "    mutating func noteValid(_ exchange: Exchange) {\n"),
    Mutant("4 kiss of death: a server", ASSOCIATION + "Association+Kiss.swift",
           "schedule(at: now.advanced(by: min(pause, max(poll.seconds, Self.longestDenial))))",
           "schedule(at: now.advanced(by: 1e6 + pause))"),
    Mutant("5 crypto-NAK", ASSOCIATION + "Association+Reply.swift",
           "        // Before anything else is believed: a forged kiss",
           "        if options.key != nil, layout.authenticator?.count == 4 { options.key = nil }\n"
           "        // Before anything else is believed: a forged kiss"),
    Mutant("6 state before", ASSOCIATION + "Association+Reply.swift",
           "        if isAuthentic(datagram, layout, with: authenticator) { tests.insert(.authenticated) }\n",
           "        if isAuthentic(datagram, layout, with: authenticator) { tests.insert(.authenticated) }\n"
           "        if tests.contains(.originMatches) { state = .idle }\n", turn=2),
    Mutant("7 key confusion", "Sources/NTPCore/Authentication/MessageAuthenticator.swift",
           "guard let claim = claim(in: datagram), claim.key == key,",
           "guard let claim = claim(in: datagram), case let key = claim.key,"),
    Mutant("11 time shifts", "Sources/NTPCore/Discipline/StepPolicy.swift",
           "case .updates(0): return false", "case .updates(0): break"),
    Mutant("18 leap seconds", "Sources/NTPCore/Synchronizer/Synchronizer+Update.swift",
           "2 * votes.count { $0 == leap } > votes.count", "votes.contains(leap)"),
    # Commands
    Mutant("2 reply loops: a reply", "Sources/NTPControl/Protocol/RequestHeader.swift",
           "datagram.loadBigEndian(1) == Self.packetType", "true", turn=3),
    Mutant("12 orders", "Sources/NTPControl/Handling/CommandGate.swift", "guard transport == .unix ||",
           "guard transport == .unix || true ||", turn=3),
    Mutant("12 malformed commands", "Sources/NTPControl/Handling/CommandGate.swift",
           "datagram.byteCount >= command.minimumRequestLength", "datagram.byteCount >= 28", turn=4),
    # Files and keys
    Mutant("15 links: the PID file", FILES + "PIDFile.swift",
           "O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW", "O_WRONLY | O_CREAT | O_TRUNC"),
    Mutant("15 links: a state file", FILES + "AtomicFile.swift",
           "        unsafe unlink(path)\n        let file = try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_EXCL "
           "| O_NOFOLLOW,", "        let file = try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_TRUNC,"),
    Mutant("15 links: a log", FILES + "LogFile.swift", " | O_NOFOLLOW", ""),
    Mutant("15 links: the command socket", "Sources/NTPSystem/Network/UnixDatagramSocket.swift",
           "guard status.kind == .socket else {", "guard unsafe status.kind == .socket || unlink(path) == 0 else {"),
    Mutant("20 no program", FILES + "FileDescriptor+Files.swift", "flags | O_CLOEXEC", "flags"),
    Mutant("15 permissions", KEYS + "KeyFile.swift",
           "status.permissions & Self.secrecy != 0", "status.permissions & 0 != 0"),
    Mutant("16 key files: a number sign", KEYS + "KeyFile.swift",
           "String(line).split(", "String(String(line).prefix { $0 != \"#\" }).split("),
    Mutant("16 key files: what is no key", KEYS + "KeyFile.swift", "guard digits.count.isMultiple(of: 2)",
           "guard digits.count.isMultiple(of: 1)", turn=5),
    Mutant("16 digests", KEYS + "KeyRing.swift",
           "let count = digest.byteCount\n", "let count = digest.byteCount - 4\n"),
]
