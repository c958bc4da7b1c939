// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// A scenario of one's own, drawn.

import NTPCore
import NTPSimulator

let path = PathModel(delay: 1e-3, noise: .pareto(shape: 1.5, scale: 0.5e-3))
let source = SourceModel(.server(ServerModel()), path: path)
var scenario = Scenario("office", "a path with heavy tails", clients: [.steady(source)])
scenario.clients[0].oscillator.thermal = .init(amplitude: 20e-9, period: 86_400)
scenario.restingError = 1e-3

var simulation = Simulation(scenario, seed: 3, algorithm: RegressionAlgorithm(), tracing: .every(seconds: 1))
if let plot = Plot(simulation.measure(), of: scenario, algorithm: "regression") {
    print(plot.svg)
}
