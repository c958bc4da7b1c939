// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPSystem

/// How the frequency of an oscillator follows its temperature: what is to be added to the clock's, in ppm.
enum TemperatureCurve: Hashable {
    case polynomial(reference: Double, k0: Double, k1: Double, k2: Double)
    /// In the order of the temperatures, two or more.
    case points([Point])

    struct Point: Hashable {
        var temperature: Double
        var compensation: Double
    }

    /// - Throws: When the file of points can't be used.
    init(_ configuration: TemperatureCompensation.Curve) throws(TemperatureError) {
        switch configuration {
        case .polynomial(let reference, let k0, let k1, let k2):
            self = .polynomial(reference: reference, k0: k0, k1: k1, k2: k2)
        case .points(let path):
            do {
                let bytes = try FileReader.contents(of: path)
                self = .points(try Self.points(String(decoding: bytes, as: UTF8.self), path: path))
            } catch let error as TemperatureError {
                throw error
            } catch {
                throw TemperatureError("\(error)")
            }
        }
    }

    /// Lines of a temperature and a compensation.
    static func points(_ text: String, path: String) throws(TemperatureError) -> [Point] {
        var points: [Point] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let first = words.first, !"!;#%".contains(first.prefix(1)) else { continue }
            let numbers = words.compactMap { Double($0) }.filter(\.isFinite)
            guard words.count == 2, numbers.count == 2 else {
                throw TemperatureError(
                    "\(path):\(index + 1): expected a temperature and a compensation in ppm, as in \"26000 0.04\""
                )
            }
            points.append(Point(temperature: numbers[0], compensation: numbers[1]))
        }
        points.sort { $0.temperature < $1.temperature }
        let isRising = zip(points, points.dropFirst()).allSatisfy { $0.temperature < $1.temperature }
        guard points.count >= 2, isRising else {
            throw TemperatureError("\(path) needs two points or more, each of another temperature")
        }
        return points
    }

    /// In ppm; between two points, and beyond them, along the straight line.
    func compensation(at temperature: Double) -> Double {
        switch self {
        case .polynomial(let reference, let k0, let k1, let k2):
            let difference = temperature - reference
            return k0 + difference * k1 + difference * difference * k2
        case .points(let points):
            let above = points.firstIndex { $0.temperature >= temperature } ?? points.count - 1
            let upper = min(max(above, 1), points.count - 1)
            let (a, b) = (points[upper - 1], points[upper])
            let part = (temperature - a.temperature) / (b.temperature - a.temperature)
            return a.compensation + part * (b.compensation - a.compensation)
        }
    }
}

/// What is wrong with a sensor, or with what is known of an oscillator.
struct TemperatureError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
