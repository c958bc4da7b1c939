// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

// A synchronizer that is asked, without a clock or a socket, what it would do first.
let date = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)
let start = MonotonicInstant(nanoseconds: 0)
var synchronizer = Synchronizer(
    algorithm: KalmanAlgorithm(), options: SynchronizerOptions(), frequency: .zero, date: date)
let source = synchronizer.add(AssociationOptions(), start: start)
let actions = synchronizer.timerFired(now: synchronizer.deadline ?? start, date: date)
let asks = actions.contains { if case .sendRequest(source) = $0 { true } else { false } }
precondition(asks, "it does \(actions)")
print("PASS  a program with NTPCore alone drives a synchronizer, which wants to ask its server")
