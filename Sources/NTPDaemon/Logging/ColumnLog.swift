// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPSystem

/// A log file of lines with fixed columns, whose names stand above every so many lines.
///
/// Other programs parse these files, so the columns are an interface. A class, because the files are kept in a
/// struct that is copied, and an open file can't be.
final class ColumnLog {
    private let path: String
    /// The names of the columns, as long as the lines.
    private let banner: String
    /// After how many lines the names come again; 0 for never.
    private let bannerInterval: Int
    private var lines = 0
    /// Opened for the first line.
    private var file: NTPSystem.LogFile?

    init(directory: String, file: String, banner: String, bannerInterval: Int) {
        path = "\(directory)/\(file).log"
        self.banner = banner
        self.bannerInterval = bannerInterval
    }

    /// Has the next line go into a new file, where the old one was renamed.
    func reopen() {
        file = nil
        lines = 0
    }

    func append(_ line: String) throws(SystemError) {
        var text = ""
        if bannerInterval > 0, lines.isMultiple(of: bannerInterval) {
            let rule = String(repeating: "=", count: banner.count)
            text = "\(rule)\n\(banner)\n\(rule)\n"
        }
        if file == nil { file = try NTPSystem.LogFile(path) }
        try file?.append(text + line + "\n")
        lines += 1
    }
}
