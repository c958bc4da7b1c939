// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Directive {
    /// How the clock is corrected.
    static let clock: [Directive] = [
        .value("discipline", "NAME", \.clock.discipline, .keyword),
        Directive("makestep", "THRESHOLD LIMIT") { reader, configuration in
            let threshold = reader.value(.seconds, "THRESHOLD")
            let limit: Int? = reader.value(.integer, "LIMIT")
            guard let threshold, let limit else { return }
            configuration.clock.makeStep = MakeStep(threshold: threshold, limit: limit)
        } print: { configuration in
            configuration.clock.makeStep.map { [["makestep", $0.threshold.shortest, "\($0.limit)"]] } ?? []
        },
        Directive("maxchange", "OFFSET START IGNORE") {
            reader, configuration in
            let offset = reader.value(.seconds, "OFFSET")
            let start = reader.value(.integer(from: 0), "START")
            let ignored: Int? = reader.value(.integer, "IGNORE")
            guard let offset, let start, let ignored else { return }
            configuration.clock.maximumChange = MaximumChange(offset: offset, start: start, ignored: ignored)
        } print: { configuration in
            configuration.clock.maximumChange.map {
                [["maxchange", $0.offset.shortest, "\($0.start)", "\($0.ignored)"]]
            } ?? []
        },
        .value("maxclockerror", "PPM", \.clock.maximumClockErrorPPM, .real(from: 0)),
        .value("maxdrift", "PPM", \.clock.maximumDriftPPM, .real(from: 0)),
        .value("maxupdateskew", "PPM", \.clock.maximumUpdateSkewPPM, .real(from: 0)),
        .value("maxslewrate", "PPM", \.clock.maximumSlewRatePPM, .real(from: 0)),
        .value("corrtimeratio", "RATIO", \.clock.correctionTimeRatio, .real(from: 0)),
        .value("clockprecision", "SECONDS", \.clock.precision, .real(in: 1e-9...1)),
        driftFile,
        Directive("fallbackdrift", "MINIMUM MAXIMUM") { reader, configuration in
            let minimum = reader.value(.integer(in: 0...32), "MINIMUM")
            let maximum = reader.value(.integer(in: 0...32), "MAXIMUM")
            guard let minimum, let maximum else { return }
            guard minimum <= maximum else {
                return reader.report(
                    ConfigurationDiagnostic(
                        kind: .syntax, place: reader.place,
                        found: "fallbackdrift MAXIMUM \(maximum) is below MINIMUM \(minimum)",
                        remedy: "raise MAXIMUM or lower MINIMUM"))
            }
            configuration.clock.fallbackDrift = FallbackDrift(minimum: minimum, maximum: maximum)
        } print: { configuration in
            configuration.clock.fallbackDrift.map { [["fallbackdrift", "\($0.minimum)", "\($0.maximum)"]] }
                ?? []
        },
        temperatureCompensation,
    ]

    private static let driftFile = Directive("driftfile", "FILE [interval SECONDS]") {
        reader, configuration in
        guard let path = reader.value(.path, "FILE") else { return }
        var file = DriftFileConfiguration(path: path)
        reader.readOptions(DriftFileConfiguration.options, into: &file)
        configuration.clock.driftFile = file
    } print: { configuration in
        guard let file = configuration.clock.driftFile else { return [] }
        return [["driftfile", file.path] + DriftFileConfiguration.options.words(for: file)]
    }

    private static let temperatureCompensation = Directive(
        "tempcomp", "SENSOR INTERVAL (T0 K0 K1 K2 | FILE)"
    ) { reader, configuration in
        let sensor = reader.value(.path, "SENSOR")
        let interval = reader.value(.seconds, "INTERVAL")
        var curve: TemperatureCompensation.Curve?
        if reader.remaining > 1 {
            let coefficients = ["T0", "K0", "K1", "K2"].compactMap { reader.value(.real, $0) }
            if coefficients.count == 4 {
                curve = .polynomial(
                    reference: coefficients[0], k0: coefficients[1], k1: coefficients[2], k2: coefficients[3])
            }
        } else {
            curve = reader.value(.path, "FILE").map { .points(file: $0) }
        }
        guard let sensor, let interval, let curve else { return }
        configuration.clock.temperatureCompensation = TemperatureCompensation(
            sensor: sensor, interval: interval, curve: curve)
    } print: { configuration in
        guard let compensation = configuration.clock.temperatureCompensation else { return [] }
        let curve =
            switch compensation.curve {
            case .polynomial(let reference, let k0, let k1, let k2):
                [reference, k0, k1, k2].map(\.shortest)
            case .points(let file): [file]
            }
        return [["tempcomp", compensation.sensor, compensation.interval.shortest] + curve]
    }

    /// Where leap seconds are known from, and what is done about them.
    static let leapSeconds: [Directive] = [
        .value("leapsecmode", "MODE", \.leapSeconds.mode, .keyword),
        .value("leapsectz", "TIMEZONE", \.leapSeconds.timeZone, .name("the name of a time zone")),
        .value("leapseclist", "FILE", \.leapSeconds.listFile, .path),
    ]
}

extension DriftFileConfiguration: Defaulted {
    static let defaults = DriftFileConfiguration(path: "")

    fileprivate static let options: [Setting<Self>] = [
        .value("interval", "SECONDS", \.interval, .seconds)
    ]
}
