// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What is wrong with a command line.
struct CommandLineError: Error, Hashable, Sendable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension CommandLineOptions {
    /// Reads the arguments behind the name of the program.
    ///
    /// Flags may be combined (`-4x`), have their arguments attached (`-fFILE`), and stand between directives,
    /// as everywhere on Linux. Behind `--`, all are directives.
    init(parsing arguments: [String]) throws(CommandLineError) {
        try read(arguments)
        guard readsEnvironment else { return }
        guard configurationPath == nil, directives.isEmpty else {
            throw CommandLineError(
                "--from-environment takes the place of -f and of directives; mount more configuration at "
                    + "\(EnvironmentConfiguration.folder), or give it by NTP_DIRECTIVES")
        }
        staysInForeground = true
        terminalVerbosity = max(1, terminalVerbosity)
    }

    private mutating func read(_ arguments: [String]) throws(CommandLineError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--":
                directives += rest
                return
            case "--help": action = .printHelp
            case "--version": action = .printVersion
            case "--from-environment": readsEnvironment = true
            case _ where argument.hasPrefix("--"):
                throw CommandLineError("unknown option \(argument.quoted); see 'ntpd --help'")
            case _ where argument.hasPrefix("-") && argument != "-":
                try readFlags(argument.dropFirst(), rest: &rest)
            default:
                directives.append(argument)
            }
        }
    }

    /// Reads flags in one argument, and the argument of the last of them from `rest` if need be.
    private mutating func readFlags(
        _ letters: Substring, rest: inout ArraySlice<String>
    ) throws(CommandLineError) {
        var letters = letters
        while let letter = letters.popFirst() {
            guard let flag = CommandLineFlag.named(letter) else {
                throw CommandLineError("unknown option \("-\(letter)".quoted); see 'ntpd --help'")
            }
            var word = ""
            if let argument = flag.argument {
                if !letters.isEmpty {
                    word = String(letters)
                    letters = ""
                } else if let next = rest.popFirst() {
                    word = next
                } else {
                    throw CommandLineError("-\(letter) lacks \(argument); expected '\(flag.usage)'")
                }
            }
            if let expected = flag.apply(&self, word) {
                throw CommandLineError("\(flag.usage) is \(word.quoted); expected \(expected)")
            }
            if let refusal = flag.support.refusal(of: "-\(letter)") {
                throw CommandLineError(refusal)
            }
        }
    }
}

extension CommandLineFlag {
    fileprivate static func named(_ letter: Character) -> CommandLineFlag? {
        for group in groups {
            if let flag = group.flags.first(where: { $0.letter == letter }) { return flag }
        }
        return nil
    }
}
