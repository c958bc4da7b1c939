// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension CommandLineOptions {
    /// The text that `--help` prints.
    static var help: String {
        var lines = [
            "Usage: ntpd [OPTION]... [DIRECTIVE]...",
            "",
            "Follows time servers, corrects the clock of this computer, and serves time.",
            "",
            "A directive is a line of configuration, in quotation marks. With any of them, no",
            "file is read; else it is the one that -f names, or the first there is of",
        ]
        lines += ConfigurationPath.searched.map { "  \($0)" }
        for group in CommandLineFlag.groups {
            lines += ["", "\(group.title):"]
            for flag in group.flags {
                let gap = String(repeating: " ", count: max(1, 14 - flag.usage.count))
                lines.append("  \(flag.usage)\(gap)\(flag.help)")
            }
        }
        let variables = EnvironmentVariable.all.map(\.name)
        lines += [
            "",
            "In a container:",
            "  --from-environment  These variables are the configuration:",
        ]
        lines += stride(from: 0, to: variables.count, by: 5).map { first in
            "    " + variables.dropFirst(first).prefix(5).joined(separator: " ")
        }
        lines += [
            "",
            "Examples:",
            "  ntpd -Q 'pool pool.ntp.org iburst'    How wrong is the clock?",
            "  ntpd -d -x -f ./ntpd.conf             Try a configuration, clock untouched",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}
