// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Directive {
    /// What is logged and where.
    static let logging: [Directive] = [
        Directive("log", "FILE...") { reader, configuration in
            while !reader.isAtEnd {
                guard let file = reader.value(Grammar<LogFile>.keyword, "FILE") else { continue }
                configuration.logging.files.insert(file)
            }
        } print: { configuration in
            let names = LogFile.allCases.filter { configuration.logging.files.contains($0) }.map(\.rawValue)
            return names.isEmpty ? [] : [["log"] + names]
        },
        .value("logbanner", "ENTRIES", \.logging.bannerInterval, .integer(from: 0)),
        .value("logchange", "SECONDS", \.logging.changeThreshold, .seconds),
        .value("logdir", "DIRECTORY", \.logging.directory, .path),
    ]
}
