// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim

/// The process's memory.
public enum Memory {
    /// Gives back what was freed: for the end of a start, which needs more than all the time after it.
    ///
    /// The C library keeps it otherwise, two thirds of the memory of a daemon with a long access list.
    public static func returnUnused() {
        ntp_return_memory()
    }
}
