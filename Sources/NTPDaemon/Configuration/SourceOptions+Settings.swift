// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem

extension SourceOptions {
    typealias Option = Setting<SourceOptions>

    /// The options of `server`, `pool` and `peer`.
    static let all: [Option] = addressing + polling + selecting + measuring + protocolOptions

    private static let addressing: [Option] = [
        .value("port", "PORT", \.port, .port),
        .family("ipv4", .ipv4),
        .family("ipv6", .ipv6),
        .value("maxsources", "SOURCES", \.maximumSources, .integer(in: 1...16)),
        .flag("offline", \.startsOffline),
        .flag("auto_offline", \.goesOffline),
    ]

    private static let polling: [Option] = [
        .value("minpoll", "POLL", \.minimumPoll, .poll(in: -7...24)),
        .value("maxpoll", "POLL", \.maximumPoll, .poll(in: -7...24)),
        .value("polltarget", "SAMPLES", \.pollTarget, .integer(in: 1...1000)),
        .value("presend", "POLL", \.presendPoll, .poll(in: -7...24)),
        .flag("iburst", \.initialBurst),
        .flag("burst", \.burst),
    ]

    private static let selecting: [Option] = [
        .flag("noselect", \.selection[.noselect]),
        .flag("prefer", \.selection[.prefer]),
        .flag("trust", \.selection[.trust]),
        .flag("require", \.selection[.require]),
        .value("minstratum", "STRATUM", \.minimumStratum, .integer(in: 0...15)),
        .value("maxunreach", "POLLS", \.maximumUnreachablePolls, .integer(from: 0)),
        .flag("copy", \.copiesIdentity),
    ]

    private static let measuring: [Option] = [
        .value("maxdelay", "SECONDS", \.maximumDelay, .real(in: 0...1000)),
        .value("maxdelayratio", "RATIO", \.maximumDelayRatio, .real(from: 0)),
        .value("maxdelaydevratio", "RATIO", \.maximumDelayDeviationRatio, .real(from: 0)),
        .value("maxdelayquant", "QUANTILE", \.maximumDelayQuantile, .real(in: 0.05...0.95)),
        .value("mindelay", "SECONDS", \.minimumDelay, .seconds),
        .value("asymmetry", "RATIO", \.asymmetry, .real(in: -0.5...0.5)),
        .value("offset", "SECONDS", \.offset, .real),
        .value("filter", "POLLS", \.filterLength, .integer(in: 0...1000)),
        .value("minsamples", "SAMPLES", \.minimumSamples, .integer(from: 0)),
        .value("maxsamples", "SAMPLES", \.maximumSamples, .integer(from: 0)),
    ]

    private static let protocolOptions: [Option] = [
        .value("version", "VERSION", \.version, .integer(in: 2...4)),
        .flag("xleave", \.interleaved),
        .value("key", "ID", \.key, .integer(in: 1...UInt32.max)),
        extensionField,
        .unused("nts", "", .never("Network Time Security")),
        .unused("ntsport", "PORT", .never("Network Time Security")),
        .unused("certset", "ID", .never("Network Time Security")),
    ]

    private static let extensionField = Option("extfield", "TYPE") { reader, options in
        if let field = reader.value(.extensionField, "TYPE") { options.extensionFields.insert(field) }
    } print: { options in
        let given = ExtensionFieldOptions.byType.map(\.field).filter(options.extensionFields.contains)
        return given.map { ["extfield", Grammar.extensionField.print($0)] }
    }
}

extension ExtensionFieldOptions {
    static let byType: [(type: UInt16, field: Self)] = [
        (MonotonicRoot.fieldType, .monotonicRoot), (NetworkCorrection.fieldType, .networkCorrection),
    ]
}

extension Grammar where Value == ExtensionFieldOptions {
    fileprivate static var extensionField: Self {
        let number = Grammar<UInt16>.hexadecimal(in: 0...UInt16.max)
        return Self(expected: "F323 or 10A") { word in
            number.parse(word).flatMap { type in Value.byType.first { $0.type == type }?.field }
        } print: { field in
            Value.byType.first { $0.field == field }.map { number.print($0.type) } ?? ""
        }
    }
}

extension Setting<SourceOptions> {
    /// Restricts the source to the addresses of a family.
    fileprivate static func family(_ name: String, _ family: AddressFamily) -> Self {
        Self(name) { _, options in
            options.addressFamily = family
        } print: {
            $0.addressFamily == family ? [[name]] : []
        }
    }
}

extension SelectionOptions {
    /// Whether the option is set.
    subscript(_ option: SelectionOptions) -> Bool {
        get { contains(option) }
        set {
            if newValue { insert(option) } else { remove(option) }
        }
    }
}
