// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Functions fit a screen.
enum FunctionLength {
    static let limit = 60

    /// A function with a body; its lines are those from its name to its last brace.
    struct Function: Hashable {
        let name: String
        let line: Int
        let lines: Int
    }

    static func violations(in file: SourceFile) -> [String] {
        let functions =
            switch file.suffix {
            case "swift": swiftFunctions(in: file)
            case "c": cFunctions(in: file)
            default: [Function]()
            }
        return functions.filter { $0.lines > limit }.map {
            "\(file.path):\($0.line): \($0.name) has \($0.lines) lines; at most \(limit) are allowed"
        }
    }

    static func swiftFunctions(in file: SourceFile) -> [Function] {
        let tokens = file.tokens
        return tokens.indices.compactMap { index in
            guard let name = declaredName(at: index, in: tokens), let end = bodyEnd(after: index, in: tokens)
            else { return nil }
            let first = tokens[index].line
            return Function(name: name, line: first, lines: end.line - first + 1)
        }
    }

    /// The name of the function that is declared here, if one is.
    private static func declaredName(at index: Int, in tokens: [Token]) -> String? {
        let next = index + 1 < tokens.count ? tokens[index + 1].text : ""
        switch tokens[index].text {
        case "func": return next
        case "init", "subscript":
            // Else it is called: x.init(...).
            let isCalled = index > 0 && tokens[index - 1].text == "."
            return !isCalled && ["(", "<", "?", "!"].contains(next) ? tokens[index].text : nil
        case "deinit": return "deinit"
        default: return nil
        }
    }

    /// The brace that closes the body; nil for a requirement of a protocol, which has none.
    private static func bodyEnd(after declaration: Int, in tokens: [Token]) -> Token? {
        let ends: Set = ["func", "var", "init", "subscript", "associatedtype", "mutating", "static", "}"]
        var parentheses = 0
        var braces = 0
        for token in tokens[(declaration + 1)...] {
            switch token.text {
            case "(", "[": parentheses += 1
            case ")", "]": parentheses -= 1
            case "{" where parentheses == 0 || braces > 0: braces += 1
            case "}" where braces > 0:
                braces -= 1
                if braces == 0 { return token }
            case let text where braces == 0 && parentheses == 0 && ends.contains(text): return nil
            default: break
            }
        }
        return nil
    }

    /// A C function begins with its name at the start of a line and ends with a brace there.
    static func cFunctions(in file: SourceFile) -> [Function] {
        var functions: [Function] = []
        var start: (name: String, line: Int)?
        for (number, line) in zip(1..., file.lines) {
            if line == "}", let begun = start {
                functions.append(Function(name: begun.name, line: begun.line, lines: number - begun.line + 1))
                start = nil
            } else if let name = cFunctionName(line) {
                start = (name, number)
            }
        }
        return functions
    }

    private static func cFunctionName(_ line: Substring) -> String? {
        guard line.first?.isLetter == true, line.last != ";", let parenthesis = line.firstIndex(of: "(")
        else {
            return nil
        }
        return line[..<parenthesis].split { !($0.isLetter || $0.isNumber || $0 == "_") }.last.map(String.init)
    }
}
