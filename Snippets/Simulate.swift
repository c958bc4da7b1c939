// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// A day of a simulated client, and what its clock did.

import NTPCore
import NTPSimulator

var simulation = Simulation(.base, seed: 1, algorithm: KalmanAlgorithm())
let report = try simulation.run()
print(report.subject.error.rms, report.subject.error.maximum)
