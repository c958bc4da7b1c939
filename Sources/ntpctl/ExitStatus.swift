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

    init(_ error: ControlError) {
        switch error {
        case .interrupted: self = .interrupted
        case _ where error.isPermission: self = .notPermitted
        case .unreachable: self = .unreachable
        case .refused, .unintelligible, .unknownSource: self = .refused
        }
    }

    var code: ExitCode {
        ExitCode(rawValue)
    }

    /// Does something, and tells of an error in words and by the exit status.
    static func translating(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as ControlError {
            try? Standard.error.writeLine("\(error)")
            throw ExitStatus(error).code
        } catch let error as SystemError {
            try? Standard.error.writeLine("\(error)")
            throw no.code
        } catch let error as OutputError {
            guard !error.isClosedPipe else { return }
            try? Standard.error.writeLine("\(error)")
            throw outputFailed.code
        }
    }
}
