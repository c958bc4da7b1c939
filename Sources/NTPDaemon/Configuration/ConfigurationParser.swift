// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What configuration files say, and what is wrong with them.
struct ParsedConfiguration: Sendable {
    var configuration = Configuration()
    /// In the order of the lines.
    var diagnostics: [ConfigurationDiagnostic] = []

    /// Why the configuration can't be used; empty when it can.
    var errors: [ConfigurationDiagnostic] { diagnostics.filter(\.isError) }
    /// What its author should know even so.
    var warnings: [ConfigurationDiagnostic] { diagnostics.filter { !$0.isError } }
}

/// Reads configuration files to their ends, whatever is wrong on the way.
struct ConfigurationParser<Files: ConfigurationFiles> {
    private let files: Files
    private let directives: [Directive]
    /// The same by their names: access lists have many lines.
    private let named: [String: Directive]
    /// The files being read, each included by the one before.
    private var chain: [String] = []
    private var result = ParsedConfiguration()
    /// Where the lines are that something may be said of when all have been read.
    private var places: [ConfigurationRemark.Subject: ConfigurationPlace] = [:]

    /// More levels of files that include files than anyone needs.
    private let maximumDepth = 10
    /// More files in all than anyone needs: a few that include each other many times would be read for hours.
    private let maximumCount = 1000
    private var count = 0

