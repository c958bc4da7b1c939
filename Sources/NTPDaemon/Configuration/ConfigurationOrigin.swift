// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Where the configuration comes from, for reading it again.
enum ConfigurationOrigin: Hashable, Sendable {
    case file(String)
    /// The directives of the command line. Files may be included by them.
    case arguments([String])
    case environment(EnvironmentConfiguration)

    func read(in files: some ConfigurationFiles) -> ParsedConfiguration {
        switch self {
        case .file(let path): ConfigurationParser.parse(file: path, in: files)
        case .arguments(let lines): ConfigurationParser.parse(arguments: lines, in: files)
        case .environment(let environment): ConfigurationParser.parse(environment, in: files)
        }
    }
}
