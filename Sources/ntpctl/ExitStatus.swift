// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPControlClient
import NTPSystem

/// What the program ends with. Part of its interface: scripts depend on these numbers.
enum ExitStatus: Int32 {
    case success = 0
    /// The question has been answered with no.
    case no = 1
    case unreachable = 2
    case notPermitted = 3
    case refused = 4
    /// As sysexits.h has it.
    case outputFailed = 74
    /// As the shell has it for signals.
    case interrupted = 130

    static let help = """
        Exit status: 0 done, or yes; 1 no (not healthy, not in time, not answered); 2 no daemon answers; \
        3 not permitted; 4 the daemon can't or won't do it; 64 wrong usage; 74 the output can't be written; \
        130 interrupted.
        """

    var code: ExitCode {
        ExitCode(rawValue)
    }

    /// Does something, and tells of an error in words and by the exit status.
    static func translating(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            guard let status = ExitStatus(error) else { throw error }
            if status != .success { try? Standard.error.writeLine("\(error)") }
            throw status.code
        }
    }

    /// Nil for an error that isn't about what was asked for, but about how.
    private init?(_ error: any Error) {
        switch error {
        case let error as ControlError: self.init(error)
        case is ResolutionError: self = .unreachable
        case is SystemError: self = .no
        // Who has closed the pipe has seen enough.
        case let error as OutputError: self = error.isClosedPipe ? .success : .outputFailed
        default: return nil
        }
    }

    private init(_ error: ControlError) {
        switch error {
        case .interrupted: self = .interrupted
        case _ where error.isPermission: self = .notPermitted
        case .unreachable: self = .unreachable
        case .refused, .unintelligible, .unknownSource: self = .refused
        }
    }
}
