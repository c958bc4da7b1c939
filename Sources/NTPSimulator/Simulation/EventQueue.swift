// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What is going to happen, earliest first; what is due at the same time, in the order it was planned in.
struct EventQueue<Event: Sendable>: Sendable {
    struct Entry: Sendable {
        let time: TrueTime
        fileprivate let sequence: UInt64
        let event: Event

        fileprivate func precedes(_ other: Entry) -> Bool {
            (time, sequence) < (other.time, other.sequence)
        }
    }

    /// A binary heap: neither child of an entry precedes it.
    private var heap: [Entry] = []
    private var sequence: UInt64 = 0

    var nextTime: TrueTime? { heap.first?.time }

    mutating func schedule(_ event: Event, at time: TrueTime) {
        heap.append(Entry(time: time, sequence: sequence, event: event))
        sequence += 1
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].precedes(heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func removeFirst() -> Entry {
        heap.swapAt(0, heap.count - 1)
        let first = heap.removeLast()
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { return first }
            if child + 1 < heap.count, heap[child + 1].precedes(heap[child]) { child += 1 }
            guard heap[child].precedes(heap[parent]) else { return first }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
