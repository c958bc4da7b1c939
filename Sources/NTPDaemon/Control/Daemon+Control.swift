// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore
internal import NTPSystem

extension Daemon {
    /// Answers requests that have come to one of the sockets for them.
    mutating func answerCommands(on descriptor: Int32) {
        do {
            if let socket = control.socket, socket.descriptor == descriptor {
                try answerCommand(through: socket)
            } else if let port = control.ports.first(where: { $0.descriptor == descriptor }) {
                try answerCommands(through: port)
            }
        } catch {
            log.debug("\(error)")
        }
    }

    private mutating func answerCommand(through socket: ControlSocket) throws(SystemError) {
        let handler = control.handler
        try socket.answer { bytes in
            guard let header = control.admit(bytes) else { return nil }
            return handler.reply(to: header, of: bytes, over: .unix, from: &self)
        }
    }

    private mutating func answerCommands(through port: ControlPort) throws(SystemError) {
        let handler = control.handler
        let now = clock.now
        try port.answerEach { datagram, bytes in
            guard let header = control.admit(bytes, from: datagram.peer, at: now) else { return nil }
            return handler.reply(to: header, of: bytes, over: .udp, from: &self)
        }
    }
}
