// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

extension Directive {
    static let referenceClock = Directive(
        "refclock", "DRIVER PARAMETER [OPTION]..."
    ) { reader, configuration in
        let driver: ReferenceClockConfiguration.Driver? = reader.value(.keyword, "DRIVER")
        let parameter = reader.value(.path, "PARAMETER")
        var device: ReferenceClockDeviceConfiguration?
        if let driver, let parameter { device = reader.device(of: driver, parameter) }
        var options = ReferenceClockOptions()
        reader.readOptions(ReferenceClockOptions.all, into: &options)
        guard let driver, let parameter, let device else { return }
        configuration.referenceClocks.append(
            ReferenceClockConfiguration(
                driver: driver, parameter: parameter, device: device, options: options))
    } print: { configuration in
        configuration.referenceClocks.map { clock in
            ["refclock", clock.driver.rawValue, clock.parameter]
                + ReferenceClockOptions.all.words(for: clock.options)
        }
    }

    /// Timestamps of packets.
    static let timestamping: [Directive] = [
        Directive("hwtimestamp", "INTERFACE [OPTION]...") { reader, configuration in
            let interface = reader.value(.interface, "INTERFACE")
            var options = HardwareTimestampingOptions()
            reader.readOptions(HardwareTimestampingOptions.all, into: &options)
            guard let interface else { return }
            configuration.timestamping.interfaces.append(
                HardwareTimestamping(interface: interface, options: options))
        } print: { configuration in
            configuration.timestamping.interfaces.map { timestamping in
                ["hwtimestamp", timestamping.interface]
                    + HardwareTimestampingOptions.all.words(for: timestamping.options)
            }
        },
        .value(
            "hwtstimeout", "SECONDS", \.timestamping.transmitTimeout, .seconds),
        .value(
            "maxtxbuffers", "MESSAGES", \.timestamping.transmitBuffers, .integer(in: 0...1_048_576),
            .obsolete("packets come back from the kernel with their timestamps, so that none has to be kept")),
    ]
}

extension ArgumentReader {
    /// What the parameter of a reference clock says, which was the word read last.
    fileprivate mutating func device(
        of driver: ReferenceClockConfiguration.Driver, _ parameter: String
    ) -> ReferenceClockDeviceConfiguration? {
        let device = ReferenceClockDeviceConfiguration(driver, parameter: parameter)
        if device == nil {
            report(
                ConfigurationDiagnostic(
                    kind: .syntax, place: place, found: "refclock PARAMETER is \(parameter.quoted)",
                    expected: driver.parameterUsage))
        }
        return device
    }
}

extension ReferenceClockOptions {
    static let all: [Setting<Self>] = [
        .value("poll", "POLL", \.poll, .poll(in: -7...24)),
        .value("dpoll", "POLL", \.driverPoll, .poll(in: -7...24)),
        .value("filter", "SAMPLES", \.filterLength, .integer(in: 1...100_000)),
        .value("refid", "ID", \.referenceID, .referenceID),
        .value("lock", "ID", \.lockID, .referenceID),
        .value("rate", "HZ", \.pulseRate, .integer(in: 1...1_000_000)),
        .value("maxlockage", "PULSES", \.maximumLockAge, .integer(in: 1...1_000_000)),
        .value("width", "SECONDS", \.pulseWidth, .seconds),
        .flag("pps", \.isPPS),
        .value("offset", "SECONDS", \.offset, .real),
        .value("delay", "SECONDS", \.delay, .seconds),
        .value("precision", "SECONDS", \.precision, .seconds),
        .value("maxdispersion", "SECONDS", \.maximumDispersion, .seconds),
        .value("stratum", "STRATUM", \.stratum, .integer(in: 0...15)),
        .flag("noselect", \.selection[.noselect]),
        .flag("prefer", \.selection[.prefer]),
        .flag("trust", \.selection[.trust]),
        .flag("require", \.selection[.require]),
        .flag("tai", \.isTAI),
        .flag("local", \.isLocal),
        .value("minsamples", "SAMPLES", \.minimumSamples, .integer(from: 0)),
        .value("maxsamples", "SAMPLES", \.maximumSamples, .integer(from: 0)),
    ]
}

extension HardwareTimestampingOptions {
    static let all: [Setting<Self>] = [
        .value("minpoll", "POLL", \.minimumPoll, .poll(in: -6...20)),
        .value("maxpoll", "POLL", \.maximumPoll, .poll(in: -6...20)),
        .value("minsamples", "SAMPLES", \.minimumSamples, .integer(in: 2...1_000_000)),
        .value("maxsamples", "SAMPLES", \.maximumSamples, .integer(in: 2...1_000_000)),
        .value("precision", "SECONDS", \.precision, .seconds),
        .value("txcomp", "SECONDS", \.transmitCompensation, .real),
        .value("rxcomp", "SECONDS", \.receiveCompensation, .real),
        .flag("nocrossts", \.refusesCrossTimestamps),
        .value("rxfilter", "FILTER", \.receiveFilter, .keyword),
    ]
}
