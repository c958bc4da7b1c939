// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// Oscillators, clocks and calendars that make it hard.
extension Scenario {
    /// An oscillator whose frequency wanders.
    public static var wander: Scenario {
        base.named("wander", "base, but the frequency wanders a hundred times as much") {
            $0.clients[0].oscillator.wander = 1e-7
            $0.convergenceBound = 3e-3
        }
    }

    /// A clock that is read with white noise.
    public static var whiteNoise: Scenario {
        lan.named("whitenoise", "lan, with an oscillator that is noisy from second to second") {
            $0.clients[0].oscillator.whiteNoise = 1e-6
        }
    }

    /// An oscillator that follows the day's temperature.
    public static var thermal: Scenario {
        lan.named(
            "thermal", "lan, beside an air conditioner: 0.5 ppm up and down in half an hour, and ageing"
        ) {
            $0.clients[0].oscillator.thermal = .init(amplitude: 0.5e-6, period: 1800)
            $0.clients[0].oscillator.ageing = 1e-8
            $0.convergenceBound = 2e-4
        }
    }

    /// An oscillator that is far from its nominal frequency.
    public static var farOff: Scenario {
        base.named("faroff", "base, but the clock starts 1000 s off and may be stepped") {
            $0.clients[0].offset = -1000
            $0.clients[0].options.step = StepPolicy(threshold: 1, limit: .updates(3))
        }
    }

    /// At the largest rate the default allows, 83,333 ppm, it takes 20 minutes.
    public static var slewed: Scenario {
        base.named("slewed", "base, but the clock starts 100 s off and may not be stepped") {
            $0.clients[0].offset = 100
        }
    }

    /// A clock that somebody else steps.
    public static var stepped: Scenario {
        base.named("stepped", "base, and somebody else sets the clock back by half an hour") {
            $0.clients[0].incidents = [.init(at: 20_000, .step(by: -1800))]
            $0.clients[0].options.step = StepPolicy(threshold: 1, limit: .always)
            $0.settling = 25_000
        }
    }

    /// A machine that sleeps.
    public static var suspended: Scenario {
        base.named("suspended", "base, and the machine sleeps for an hour; its battery clock is 2 s off") {
            $0.clients[0].incidents = [.init(at: 20_000, .suspension(duration: 3600, error: 2))]
            $0.clients[0].options.step = StepPolicy(threshold: 1, limit: .always)
            $0.settling = 25_000
        }
    }

    /// A day in which the 32 bits of seconds roll over.
    public static var era: Scenario {
        base.named("era", "base, while the timestamps of packets roll over on 2036-02-07") {
            $0.start = NTPDate(unixSeconds: 2_085_978_496 - 20_000, nanoseconds: 0)
        }
    }

    /// A day with a leap second.
    public static var leap: Scenario {
        base.named("leap", "base, with a leap second") {
            $0.leap = LeapSecond(at: 20_000, .inserted)
            $0.settling = 25_000
        }
    }

    /// The shortest poll intervals.
    public static var fastPolls: Scenario {
        lan.named("fastpolls", "lan, asked 64 times a second") {
            $0.clients[0].sources[0].association.minimumPoll = PollInterval(exponent: -6)
            $0.clients[0].sources[0].association.maximumPoll = PollInterval(exponent: -6)
            $0.duration = 3_000
            $0.settling = 1_000
        }
    }

    /// The longest poll intervals.
    public static var slowPolls: Scenario {
        base.named("slowpolls", "base, asked three times a day") {
            $0.clients[0].sources[0].association.minimumPoll = PollInterval(exponent: 14)
            $0.clients[0].sources[0].association.maximumPoll = PollInterval(exponent: 14)
            $0.clients[0].sources[0].association.initialBurst = true
            $0.duration = 4_000_000
            $0.settling = 1_000_000
            $0.convergenceBound = 0.1
        }
    }
}