    private init(files: Files, directives: [Directive] = Directive.all) {
        self.files = files
        self.directives = directives
        named = Dictionary(directives.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Reads a file and all that it includes.
    static func parse(file path: String, in files: Files) -> ParsedConfiguration {
        var parser = Self(files: files)
        parser.read(path, for: ConfigurationPlace(file: path, line: 1, column: 1))
        return parser.finished
    }

    /// Reads the arguments of a command line, each as a line of its own.
    static func parse(arguments: [String], in files: Files) -> ParsedConfiguration {
        var parser = Self(files: files)
        parser.read(lines: arguments, of: ConfigurationPlace.commandLine)
        return parser.finished
    }

    /// Reads what the variables of the environment come to, and the files in the folder for more.
    static func parse(_ environment: EnvironmentConfiguration, in files: Files) -> ParsedConfiguration {
        var parser = Self(files: files)
        for line in environment.lines { parser.read(lines: [line.text], of: line.variable) }
        let place = ConfigurationPlace(file: EnvironmentConfiguration.folder, line: 1, column: 1)
        parser.include(.directories([EnvironmentConfiguration.folder]), for: place)
        return parser.finished
    }

    /// What was read, with what the lines come to together.
    private var finished: ParsedConfiguration {
        var result = result
        // Each is said of a line that was read, which has a place.
        result.diagnostics += result.configuration.remarks.compactMap { remark in
            places[remark.subject].map { place in
                ConfigurationDiagnostic(
                    kind: remark.kind, place: place, found: remark.found, remedy: remark.remedy)
            }
        }
        return result
    }

    /// Reads the sources in the directories of a configuration, as they are now.
    ///
    /// Other programs write them while the daemon runs, so what is wrong with them should stop nothing.
    static func parse(sourceDirectories: [[String]], in files: Files) -> ParsedConfiguration {
        let directives = Directive.sources.filter { Self.sourceKinds.contains($0.name) }
        var parser = Self(files: files, directives: directives)
        for directories in sourceDirectories {
            let place = ConfigurationPlace(file: directories.joined(separator: " "), line: 1, column: 1)
            for path in parser.fragments(in: directories, suffix: ".sources", for: place) {
                parser.read(
                    path, for: ConfigurationPlace(file: path, line: 1, column: 1), lastLine: .mayBeUnfinished)
            }
        }
        return parser.result
    }

    private static var sourceKinds: [String] { ["server", "pool", "peer"] }

    /// What a last line without a line feed is.
    private enum LastLine {
        case isComplete, mayBeUnfinished
    }

    private mutating func read(
        _ path: String, for place: ConfigurationPlace, lastLine: LastLine = .isComplete
    ) {
        do throws(FileAccessError) {
            let bytes = try files.contents(of: path)
            guard !bytes.contains(0) else {
                return report(place, "\(path.quoted) is not a text file", remedy: "correct the path")
            }
            var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let rest = lines.last?.isEmpty == false && lastLine == .mayBeUnfinished ? lines.popLast() : nil
            read(lines: lines.map { String(decoding: $0, as: UTF8.self) }, of: path)
            if rest != nil {
                warnOfUnfinishedLine(ConfigurationPlace(file: path, line: lines.count + 1, column: 1))
            }
        } catch {
            report(place, "can't read \(path.quoted): \(error.reason)", remedy: error.remedy)
        }
    }

    private mutating func read(lines: [String], of file: String) {
        chain.append(file)
        defer { chain.removeLast() }
        for (index, line) in lines.enumerated() {
            read(ArgumentReader(line, file: file, line: index + 1))
        }
    }

    private mutating func read(_ reader: ArgumentReader) {
        var reader = reader
        guard !reader.isBlank, let name = reader.next() else { return }
        let place = reader.place
        if let directive = named[name.lowercased()] {
            let before = result.configuration.remarkableCounts
            reader.read(directive, into: &result.configuration)
            note(directive, at: place, before: before)
        } else {
            reader.report(unknown(name, in: reader))
        }
        result.diagnostics += reader.diagnostics
        if let inclusion = reader.inclusion { include(inclusion, for: place) }
    }

    /// Remembers where a directive was, and what it has brought.
    private mutating func note(
        _ directive: Directive, at place: ConfigurationPlace, before: (sources: Int, referenceClocks: Int)
    ) {
        let after = result.configuration.remarkableCounts
        places[.directive(directive.name)] = place
        for index in before.sources..<after.sources { places[.source(index)] = place }
        for index in before.referenceClocks..<after.referenceClocks { places[.referenceClock(index)] = place }
    }

    private func unknown(_ name: String, in reader: ArgumentReader) -> ConfigurationDiagnostic {
        let names = directives.map(\.name)
        guard Directive.all.named(name) != nil else { return reader.unknown(name, "directive", among: names) }
        let expected = names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
        return ConfigurationDiagnostic(
            kind: .syntax, place: reader.place, found: "\(name.quoted) can't be used here", expected: expected
        )
    }

    private mutating func include(_ inclusion: Inclusion, for place: ConfigurationPlace) {
        let paths: [String]
        switch inclusion {
        case .files(let text):
            let pattern = PathPattern(text)
            // A pattern that matches nothing is no mistake; a file that isn't there is.
            paths = pattern.hasWildcard ? pattern.matches(in: files) : [text]
        case .directories(let directories):
            paths = fragments(in: directories, suffix: ".conf", for: place)
        }
        for path in paths where mayRead(path, for: place) { read(path, for: place) }
    }

    /// Whether a file that is included can be; else it is reported.
    private mutating func mayRead(_ path: String, for place: ConfigurationPlace) -> Bool {
        guard !chain.contains(path) else {
            let cycle = (chain.drop { $0 != path } + [path]).joined(separator: " > ")
            report(place, "\(path.quoted) includes itself: \(cycle)", remedy: "remove the line")
            return false
        }
        guard chain.count < maximumDepth else {
            report(
                place, "\(path.quoted) is included through \(chain.count) files",
                expected: "at most \(maximumDepth - 1)", remedy: "include it further up")
            return false
        }
        count += 1
        // Said once: there may be thousands more.
        if count == maximumCount + 1 {
            report(
                place, "\(path.quoted) is a file too many",
                expected: "at most \(maximumCount) in all, each counted as often as it is included",
                remedy: "include each once")
        }
        return count <= maximumCount
    }

    /// The files with that suffix, in the order of their names. Of several with the same name, the one in the
    /// first directory counts; a directory that doesn't exist has none.
    private mutating func fragments(
        in directories: [String], suffix: String, for place: ConfigurationPlace
    ) -> [String] {
        var paths: [String: String] = [:]
        for directory in directories {
            do throws(FileAccessError) {
                for name in try files.names(in: directory) where name.hasSuffix(suffix) {
                    let path = directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
                    if paths[name] == nil { paths[name] = path }
                }
            } catch {
                guard !error.isMissing else { continue }
                report(place, "can't list \(directory.quoted): \(error.reason)", remedy: error.remedy)
            }
        }
        return paths.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.value)
    }

    private mutating func warnOfUnfinishedLine(_ place: ConfigurationPlace) {
        result.diagnostics.append(
            ConfigurationDiagnostic(
                kind: .warning, place: place, found: "the last line has no end yet, and is left out"))
    }

    private mutating func report(
        _ place: ConfigurationPlace, _ found: String, expected: String? = nil, remedy: String
    ) {
        result.diagnostics.append(
            ConfigurationDiagnostic(
                kind: .file, place: place, found: found, expected: expected, remedy: remedy))
    }
}
