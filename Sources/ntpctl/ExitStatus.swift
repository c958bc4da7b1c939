// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPControlClient

/// What the program ends with. Part of its interface: scripts depend on these numbers.
enum ExitStatus: Int32, CaseIterable {
    case success = 0
    case no = 1
    case unreachable = 2
    case notPermitted = 3
    case refused = 4
    case interrupted = 130

    static let help = """
        Exit status: 0 done, or yes; 1 no (not healthy, not in time, not answered); 2 no daemon answers; \
        3 not permitted; 4 the daemon can't or won't do it; 64 wrong usage; 130 interrupted.
        """

    init(_ error: ControlError) {
        switch error {
        case .interrupted: self = .interrupted
        case _ where error.isPermission: self = .notPermitted
        case .unreachable: self = .unreachable
        case .refused, .unintelligible: self = .refused
        }
    }

    var code: ExitCode {
        ExitCode(rawValue)
    }
}
