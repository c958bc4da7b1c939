// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Words that may not occur in the code of certain files.
struct ForbiddenWords {
    let words: Set<String>
    /// Whether only calls count: the word with a parenthesis behind it.
    var asCalls = false
    let reason: String

    /// For the floors that get time, bytes and randomness as arguments.
    static let impure = [
        ForbiddenWords(
            words: [
                "ContinuousClock", "SuspendingClock", "Date", "SystemRandomNumberGenerator", "Task", "actor",
            ],
            reason: "time, randomness and concurrency are the caller's"),
        ForbiddenWords(
            words: ["print", "debugPrint", "readLine", "random", "shuffled"], asCalls: true,
            reason: "input, output and randomness are the caller's"),
    ]
    static let unsafe = ForbiddenWords(words: ["unsafe"], reason: "unsafe code has files of its own")
    static let unchecked = ForbiddenWords(
        words: ["@unchecked"], reason: "the compiler has to see that it is Sendable")

    func violations(in file: SourceFile) -> [String] {
        let tokens = file.tokens
        return tokens.indices.filter { index in
            guard words.contains(tokens[index].text) else { return false }
            guard asCalls else { return true }
            let isDeclared = index > 0 && tokens[index - 1].text == "func"
            // With a generator as argument, it is the caller's randomness.
            let next = tokens[(index + 1)...].prefix(2).map(\.text)
            return !isDeclared && next.first == "(" && !callNamesGenerator(tokens[index...])
        }.map { "\(file.path):\(tokens[$0].line): '\(tokens[$0].text)': \(reason)" }
    }

    /// Whether the argument list that follows has the label `using`.
    private func callNamesGenerator(_ tokens: ArraySlice<Token>) -> Bool {
        var depth = 0
        for token in tokens.dropFirst() {
            if token.text == "(" { depth += 1 }
            if token.text == ")" { depth -= 1 }
            if depth == 0 { return false }
            if depth == 1, token.text == "using" { return true }
        }
        return false
    }
}
