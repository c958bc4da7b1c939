// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
internal import Glibc

/// Leaving the terminal, as a daemon does that isn't run in the foreground.
public enum Daemonization {
    /// Which of the two processes this is.
    public enum Process {
        /// The one that was started, whose work is done; what failed in the other one, if it isn't up.
        case parent(failure: String?)
        /// The one that goes on.
        case child(StartingTerminal)
    }

    /// Goes on in a new process. To be called before anything is opened, and before there is a second thread.
    ///
    /// The first process returns once the second one says that it is up, or has failed: who starts a daemon wants to
    /// know.
    public static func detach() throws(SystemError) -> Process {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw .latest("open a pipe") }
        let readEnd = FileDescriptor(owning: ends[0])
        let writeEnd = FileDescriptor(owning: ends[1])
        if try SystemError.check(ntp_detach(), "detach from the terminal") == 0 {
            return .child(StartingTerminal(writeEnd))
        }
        // The end of the pipe comes only when the other process has the only one.
        _ = consume writeEnd
        return .parent(failure: failure(from: readEnd))
    }

    private static func failure(from readEnd: borrowing FileDescriptor) -> String? {
        var message: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 512)
        while true {
            let count = unsafe read(readEnd.number, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            message += bytes.prefix(count)
            if message.first == StartingTerminal.isUp { return nil }
        }
        return message.isEmpty
            ? "the daemon has ended without a word" : String(decoding: message, as: UTF8.self)
    }
}

/// The terminal that a daemon was started from, where somebody waits for it to be up.
///
/// A class, because it is released once, by whoever knows that the daemon is up or has failed.
public final class StartingTerminal {
    /// What is written in place of a message.
    static let isUp: UInt8 = 0

    private var pipe: FileDescriptor?

    init(_ pipe: consuming FileDescriptor) {
        self.pipe = consume pipe
    }

    /// The daemon is up.
    public func release() {
        write([Self.isUp])
    }

    /// The daemon can't start.
    public func fail(_ message: String) {
        write(Array(message.utf8))
    }

    private func write(_ bytes: [UInt8]) {
        guard let pipe = pipe.take() else { return }
        // Whoever started the daemon may be gone.
        _ = unsafe Glibc.write(pipe.number, bytes, bytes.count)
    }
}
