// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Swift source in which comments and the text of string literals are blank, line by line where it was.
///
/// Code in interpolations stays. Regular expressions between slashes aren't known; there are none here.
struct SwiftCode {
    private(set) var bytes: [UInt8]
    private var position = 0
    /// The strings that surround the position, each with the parentheses that are open in its interpolation.
    private var strings: [Literal] = []

    /// A string literal: its delimiter, and how much of an interpolation is open.
    private struct Literal {
        let hashes: Int
        let quotes: Int
        /// Nil in the text itself.
        var openParentheses: Int?
    }

    init(_ text: [UInt8]) {
        bytes = text
        while position < bytes.count {
            if let literal = strings.last, literal.openParentheses == nil {
                skipText(of: literal)
            } else {
                skipCode()
            }
        }
    }

    private mutating func skipCode() {
        if starts(with: "//") {
            while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { blank(1) }
        } else if starts(with: "/*") {
            skipBlockComment()
        } else if let literal = literalStart() {
            blank(literal.hashes + literal.quotes)
            strings.append(literal)
        } else {
            countParenthesis()
            position += 1
        }
    }

    /// Block comments nest.
    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                blank(2)
            } else if starts(with: "*/") {
                depth -= 1
                blank(2)
            } else {
                blank(1)
            }
        } while depth > 0 && position < bytes.count
    }

    private mutating func skipText(of literal: Literal) {
        let hashes = String(repeating: "#", count: literal.hashes)
        let end = String(repeating: "\"", count: literal.quotes) + hashes
        if starts(with: end) {
            blank(end.utf8.count)
            strings.removeLast()
        } else if starts(with: "\\\(hashes)(") {
            blank(literal.hashes + 1)
            position += 1
            strings[strings.count - 1].openParentheses = 1
        } else if starts(with: "\\\(hashes)") {
            blank(literal.hashes + 2)
        } else {
            blank(1)
        }
    }

    /// Leaves an interpolation with its last parenthesis.
    private mutating func countParenthesis() {
        guard let open = strings.last?.openParentheses else { return }
        switch bytes[position] {
        case UInt8(ascii: "("): strings[strings.count - 1].openParentheses = open + 1
        case UInt8(ascii: ")"): strings[strings.count - 1].openParentheses = open > 1 ? open - 1 : nil
        default: break
        }
    }

    private func literalStart() -> Literal? {
        var cursor = position
        while cursor < bytes.count, bytes[cursor] == UInt8(ascii: "#") { cursor += 1 }
        guard cursor < bytes.count, bytes[cursor] == UInt8(ascii: "\"") else { return nil }
        let quotes = bytes[cursor...].starts(with: "\"\"\"".utf8) ? 3 : 1
        return Literal(hashes: cursor - position, quotes: quotes, openParentheses: nil)
    }

    private func starts(with text: String) -> Bool {
        bytes[position...].starts(with: text.utf8)
    }

    private mutating func blank(_ count: Int) {
        for _ in 0..<min(count, bytes.count - position) {
            if bytes[position] != UInt8(ascii: "\n") { bytes[position] = UInt8(ascii: " ") }
            position += 1
        }
    }
}

/// A word, number or other character of code, and the line it is on, from 1.
struct Token: Hashable {
    let text: String
    let line: Int

    init(_ text: String, line: Int) {
        self.text = text
        self.line = line
    }
}

extension SwiftCode {
    /// Words with a leading `@` or `#` where there is one, names in backticks, and all else character by character.
    var tokens: [Token] {
        var tokens: [Token] = []
        var line = 1
        var word: [UInt8] = []
        let backtick = UInt8(ascii: "`")
        let starts = [UInt8(ascii: "@"), UInt8(ascii: "#"), backtick]
        func isWord(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: "_") || byte >= 0x80 || Unicode.Scalar(byte).properties.isAlphabetic
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        }
        for byte in bytes + [UInt8(ascii: "\n")] {
            let isQuoted = word.first == backtick && (word.count == 1 || word.last != backtick)
            if isWord(byte) || isQuoted || word.isEmpty && starts.contains(byte) {
                word.append(byte)
                continue
            }
            if !word.isEmpty { tokens.append(Token(String(decoding: word, as: UTF8.self), line: line)) }
            word = []
            if byte == UInt8(ascii: "\n") {
                line += 1
            } else if byte > UInt8(ascii: " ") {
                tokens.append(Token(String(Unicode.Scalar(byte)), line: line))
            }
        }
        return tokens
    }
}
