// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim

/// How the kernel treats this process beside others.
public enum ProcessUrgency {
    /// Keeps all memory of the process, present and future, from being swapped out. Needs CAP_IPC_LOCK and
    /// CAP_SYS_RESOURCE now, and neither afterwards.
    public static func lockMemory() throws(SystemError) {
        try SystemError.check(ntp_lock_memory(), "lock memory")
    }

    /// Runs this process before all that isn't a real-time one (SCHED_FIFO). Needs CAP_SYS_NICE now.
    public static func setRealTime(priority: Int) throws(SystemError) {
        try SystemError.check(ntp_set_real_time(Int32(clamping: priority)), "set the real-time priority")
    }
}
