// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension String {
    /// The name that this was probably meant to be; nil when none is near.
    func nearest(among names: [String]) -> String? {
        let word = Array(lowercased().utf8)
        // A longer word may have more slips of the finger in it; one in a short word makes another word of it.
        let limit = min(3, max(1, word.count / 3))
        guard word.count <= 30 else { return nil }
        var best: (name: String, distance: Int)?
        // Each byte more or less is a slip of its own.
        for name in names where abs(name.utf8.count - word.count) <= limit {
            let distance = word.editDistance(to: Array(name.utf8))
            if distance <= limit, distance < best?.distance ?? .max { best = (name, distance) }
        }
        return best?.name
    }
}

extension [UInt8] {
    /// How many bytes have to be put in, left out, replaced or swapped with their neighbour.
    fileprivate func editDistance(to other: [UInt8]) -> Int {
        var previous: [Int] = []
        var row = Array<Int>(0...other.count)
        for i in indices {
            var next = [i + 1]
            for j in other.indices {
                var distance = Swift.min(row[j] + (self[i] == other[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1)
                if i > 0, j > 0, self[i] == other[j - 1], self[i - 1] == other[j] {
                    distance = Swift.min(distance, previous[j - 1] + 1)
                }
                next.append(distance)
            }
            (previous, row) = (row, next)
        }
        return row[other.count]
    }
}
