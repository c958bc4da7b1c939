// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPControlClient
import NTPSystem
import Testing

@Suite struct `Text of an error` {
    private let missing = ControlError.Attempt(
        .unix("/run/chrony/chronyd.sock"), .system(SystemError(code: 2, operation: "connect to")))
    private let forbidden = ControlError.Attempt(
        .unix("/run/chrony/chronyd.sock"), .system(SystemError(code: 13, operation: "connect to")))
    private let refused = ControlError.Attempt(
        .udp(.loopback(.ipv4, port: 323)), .system(SystemError(code: 111, operation: "receive")))
    private let silent = ControlError.Attempt(.udp(.loopback(.ipv4, port: 323)), .silence(7))

    @Test func `of a missing daemon says to start it`() {
        #expect(
            ControlError.unreachable([missing, refused]).description == """
                No NTP daemon answers:
                  /run/chrony/chronyd.sock: No such file or directory
                  127.0.0.1:323: Connection refused
                Start ntpd (or chronyd), or say where it listens with --socket or --host.
                """)
    }

    @Test func `of a missing right says who has it`() {
        let error = ControlError.unreachable([forbidden, refused])
        #expect(error.isPermission)
        #expect(error.description.contains("Run this as root"))
    }

    @Test func `of silence says what may be in the way`() {
        let error = ControlError.unreachable([missing, silent])
        #expect(error.description.contains("127.0.0.1:323: no answer within 7.00 s"))
        #expect(error.description.contains("firewall"))
    }

    @Test func `of a report that isn't open says how to open it, and what else was tried`() {
        let error = ControlError.refused(
            .unauthorized, request: .query(.serverStatistics), endpoint: .udp(.loopback(.ipv4, port: 323)),
            passedOver: [forbidden])
        #expect(error.isPermission)
        #expect(error.description.contains("'opencommands'"))
        #expect(error.description.contains("/run/chrony/chronyd.sock: Permission denied"))
    }

    @Test func `of a change over the network says that there is only the socket`() {
        let error = ControlError.refused(
            .unauthorized, request: .action(.perform(.makeStep)), endpoint: .udp(.loopback(.ipv4, port: 323)),
            passedOver: [])
        #expect(error.description.contains("Unix socket alone"))
    }

    @Test(arguments: [ControlStatus.invalid, .badPacketVersion, .badPacketLength])
    func `of a daemon of another age says so`(status: ControlStatus) {
        let error = ControlError.refused(
            status, request: .query(.clients(ClientQuery(firstIndex: 0))), endpoint: .unix("s"),
            passedOver: [])
        #expect(error.description.contains("too old") || error.description.contains("another generation"))
    }
}
