// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPServer
internal import NTPSystem

extension Configuration {
    var algorithm: StandardAlgorithm {
        var algorithm = StandardAlgorithm(clock.discipline)
        if case .regression(var regression) = algorithm {
            regression.discipline.correctionTimeRatio = clock.correctionTimeRatio
            algorithm = .regression(regression)
        }
        algorithm.selector = selection.selector(clock: clock)
        algorithm.maximumUpdateSkew = clock.maximumUpdateSkewPPM * 1e-6
        return algorithm
    }

    /// What the core is told of the clock.
    func synchronizer(
        precision: Int8, drift: (frequency: Frequency, skew: Double)?, task: CommandLineOptions.Task,
        isRestart: Bool, hasSystemClock: Bool
    ) -> SynchronizerOptions {
        var options = SynchronizerOptions()
        options.precision =
            clock.precision ?? Double(sign: .plus, exponent: Int(precision), significand: 1)
        options.maximumClockError = clock.maximumClockErrorPPM * 1e-6
        options.maximumFrequency = clock.maximumFrequency
        options.maximumSlewRate = clock.maximumSlewRatePPM * 1e-6
        options.slewsTimers = hasSystemClock
        options.initialFrequency = drift?.frequency
        options.initialSkew = drift?.skew ?? options.initialSkew
        options.fallbackExponents = clock.fallbackDrift?.exponents
        options.authentication = selection.authentication
        options.changeLimit =
            task == .follow ? clock.maximumChange?.limit : nil
        options.leapSeconds = leapSeconds.mode.deed(hasKernel: hasSystemClock)
        options.monotonicEpoch = .random(in: 0 ... .max)
        options.local = server.local?.options
        switch task {
        case .follow:
            // Steps that are allowed at any time are so after a restart as well.
            let isForStart = clock.makeStep.map { $0.limit >= 0 } ?? false
            options.step = isRestart && isForStart ? nil : clock.makeStep?.policy
        // Once and at once, or not at all.
        case .setOnce: options.step = StepPolicy(threshold: 0, limit: .always)
        case .measureOnce: break
        }
        return options
    }
}

extension MakeStep {
    var policy: StepPolicy {
        StepPolicy(threshold: threshold, limit: limit < 0 ? .always : .updates(limit))
    }
}

extension ClockConfiguration {
    /// What the oscillator is believed to need at most, in s/s: no more than the core allows.
    var maximumFrequency: Double {
        min(SynchronizerOptions().maximumFrequency, maximumDriftPPM * 1e-6)
    }
}

extension FallbackDrift {
    var exponents: ClosedRange<Int> { minimum...maximum }
}

extension Configuration {
    /// What the kernel is to do by itself.
    var kernelClock: KernelClock.Options {
        var kernel = KernelClock.Options()
        kernel.copiesTimeToHardwareClock = realTimeClock.isSynchronized
        kernel.appliesLeapSeconds = leapSeconds.mode == .system
        return kernel
    }
}

extension MaximumChange {
    var limit: ChangeLimit {
        ChangeLimit(offset: offset, start: start, ignored: ignored)
    }
}

extension SelectionConfiguration {
    fileprivate func selector(clock: ClockConfiguration) -> SelectorOptions {
        var selector = SelectorOptions()
        selector.maximumDistance = maximumDistance
        selector.maximumJitter = maximumJitter
        selector.stratumRange = minimumStratum...max(minimumStratum, maximumStratum)
        selector.minimumSources = minimumSources
        selector.reselectDistance = reselectDistance
        selector.stratumWeight = stratumWeight
        selector.combineLimit = combineLimit
        selector.maximumClockError = clock.maximumClockErrorPPM * 1e-6
        return selector
    }
}

extension LeapSecondConfiguration.Mode {
    /// What is left for us to do.
    func deed(hasKernel: Bool) -> LeapSecondMode {
        switch self {
        // A clock in software has no kernel that would do it.
        case .system: hasKernel ? .leave : .step
        case .step: .step
        case .slew: .slew
        case .ignore: .leave
        }
    }
}

extension LocalReferenceConfiguration {
    var options: LocalReferenceOptions {
        var options = LocalReferenceOptions(stratum: stratum, distance: distance, isOrphan: isOrphan)
        options.activationDistance = activationDistance > 0 ? activationDistance : nil
        options.waitSynchronized = waitSynchronized
        if let waitUnsynchronized { options.waitUnsynchronized = waitUnsynchronized }
        return options
    }
}

extension ServerConfiguration {
    /// Whether a server's port is needed at all.
    var allowsAnybody: Bool {
        access.contains { $0.verdict == .allow }
    }

    func address(for family: AddressFamily) -> SocketAddress {
        let address = family == .ipv4 ? bindAddresses.ipv4 : bindAddresses.ipv6
        return address.map { SocketAddress($0, port: port) } ?? .unspecified(family, port: port)
    }
}
