// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stdint.h>

/// Counts of durations in logarithmic buckets, each at most 1/32 wide.
///
/// A fixed 8 KiB, so that recording never touches new memory while a run is being measured.
struct histogram {
    uint64_t total;
    int64_t maximum;
    uint32_t counts[64 * 32];
};

/// Adds one duration, in nanoseconds; a negative one counts as zero.
static inline void histogram_add(struct histogram *histogram, int64_t nanoseconds)
{
    uint64_t value = nanoseconds > 0 ? (uint64_t)nanoseconds : 0;
    unsigned octave = value < 32 ? 0 : 63 - (unsigned)__builtin_clzll(value) - 4;
    unsigned step = octave == 0 ? (unsigned)value : (unsigned)(value >> (octave - 1)) & 31;
    histogram->counts[octave * 32 + step]++;
    histogram->total++;
    if (nanoseconds > histogram->maximum)
        histogram->maximum = nanoseconds;
}

/// The duration that the given fraction of all recorded ones do not exceed, in microseconds.
///
/// The upper edge of its bucket or the longest of all: up to 3 % too long, never too short.
/// Zero when nothing was recorded.
static inline double histogram_percentile(const struct histogram *histogram, double fraction)
{
    uint64_t wanted = (uint64_t)(fraction * (double)histogram->total);
    uint64_t seen = 0;
    for (unsigned index = 0; index < 64 * 32; index++) {
        seen += histogram->counts[index];
        if (histogram->counts[index] != 0 && seen >= wanted) {
            unsigned octave = index / 32, step = index % 32;
            int64_t edge = octave == 0 ? step + 1 : (int64_t)(32 + step + 1) << (octave - 1);
            return (double)(edge < histogram->maximum ? edge : histogram->maximum) / 1e3;
        }
    }
    return 0;
}

#endif
