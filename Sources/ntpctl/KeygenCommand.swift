// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import ArgumentParser
internal import NTPControlClient

/// Asks no daemon anything.
struct KeygenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen", abstract: "Make a random key for the key files of both ends.",
        discussion: """
            Prints a line for the file that 'keyfile' names. Both ends need the same line; keep it secret.
            """)

    @Argument(help: "The number by which 'key' names it, from 1.")
    var id: UInt32 = 1

    @Argument(help: "\(NewKey.types.joined(separator: ", ")).")
    var type = "AES128"

    @Argument(help: "The length in bits, for hash functions: 80 to 4096, 160 unless given.")
    var bits: Int?

    func run() throws {
        var generator = SystemRandomNumberGenerator()
        guard let key = NewKey(id: id, type: type, bits: bits, using: &generator) else {
            let bits = bits.map { " of \($0) bits" } ?? ""
            throw ValidationError("there is no key \(id) of type \(type)\(bits)")
        }
        print(key.line)
    }
}
