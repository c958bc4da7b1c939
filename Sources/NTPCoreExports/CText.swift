// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Text that C may read for as long as this object lives: a class, because it owns the memory.
@safe final class CText {
    let start: UnsafePointer<CChar>

    init(_ text: String) {
        let characters = text.utf8CString
        let memory = UnsafeMutablePointer<CChar>.allocate(capacity: characters.count)
        for (index, character) in characters.enumerated() {
            unsafe (memory + index).initialize(to: character)
        }
        unsafe start = UnsafePointer(memory)
    }

    deinit {
        unsafe start.deallocate()
    }
}

extension StaticString {
    /// The same for a literal, which lives as long as the program.
    var cText: UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
