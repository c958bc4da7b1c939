// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The words of one line, read from left to right.
///
/// Problems that leave the rest of the line readable are collected, so that one run shows all of them.
struct ArgumentReader {
    /// The words, each with the column that it starts in.
    private let words: [(text: String, column: Int)]
    private let file: String
    private let line: Int
    private let endColumn: Int
    private var position = 0

    /// What the arguments being read belong to: the directive, or one of its options.
    private var subject: (name: String, usage: String) = ("", "")
    /// Whether it has been said that an argument of the subject is missing.
    private var lacksArgument = false
    private(set) var diagnostics: [ConfigurationDiagnostic] = []
    /// What the line asks to be read next.
    var inclusion: Inclusion?

    init(_ text: String, file: String, line: Int) {
        var words: [(text: String, column: Int)] = []
        var start: (index: String.Index, column: Int)?
        var column = 1
        for index in text.utf8.indices {
            let byte = text.utf8[index]
            if byte == UInt8(ascii: " ") || (UInt8(ascii: "\t")...UInt8(ascii: "\r")).contains(byte) {
                if let start { words.append((String(text[start.index..<index]), start.column)) }
                start = nil
            } else if start == nil {
                start = (index, column)
            }
            // Columns are those of Unicode's scalars: a byte that continues one has none of its own.
            if byte & 0xC0 != 0x80 { column += 1 }
        }
        if let start { words.append((String(text[start.index...]), start.column)) }
        self.words = words
        self.file = file
        self.line = line
        endColumn = column
    }

    /// Whether there is nothing on the line but a comment, if that.
    var isBlank: Bool {
        words.first.map { $0.text.startsComment } ?? true
    }

    /// Whether all words have been read.
    var isAtEnd: Bool { position == words.count }

    /// How many words are left.
    var remaining: Int { words.count - position }

    /// The next word, left in place.
    var peek: String? { isAtEnd ? nil : words[position].text }

    /// The next word.
    mutating func next() -> String? {
        guard let word = peek else { return nil }
        position += 1
        return word
    }

    /// Gives up on the rest of the line.
    mutating func skipRest() {
        position = words.count
    }

    /// The place of the word read last.
    var place: ConfigurationPlace { place(ofWord: position - 1) }

    private func place(ofWord index: Int) -> ConfigurationPlace {
        let column = words.indices.contains(index) ? words[index].column : endColumn
        return ConfigurationPlace(file: file, line: line, column: column)
    }

    /// Adds to what is wrong with the line.
    mutating func report(_ diagnostic: ConfigurationDiagnostic) {
        diagnostics.append(diagnostic)
    }

    /// Adds a remark on the word read last, which is accepted.
    mutating func warn(_ text: String) {
        report(ConfigurationDiagnostic(kind: .warning, place: place, found: text))
    }
}

extension ArgumentReader {
    /// Reads the rest of the line as the arguments of a directive. Its name was the word before.
    mutating func read(_ directive: Directive, into configuration: inout Configuration) {
        readArguments(of: directive, into: &configuration)
        guard let word = next() else { return }
        report(
            ConfigurationDiagnostic(
                kind: .syntax, place: place, found: "\(directive.name) has a word too many, \(word.quoted)",
                expected: "'\(directive.usage)'", remedy: word.commentRemedy))
    }

    /// Reads options in any order up to the end of the line.
    mutating func readOptions<Root>(_ options: [Setting<Root>], into root: inout Root) {
        while let word = next() {
            guard let option = options.named(word) else {
                report(unknown(word, "option", of: subject.name, among: options.map(\.name)))
                // Which of the words that follow are its arguments, nobody knows.
                return skipRest()
            }
            readArguments(of: option, into: &root)
        }
    }

    private mutating func readArguments<Root>(of setting: Setting<Root>, into root: inout Root) {
        let outer = (subject, lacksArgument)
        defer { (subject, lacksArgument) = outer }
        subject = (setting.name, setting.usage)
        lacksArgument = false
        reportSupport(of: setting.name, setting.support)
        setting.read(&self, &root)
    }

    /// Reads one argument. Nil, with the reason reported, when it isn't there or doesn't fit.
    ///
    /// - Parameter argument: Its name in the usage.
    mutating func value<Value>(_ grammar: Grammar<Value>, _ argument: String) -> Value? {
        guard let word = next() else {
            if !lacksArgument {
                report(
                    ConfigurationDiagnostic(
                        kind: .syntax, place: place(ofWord: position),
                        found: "\(subject.name) lacks \(argument)", expected: "'\(subject.usage)'"))
            }
            lacksArgument = true
            return nil
        }
        let value = grammar.parse(word)
        if value == nil {
            report(
                ConfigurationDiagnostic(
                    kind: .syntax, place: place, found: "\(subject.name) \(argument) is \(word.quoted)",
                    expected: grammar.expected))
        }
        return value
    }

    /// Reads as many arguments as follow, but not more than `maximum`. At least `minimum` have to.
    mutating func values<Value>(
        _ grammar: Grammar<Value>, _ argument: String, atLeast minimum: Int = 0, atMost maximum: Int = .max
    ) -> [Value] {
        var values: [Value] = []
        var count = 0
        while count < minimum || count < maximum && !isAtEnd {
            if let value = value(grammar, argument) { values.append(value) }
            count += 1
        }
        return values
    }

    /// The word read last isn't the name of anything.
    func unknown(
        _ word: String, _ kind: String, of owner: String? = nil, among names: [String]
    ) -> ConfigurationDiagnostic {
        let suggestion = word.nearest(among: names).map { "did you mean '\($0)'?" }
        return ConfigurationDiagnostic(
            kind: .syntax, place: place,
            found: "unknown \(kind) \(word.quoted)\(owner.map { " of \($0)" } ?? "")",
            remedy: word.commentRemedy ?? suggestion)
    }

    /// Reports what the daemon doesn't do. `name` was the word read last.
    mutating func reportSupport(of name: String, _ support: Support) {
        if case .obsolete(let reason) = support { warn("'\(name)' has no effect: \(reason)") }
        guard let refusal = support.refusal(of: name) else { return }
        report(
            ConfigurationDiagnostic(kind: .notSupported, place: place, found: refusal, remedy: "remove it"))
    }
}

extension String {
    /// Whether a line that starts with this word is a comment.
    fileprivate var startsComment: Bool {
        unicodeScalars.first.map { "!;#%".unicodeScalars.contains($0) } ?? false
    }

    /// What to do about a comment behind a directive.
    fileprivate var commentRemedy: String? {
        startsComment ? "put the comment on a line of its own" : nil
    }
}
