// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A directive, or an option of one: its name, how it is written, and where it lands.
///
/// `Root` is what it sets something of: the configuration, or the options of a source.
struct Setting<Root: Sendable>: Sendable {
    let name: String
    /// The arguments as the documentation names them; empty when there are none.
    let arguments: String
    let support: Support
    /// Reads the arguments and sets what they are about.
    let read: @Sendable (inout ArgumentReader, inout Root) -> Void
    /// The words that would set `root` as it is, from the name on, for each time it has to be said.
    let print: @Sendable (Root) -> [[String]]

    init(
        _ name: String, _ arguments: String = "", _ support: Support = .supported,
        read: @escaping @Sendable (inout ArgumentReader, inout Root) -> Void,
        print: @escaping @Sendable (Root) -> [[String]]
    ) {
        self.name = name
        self.arguments = arguments
        self.support = support
        self.read = read
        self.print = print
    }

    var usage: String { arguments.isEmpty ? name : "\(name) \(arguments)" }
}

/// Where a value lands.
typealias Field<Root, Value> = any WritableKeyPath<Root, Value> & Sendable

/// Has values that hold where the configuration says nothing.
protocol Defaulted {
    static var defaults: Self { get }
}

extension Setting where Root: Defaulted {
    /// One argument.
    static func value<Value: Equatable>(
        _ name: String, _ argument: String, _ path: Field<Root, Value>,
        _ grammar: Grammar<Value>, _ support: Support = .supported
    ) -> Self {
        Self(name, argument, support) { reader, root in
            if let value = reader.value(grammar, argument) { root[keyPath: path] = value }
        } print: { root in
            let value = root[keyPath: path]
            return value == Root.defaults[keyPath: path] ? [] : [[name, grammar.print(value)]]
        }
    }

    /// One argument, of something that has no value by default.
    static func value<Value: Equatable>(
        _ name: String, _ argument: String, _ path: Field<Root, Value?>,
        _ grammar: Grammar<Value>, _ support: Support = .supported
    ) -> Self {
        Self(name, argument, support) { reader, root in
            if let value = reader.value(grammar, argument) { root[keyPath: path] = value }
        } print: { root in
            root[keyPath: path].map { [[name, grammar.print($0)]] } ?? []
        }
    }

    /// No argument: being there says it all.
    static func flag(
        _ name: String, _ path: Field<Root, Bool>, _ support: Support = .supported
    ) -> Self {
        Self(name, "", support) { _, root in
            root[keyPath: path] = true
        } print: {
            $0[keyPath: path] ? [[name]] : []
        }
    }
}

extension Setting {
    /// Nothing is kept of it: it is only known by name, and its arguments are skipped.
    static func unused(_ name: String, _ arguments: String, _ support: Support) -> Self {
        Self(name, arguments, support) { reader, _ in
            for _ in arguments.split(separator: " ") { _ = reader.next() }
        } print: { _ in
            []
        }
    }
}

extension Array {
    /// The setting with that name, in any case.
    func named<Root>(_ name: String) -> Setting<Root>? where Element == Setting<Root> {
        let name = name.lowercased()
        return first { $0.name == name }
    }

    /// The words of all settings that aren't what they are by default.
    func words<Root>(for root: Root) -> [String] where Element == Setting<Root> {
        flatMap { $0.print(root).joined() }
    }
}
