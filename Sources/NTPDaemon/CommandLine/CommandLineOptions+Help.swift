// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension CommandLineOptions {
    /// The text that `--help` prints.
    static var help: String {
        var lines = [
            "Usage: ntpd [OPTION]... [DIRECTIVE]...",
            "",
            "Follows time servers, corrects the clock of this computer, and serves its time to others.",
            "",
            "Directives are lines of configuration, in quotation marks; with any, no file is read. Else",
            "the configuration is the first of these files: \(ConfigurationPath.searched.joined(separator: ", ")).",
        ]
        for group in CommandLineFlag.groups {
            lines += ["", "\(group.title):"]
            for flag in group.flags {
                let column = flag.usage + String(repeating: " ", count: max(1, 14 - flag.usage.count))
                lines.append("  \(column)\(flag.help)")
            }
        }
        lines += [
            "",
            "Examples:",
            "  ntpd -Q 'pool pool.ntp.org iburst'        how wrong is the clock?",
            "  ntpd -d -x -f ./ntpd.conf                 try a configuration, clock untouched",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}
