// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A path with wildcards, as a shell knows them: `*`, `?` and `[...]`, within one name.
struct PathPattern: Hashable, Sendable {
    private let components: [String]
    private let isAbsolute: Bool
    let text: String

    init(_ text: String) {
        self.text = text
        isAbsolute = text.hasPrefix("/")
        components = text.split(separator: "/").map(String.init)
    }

    /// Whether there is any wildcard, so that several files may be meant, or none.
    var hasWildcard: Bool {
        text.utf8.contains { "*?[".utf8.contains($0) }
    }

    /// The paths in `files` that match, in order. What can't be listed has no matches.
    func matches(in files: some ConfigurationFiles) -> [String] {
        var paths = [isAbsolute ? "/" : ""]
        for (index, component) in components.enumerated() {
            let isLast = index == components.count - 1
            paths = paths.flatMap { parent -> [String] in
                // A plain name in the middle of the path needn't be listed, nor its directory readable.
                guard isLast || component.utf8.contains(where: { "*?[".utf8.contains($0) }) else {
                    return ["\(parent)\(component)/"]
                }
                let names = (try? files.names(in: parent.isEmpty ? "." : parent)) ?? []
                return names.filter { NamePattern(component).matches($0) }.sorted()
                    .map { "\(parent)\($0)\(isLast ? "" : "/")" }
            }
        }
        return paths
    }
}

/// A name with wildcards.
private struct NamePattern {
    private enum Element {
        case one(ClosedRange<Unicode.Scalar>)
        case oneOf([ClosedRange<Unicode.Scalar>], negated: Bool)
        case any
        case anything
    }

    private var elements: [Element] = []
    private let matchesHidden: Bool

    init(_ text: String) {
        matchesHidden = text.hasPrefix(".")
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "*": elements.append(.anything)
            case "?": elements.append(.any)
            case "[": elements.append(Self.set(&rest) ?? .one("["..."["))
            default: elements.append(.one(scalar...scalar))
            }
        }
    }

    /// The inside of brackets. Nil, with nothing consumed, when they aren't closed.
    private static func set(_ rest: inout ArraySlice<Unicode.Scalar>) -> Element? {
        var inside = rest
        let negated = inside.first == "!" || inside.first == "^"
        if negated { inside.removeFirst() }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        while let scalar = inside.popFirst() {
            // A bracket that comes first stands for itself.
            if scalar == "]", !ranges.isEmpty {
                rest = inside
                return .oneOf(ranges, negated: negated)
            }
            if inside.first == "-", let end = inside.dropFirst().first, end != "]" {
                inside.removeFirst(2)
                ranges.append(min(scalar, end)...max(scalar, end))
            } else {
                ranges.append(scalar...scalar)
            }
        }
        return nil
    }

    func matches(_ name: String) -> Bool {
        guard matchesHidden || !name.hasPrefix(".") else { return false }
        // Only the latest `*` ever needs to be tried again, which keeps this from exploding.
        let scalars = Array(name.unicodeScalars)
        var position = 0
        var element = 0
        var retry: (element: Int, position: Int)?
        while position < scalars.count {
            if element < elements.count, case .anything = elements[element] {
                retry = (element, position)
                element += 1
            } else if element < elements.count, Self.fits(elements[element], scalars[position]) {
                element += 1
                position += 1
            } else if let (star, start) = retry {
                retry = (star, start + 1)
                element = star + 1
                position = start + 1
            } else {
                return false
            }
        }
        return elements[element...].allSatisfy { if case .anything = $0 { true } else { false } }
    }

    private static func fits(_ element: Element, _ scalar: Unicode.Scalar) -> Bool {
        switch element {
        case .one(let range): range.contains(scalar)
        case .oneOf(let ranges, let negated): ranges.contains { $0.contains(scalar) } != negated
        case .any: true
        case .anything: false
        }
    }
}
