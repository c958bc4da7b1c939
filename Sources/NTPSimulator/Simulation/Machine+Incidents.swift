// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

extension Machine {
    mutating func suffer(_ incident: ClientModel.Incident.Kind, queue: inout EventQueue<SimulatedEvent>) {
        switch incident {
        case .step(let offset):
            _ = clock.step(by: NTPDuration(saturating: offset))
        case .suspension(let duration, let error):
            guard asleep == nil else { return }
            asleep = clock.monotonic
            queue.schedule(.wake(index, error: error), at: clock.time.advanced(by: duration))
        }
    }

    mutating func suffer(_ leap: LeapSecond) {
        guard let change = clock.leap(leap) else { return }
        // A machine that sleeps finds it when it wakes, as a step among others.
        guard asleep == nil else { return }
        noteLead(changedBy: leap.step)
        synchronizer.clockChanged(change)
    }

    mutating func wake(error: Double) {
        guard let asleep else { return }
        clock.wake(from: asleep)
        _ = clock.step(by: NTPDuration(saturating: error))
        self.asleep = nil
        noticeSteps()
    }
}

extension Scenario {
    /// The times at which something happens to any clock that nobody can foresee.
    var faults: [Double] {
        clients.flatMap { client in
            client.oscillator.jumps.map(\.at) + client.incidents.flatMap(\.times)
        } + (leap.map { [$0.at] } ?? [])
    }
}

extension ClientModel.Incident {
    fileprivate var times: [Double] {
        switch kind {
        case .step: [at]
        // Asleep, the clock goes on without a claim that anybody could ask for.
        case .suspension(let duration, _): [at, at + duration]
        }
    }
}
