/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: the swift-ntpd authors */

/*
 * libntpcore: the parts of an NTP client for programs in C; see docs/c-library.md.
 *
 * Units: times and offsets in seconds, frequencies in seconds per second (1e-6 is one ppm), unless a name or a comment
 * says otherwise. Signs: an offset is positive when the source is ahead, so that the local clock has to gain; a
 * frequency is positive when it makes the local clock run faster.
 *
 * The caller owns all buffers and descriptors; the library keeps no pointer to them. It calls nobody back, starts no
 * thread and sets no clock. A handle may be used by one thread at a time; different handles by different threads.
 * A null pointer where one is needed gives NTPCORE_INVALID_ARGUMENT, or nothing from functions that return no error.
 * Destroying a null handle does nothing. Reserved members are to be zero, as the *_init functions leave them.
 */

#ifndef NTPCORE_H
#define NTPCORE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Errors ---- */

typedef enum ntpcore_error {
    NTPCORE_OK = 0,
    NTPCORE_INVALID_ARGUMENT = 1,
    NTPCORE_BUFFER_TOO_SMALL = 2,
    NTPCORE_TRUNCATED = 3,           /* shorter than what it says it is */
    NTPCORE_UNSUPPORTED_VERSION = 4, /* of NTP, or of the monitoring protocol */
    NTPCORE_BAD_EXTENSION_FIELD = 5, /* whose length is impossible */
    NTPCORE_TRAILING_BYTES = 6,      /* neither an extension field nor an authenticator */
    NTPCORE_UNRELATED = 7,           /* a datagram that answers nothing: go on waiting */
    NTPCORE_REJECTED = 8,            /* the server's answer, of which nothing can be used */
    NTPCORE_KISSED = 9,              /* the server refuses to answer */
    NTPCORE_NOTHING_NEW = 10,        /* a good answer that measures nothing new */
    NTPCORE_NO_ESTIMATE = 11,        /* too few samples so far, or nobody can be believed */
    NTPCORE_NOT_FOUND = 12,          /* no such source, record or field */
    NTPCORE_AGAIN = 13,              /* write and send the next request */
    NTPCORE_NOT_ALLOWED = 14,        /* the daemon doesn't tell this to everybody */
    NTPCORE_REFUSED = 15,            /* the daemon doesn't do it, or doesn't know it */
    NTPCORE_MALFORMED = 16,          /* a reply or a segment whose contents make no sense */
    NTPCORE_TIMEOUT = 17,
    NTPCORE_SYSTEM = 18,             /* a system call failed; errno says why */
    NTPCORE_UNAVAILABLE = 19         /* the clock's segment isn't initialised, or is never at rest */
} ntpcore_error;

/* One line of English without a full stop; never null. */
const char *ntpcore_error_string(ntpcore_error error);

/* The release of the library: "1.2.3". */
const char *ntpcore_version(void);

/* ---- Time ---- */

/* A reading of a clock: seconds since 1970-01-01 00:00 UTC without leap seconds, and 0 to 999,999,999 ns. */
typedef struct ntpcore_time {
    int64_t seconds;
    int64_t nanoseconds;
} ntpcore_time;

/* Who took a timestamp. The nearer to the wire, the better. */
typedef enum ntpcore_stamp {
    NTPCORE_STAMP_PROGRAM = 0, NTPCORE_STAMP_KERNEL = 1, NTPCORE_STAMP_HARDWARE = 2
} ntpcore_stamp;

/* Instants for timers, called `now` and `deadline`, are of CLOCK_MONOTONIC in nanoseconds. */
#define NTPCORE_NO_DEADLINE INT64_MAX

/* From the 64 bits in a packet and back: 2^-32 s, modulo 2^32 s. The result lies within 68 years of `near`. */
uint64_t ntpcore_timestamp_from_time(ntpcore_time time);
ntpcore_time ntpcore_time_from_timestamp(uint64_t timestamp, ntpcore_time near_time);

/* ---- Packets; see RFC 5905, section 7.3 ---- */

typedef enum ntpcore_leap {
    NTPCORE_LEAP_NONE = 0, NTPCORE_LEAP_INSERT = 1, NTPCORE_LEAP_DELETE = 2, NTPCORE_LEAP_UNSYNCHRONIZED = 3
} ntpcore_leap;

#define NTPCORE_HEADER_SIZE 48

typedef struct ntpcore_packet {
    uint8_t leap;             /* ntpcore_leap */
    uint8_t version;          /* 1 to 4 */
    uint8_t mode;             /* 3: client, 4: server */
    uint8_t stratum;
    int8_t poll;              /* log2 of seconds */
    int8_t precision;         /* log2 of seconds */
    uint8_t reserved[2];
    uint32_t root_delay;      /* 2^-16 s */
    uint32_t root_dispersion; /* 2^-16 s */
    uint32_t reference_id;    /* its first character in the upper byte */
    uint32_t reserved2;
    uint64_t reference_timestamp, origin_timestamp; /* 2^-32 s */
    uint64_t receive_timestamp, transmit_timestamp;
} ntpcore_packet;

/* Where the optional parts of a datagram lie, in bytes from its start; a length of 0: there is none. */
typedef struct ntpcore_layout {
    uint32_t extensions_offset, extensions_length;
    uint32_t authenticator_offset, authenticator_length;
} ntpcore_layout;

typedef struct ntpcore_extension {
    uint32_t type;
    uint32_t offset, length; /* of the field, with its header of 4 bytes and its padding */
    uint32_t next_offset;    /* of the field behind it */
} ntpcore_extension;

/* Reads a datagram of versions 1 to 4. `layout` may be null. */
ntpcore_error ntpcore_packet_parse(
    const uint8_t *bytes, size_t length, ntpcore_packet *packet, ntpcore_layout *layout);
/* Writes the NTPCORE_HEADER_SIZE bytes of a header. */
ntpcore_error ntpcore_packet_write(const ntpcore_packet *packet, uint8_t *buffer, size_t capacity);
/* Reads the field at `offset`: first `extensions_offset`, then `next_offset`; NTPCORE_NOT_FOUND behind the last. */
ntpcore_error ntpcore_extension_parse(
    const uint8_t *bytes, size_t length, uint32_t offset, ntpcore_extension *extension);

/* ---- Association: one server, asked and checked; see RFC 5905, section 8 ---- */

typedef struct ntpcore_association ntpcore_association;

enum ntpcore_flags {
    NTPCORE_INITIAL_BURST = 1, NTPCORE_BURST = 2, /* several requests at the start, or at each poll */
    NTPCORE_INTERLEAVED = 4,
    NTPCORE_NOSELECT = 8, /* measured, never used */
    NTPCORE_PREFER = 16, NTPCORE_TRUST = 32, NTPCORE_REQUIRE = 64 /* as chrony.conf has them */
};

typedef struct ntpcore_association_options {
    uint32_t flags;          /* ntpcore_flags */
    uint8_t version;         /* of NTP, 1 to 4 */
    int8_t minimum_poll;     /* log2 of seconds, -7 to 24 */
    int8_t maximum_poll;
    uint8_t minimum_stratum; /* that the server is counted as */
    uint32_t reference_id;   /* by which others know the server */
    uint32_t reserved;
    double maximum_delay;    /* answers that took longer are not used */
    double offset;           /* added to each measured one */
    double reserved2[4];
} ntpcore_association_options;

/* One exchange that passed every test. */
typedef struct ntpcore_measurement {
    ntpcore_time request_sent;     /* by the local clock */
    ntpcore_time request_received; /* by the server's */
    ntpcore_time reply_sent;       /* by the server's */
    ntpcore_time reply_received;   /* by the local clock */
    double offset;        /* by which the server is ahead */
    double delay;         /* the round trip without the server's share */
    double root_distance; /* the bound on the error of `offset`, if the server tells the truth */
    ntpcore_packet packet;
    uint8_t sent_by, received_by; /* ntpcore_stamp */
    uint8_t is_interleaved;
    uint8_t reserved[5];
} ntpcore_measurement;

void ntpcore_association_options_init(ntpcore_association_options *options);
/* Null for options out of range. Null options are those that ntpcore_association_options_init sets. */
ntpcore_association *ntpcore_association_create(const ntpcore_association_options *options, int64_t start);
void ntpcore_association_destroy(ntpcore_association *association);
/* When the next request is due. */
int64_t ntpcore_association_deadline(const ntpcore_association *association);
/* Writes a request, to be sent at once to the server, from a port of its own where possible. */
ntpcore_error ntpcore_association_write_request(
    ntpcore_association *association, int64_t now, uint8_t *buffer, size_t capacity, size_t *written);
/* When it left. To be said right after sending, and once more when a better stamp is known. */
ntpcore_error ntpcore_association_request_sent(
    ntpcore_association *association, ntpcore_time time, ntpcore_stamp by);
/*
 * Takes in a datagram from the server's address. NTPCORE_OK: `measurement` is a new one. NTPCORE_UNRELATED: not the
 * answer, which may still come. NTPCORE_REJECTED, NTPCORE_KISSED, NTPCORE_NOTHING_NEW: the answer, without a use.
 */
ntpcore_error ntpcore_association_handle(
    ntpcore_association *association, const uint8_t *bytes, size_t length, ntpcore_time received,
    ntpcore_stamp by, int64_t now, ntpcore_measurement *measurement);

/* ---- Asking a server once ---- */

typedef struct ntpcore_query_options {
    uint32_t samples; /* how many exchanges are tried; the one with the least delay counts */
    uint32_t reserved;
    double interval, timeout; /* between two requests, and for each answer */
} ntpcore_query_options;

void ntpcore_query_options_init(ntpcore_query_options *options);
/* Opens a UDP socket to a numeric address, which the caller closes with close(). */
ntpcore_error ntpcore_query_open(const char *address, uint16_t port, int *descriptor);
/*
 * Asks by a connected UDP socket and waits for the answers. Null options are those of ntpcore_query_options_init.
 * Without any measurement, the error is that of the last exchange. A server that refuses isn't asked again.
 */
ntpcore_error ntpcore_query(int descriptor, const ntpcore_query_options *options, ntpcore_measurement *best);

/* ---- Estimator: the samples of one source to its offset and frequency ---- */

typedef struct ntpcore_estimator ntpcore_estimator;

/* What estimator, selection and discipline are to do. */
typedef enum ntpcore_algorithm { NTPCORE_KALMAN = 0, NTPCORE_REGRESSION = 1, NTPCORE_PLL = 2 } ntpcore_algorithm;

/* Its time is of a free-running clock: one that is neither slewed nor stepped, or less what it was slewed by. */
typedef struct ntpcore_sample {
    ntpcore_time time; /* the middle of the exchange */
    double offset;     /* of the source to the free-running clock */
    double delay;      /* positive */
    double dispersion; /* what the readings of the clocks may have been off by */
    double root_delay, root_dispersion; /* the source's own */
} ntpcore_sample;

typedef struct ntpcore_estimate {
    ntpcore_time time; /* of the free-running clock */
    double offset, offset_deviation;       /* of the source to it */
    double frequency, frequency_deviation; /* at which that offset grows */
    double skew;       /* the bound on the error of `frequency` */
    double jitter;     /* the standard deviation of a sample */
    double root_delay, root_dispersion;
} ntpcore_estimate;

/* `precision` is that of the local clock; null for one that isn't positive. */
ntpcore_estimator *ntpcore_estimator_create(ntpcore_algorithm algorithm, double precision);
void ntpcore_estimator_destroy(ntpcore_estimator *estimator);
/* Samples come in the order of their times. */
ntpcore_error ntpcore_estimator_add(ntpcore_estimator *estimator, const ntpcore_sample *sample);
/* The free-running clock was moved by so much; positive: forward. */
ntpcore_error ntpcore_estimator_stepped(ntpcore_estimator *estimator, double offset);
ntpcore_error ntpcore_estimator_reset(ntpcore_estimator *estimator);
/* What is known at `time`; NTPCORE_NO_ESTIMATE with too few samples. */
ntpcore_error ntpcore_estimator_estimate(
    const ntpcore_estimator *estimator, ntpcore_time time, ntpcore_estimate *estimate);

/* ---- Selection: which sources agree; see RFC 5905, section 11.2 ---- */

typedef struct ntpcore_selector ntpcore_selector;

typedef enum ntpcore_status {
    NTPCORE_STATUS_NOT_SELECTABLE = 0, NTPCORE_STATUS_MISSING_SAMPLES = 1, NTPCORE_STATUS_UNSYNCHRONIZED = 2,
    NTPCORE_STATUS_BAD_STRATUM = 3, NTPCORE_STATUS_TOO_DISTANT = 4, NTPCORE_STATUS_TOO_JITTERY = 5,
    NTPCORE_STATUS_WAITING_FOR_OTHERS = 6, NTPCORE_STATUS_STALE = 7, NTPCORE_STATUS_ORPHAN = 8,
    NTPCORE_STATUS_UNTRUSTED = 9, NTPCORE_STATUS_FALSETICKER = 10, NTPCORE_STATUS_WAITING_FOR_SOURCES = 11,
    NTPCORE_STATUS_NOT_PREFERRED = 12, NTPCORE_STATUS_OUTLIER = 13, NTPCORE_STATUS_WAITING_FOR_UPDATE = 14,
    NTPCORE_STATUS_NOT_COMBINED = 15, NTPCORE_STATUS_COMBINED = 16, NTPCORE_STATUS_SELECTED = 17
} ntpcore_status;

typedef struct ntpcore_candidate {
    uint32_t source; /* any number, always the same for the same source */
    uint32_t flags;  /* those of ntpcore_flags that are about selection */
    uint8_t stratum, leap;
    uint8_t reach;   /* which of the latest eight requests were answered, the newest in bit 0 */
    uint8_t has_new_sample;
    uint8_t has_estimate;
    uint8_t reserved[3];
    ntpcore_estimate estimate; /* those of all candidates are for the same time */
} ntpcore_candidate;

/* `minimum_sources` must agree before any is used, at least 1; sources beyond `maximum_distance` aren't. */
ntpcore_selector *ntpcore_selector_create(uint32_t minimum_sources, double maximum_distance);
void ntpcore_selector_destroy(ntpcore_selector *selector);
/*
 * Sorts `count` candidates: `statuses` gets an ntpcore_status for each, `survivors` the indices of those that are to be
 * combined, the system peer first, and `survivor_count` how many those are. Both arrays have room for `count`.
 */
ntpcore_error ntpcore_selector_select(
    ntpcore_selector *selector, const ntpcore_candidate *candidates, size_t count, uint8_t *statuses,
    uint32_t *survivors, size_t *survivor_count);

/* What the survivors say together. */
typedef struct ntpcore_combined {
    ntpcore_time time;
    double offset, offset_deviation;
    double frequency, frequency_deviation, skew;
} ntpcore_combined;

/* The system peer's estimate comes first. NTPCORE_NO_ESTIMATE for none. */
ntpcore_error ntpcore_combine(
    ntpcore_algorithm algorithm, const ntpcore_estimate *estimates, size_t count, ntpcore_combined *combined);

/* ---- Discipline: what to do to the clock ---- */

typedef struct ntpcore_discipline ntpcore_discipline;

typedef struct ntpcore_clock_state {
    ntpcore_time time; /* of the free-running clock */
    double correction; /* by which slews have moved the local clock ahead of it */
    double frequency;  /* of the local clock now */
    int8_t poll;       /* log2 of the seconds between requests to the system peer */
    uint8_t reserved[7];
} ntpcore_clock_state;

typedef struct ntpcore_correction {
    double frequency; /* of the local clock while nothing is slewed */
    double offset;    /* to be slewed, or stepped, on top of it */
    double duration;  /* in which it is to be slewed */
} ntpcore_correction;

/* `frequency` is what the oscillator is known to need, `skew` the bound on its error, which must not be negative. */
ntpcore_discipline *ntpcore_discipline_create(ntpcore_algorithm algorithm, double frequency, double skew);
void ntpcore_discipline_destroy(ntpcore_discipline *discipline);
ntpcore_error ntpcore_discipline_update(
    ntpcore_discipline *discipline, const ntpcore_combined *combined, const ntpcore_clock_state *clock,
    ntpcore_correction *correction);

/* ---- Synchronizer: all of it together ---- */

typedef struct ntpcore_synchronizer ntpcore_synchronizer;
typedef struct ntpcore_synchronizer_options {
    double precision;         /* of the local clock */
    double maximum_slew_rate; /* s/s */
    double maximum_distance;  /* sources beyond it are not used */
    double step_threshold;    /* offsets beyond it are stepped */
    int32_t step_limit;       /* in that many updates from the start on; 0: never, negative: always */
    uint32_t minimum_sources;
    double frequency;         /* what the oscillator is known to need */
    double skew;              /* the bound on the error of that */
    double reserved[4];
} ntpcore_synchronizer_options;

typedef enum ntpcore_action_kind {
    NTPCORE_ACTION_SEND_REQUEST = 1,  /* `source`: write its request, send it, and say so */
    NTPCORE_ACTION_SET_FREQUENCY = 2, /* `value` is the clock's new frequency; report ntpcore_synchronizer_clock_runs */
    NTPCORE_ACTION_STEP = 3,          /* add `value` to the clock; report ntpcore_synchronizer_clock_stepped */
    NTPCORE_ACTION_PUBLISH = 4,       /* tell users of the clock `leap`, `estimated_error` and `maximum_error` */
    NTPCORE_ACTION_REPLIED = 5,       /* `source` answered; for information, as all that follow */
    NTPCORE_ACTION_UPDATED = 6,       /* the tracking is new */
    NTPCORE_ACTION_SELECTED = 7,      /* `source` has become the system peer */
    NTPCORE_ACTION_LOST = 8,          /* nobody can be believed */
    NTPCORE_ACTION_FALSETICKER = 9,   /* the majority contradicts `source` */
    NTPCORE_ACTION_KISSED = 10,       /* `source` refuses to answer */
    NTPCORE_ACTION_IGNORED_OFFSET = 11, /* an offset of `value` isn't believed */
    NTPCORE_ACTION_LEAP_SECOND = 12   /* UTC was corrected by `value` seconds */
} ntpcore_action_kind;

typedef struct ntpcore_action {
    uint32_t kind;   /* ntpcore_action_kind */
    uint32_t source; /* 0: none */
    double value;
    double estimated_error, maximum_error;
    uint32_t leap; /* ntpcore_leap */
    uint32_t reserved;
} ntpcore_action;

/* How the local clock stands. */
typedef struct ntpcore_tracking {
    uint8_t leap; /* NTPCORE_LEAP_UNSYNCHRONIZED: nobody vouches for it */
    uint8_t stratum;
    uint8_t reserved[2];
    uint32_t reference_id;
    uint32_t source; /* the system peer; 0: none */
    uint32_t combined_sources;
    ntpcore_time reference_time; /* when the clock was last updated */
    double pending_offset;       /* added to the clock's reading, it gives the best estimate of true time */
    double last_offset, rms_offset;
    double frequency; /* that the oscillator needs */
    double residual_frequency, skew;
    double root_delay, root_dispersion;
    double error_bound; /* on the reading of the clock as it is, with the pending offset in it */
} ntpcore_tracking;

typedef struct ntpcore_source_state {
    uint8_t status; /* ntpcore_status */
    uint8_t stratum;
    uint8_t leap;
    uint8_t reach;
    int8_t poll;
    uint8_t has_estimate;
    uint8_t reserved[2];
    uint32_t sent, received, valid, good; /* packets: replies to our own requests, and those that passed all tests */
    ntpcore_estimate estimate;
} ntpcore_source_state;

void ntpcore_synchronizer_options_init(ntpcore_synchronizer_options *options);
/* `frequency` is the one at which the clock runs now, `date` its reading. Null for options out of range. */
ntpcore_synchronizer *ntpcore_synchronizer_create(
    ntpcore_algorithm algorithm, const ntpcore_synchronizer_options *options, double frequency, ntpcore_time date);
void ntpcore_synchronizer_destroy(ntpcore_synchronizer *synchronizer);
/* `source` gets the number that all other functions know it by; it is never used twice. */
ntpcore_error ntpcore_synchronizer_add(
    ntpcore_synchronizer *synchronizer, const ntpcore_association_options *options, int64_t start, uint32_t *source);
ntpcore_error ntpcore_synchronizer_remove(ntpcore_synchronizer *synchronizer, uint32_t source, int64_t now);
/* When ntpcore_synchronizer_timer_fired is to be called. */
int64_t ntpcore_synchronizer_deadline(const ntpcore_synchronizer *synchronizer);
/* `date` is the local clock's reading at the moment `now`. Actions follow. */
ntpcore_error ntpcore_synchronizer_timer_fired(ntpcore_synchronizer *synchronizer, int64_t now, ntpcore_time date);
/* Takes the next action, in the order in which they are to be done; NTPCORE_NOT_FOUND when there is none. */
ntpcore_error ntpcore_synchronizer_next_action(ntpcore_synchronizer *synchronizer, ntpcore_action *action);
ntpcore_error ntpcore_synchronizer_write_request(
    ntpcore_synchronizer *synchronizer, uint32_t source, int64_t now, uint8_t *buffer, size_t capacity,
    size_t *written);
ntpcore_error ntpcore_synchronizer_request_sent(
    ntpcore_synchronizer *synchronizer, uint32_t source, ntpcore_time date, ntpcore_stamp by);
/* Takes in a datagram from the source's address, received when the local clock read `date`. Actions follow. */
ntpcore_error ntpcore_synchronizer_handle(
    ntpcore_synchronizer *synchronizer, uint32_t source, const uint8_t *bytes, size_t length, ntpcore_time date,
    ntpcore_stamp by, int64_t now);
/* What the clock did: it runs at `frequency` since it read `since`, or it was moved by `offset`. */
ntpcore_error ntpcore_synchronizer_clock_runs(
    ntpcore_synchronizer *synchronizer, double frequency, ntpcore_time since);
ntpcore_error ntpcore_synchronizer_clock_stepped(ntpcore_synchronizer *synchronizer, double offset);
/* Somebody moved the clock by an amount that isn't known; it reads `date` now. All measurements are forgotten. */
ntpcore_error ntpcore_synchronizer_clock_lost(ntpcore_synchronizer *synchronizer, ntpcore_time date);
ntpcore_error ntpcore_synchronizer_tracking(
    const ntpcore_synchronizer *synchronizer, ntpcore_time date, ntpcore_tracking *tracking);
ntpcore_error ntpcore_synchronizer_source(
    const ntpcore_synchronizer *synchronizer, uint32_t source, ntpcore_time date, ntpcore_source_state *state);

/* ---- Error-bound clock: the segment that ntpd or ClockBound's daemon publishes ---- */

typedef struct ntpcore_clock ntpcore_clock;

#define NTPCORE_CLOCK_PATH "/var/run/clockbound/shm0"

typedef enum ntpcore_clock_status {
    NTPCORE_CLOCK_UNKNOWN = 0,      /* the bounds mean nothing */
    NTPCORE_CLOCK_SYNCHRONIZED = 1,
    NTPCORE_CLOCK_FREE_RUNNING = 2, /* nobody measures the clock, but the bounds hold, and grow */
    NTPCORE_CLOCK_DISRUPTED = 3     /* the machine was stopped or moved, and the bounds mean nothing */
} ntpcore_clock_status;

/* True time lies between `earliest` and `latest`. */
typedef struct ntpcore_interval {
    ntpcore_time earliest, latest;
    uint32_t status; /* ntpcore_clock_status */
    uint32_t reserved;
} ntpcore_interval;

/* Maps the segment; a null path stands for NTPCORE_CLOCK_PATH. NTPCORE_SYSTEM when it can't be opened. */
ntpcore_error ntpcore_clock_open(const char *path, ntpcore_clock **clock);
void ntpcore_clock_close(ntpcore_clock *clock);
/* Reads CLOCK_REALTIME with its bounds. Never waits long: NTPCORE_UNAVAILABLE when the writer is never at rest. */
ntpcore_error ntpcore_clock_now(const ntpcore_clock *clock, ntpcore_interval *interval);

/* ---- Monitoring session: what ntpd or chronyd reports ---- */

typedef struct ntpcore_session ntpcore_session;

typedef enum ntpcore_report {
    NTPCORE_REPORT_TRACKING = 0,
    NTPCORE_REPORT_SOURCES = 1,     /* those up to NTPCORE_REPORT_AUTHENTICATION have a record for each source */
    NTPCORE_REPORT_STATISTICS = 2,
    NTPCORE_REPORT_SELECTION = 3,
    NTPCORE_REPORT_NTP_DATA = 4,
    NTPCORE_REPORT_AUTHENTICATION = 5,
    NTPCORE_REPORT_ACTIVITY = 6,
    NTPCORE_REPORT_SERVER_STATISTICS = 7
} ntpcore_report;

typedef enum ntpcore_field_type {
    NTPCORE_FIELD_ABSENT = 0, /* the daemon has nothing to say, as of a measurement before the first one */
    NTPCORE_FIELD_INTEGER = 1, NTPCORE_FIELD_REAL = 2, NTPCORE_FIELD_TIME = 3, NTPCORE_FIELD_TEXT = 4,
    NTPCORE_FIELD_BOOLEAN = 5 /* `integer` is 0 or 1 */
} ntpcore_field_type;

/* The texts are the session's: valid until its next request. The member that `type` names is set, others are zero. */
typedef struct ntpcore_field {
    const char *name;
    const char *unit; /* "s", "s/s", "log2 s", "bit", "byte"; empty for numbers without one, and for all else */
    uint32_t type;    /* ntpcore_field_type */
    uint32_t reserved;
    int64_t integer;
    double real;
    ntpcore_time time;
    const char *text;
} ntpcore_field;

/* No datagram of a session is longer, in either direction. */
#define NTPCORE_SESSION_BUFFER_SIZE 1024

/*
 * Opens a socket to a daemon: a path (/run/chrony/chronyd.sock), or a numeric address and a UDP port, usually 323.
 * By a path, the daemon tells everything. To be closed by ntpcore_session_close, which also removes the socket's file.
 */
ntpcore_error ntpcore_session_open(const char *place, uint16_t port, int *descriptor);
void ntpcore_session_close(int descriptor);

ntpcore_session *ntpcore_session_create(void);
void ntpcore_session_destroy(ntpcore_session *session);
/* Begins a request for how many records a report has, or for one of them. What was there before is forgotten. */
ntpcore_error ntpcore_session_request_count(ntpcore_session *session, ntpcore_report report);
ntpcore_error ntpcore_session_request(ntpcore_session *session, ntpcore_report report, uint32_t record);
/* Writes the datagram that is to be sent; called again, the same as another attempt. */
ntpcore_error ntpcore_session_write(ntpcore_session *session, uint8_t *buffer, size_t capacity, size_t *written);
/* Takes in a datagram. NTPCORE_OK: all is there. NTPCORE_AGAIN: write the next one. NTPCORE_UNRELATED: wait on. */
ntpcore_error ntpcore_session_handle(ntpcore_session *session, const uint8_t *bytes, size_t length);
/* Does all that by a connected socket until the request is over; waits thrice `timeout` seconds for each answer. */
ntpcore_error ntpcore_session_exchange(ntpcore_session *session, int descriptor, double timeout);
/* What ntpcore_session_request_count asked for. */
uint32_t ntpcore_session_record_count(const ntpcore_session *session);
size_t ntpcore_session_field_count(const ntpcore_session *session);
ntpcore_error ntpcore_session_field(const ntpcore_session *session, size_t index, ntpcore_field *field);
ntpcore_error ntpcore_session_field_named(const ntpcore_session *session, const char *name, ntpcore_field *field);

#ifdef __cplusplus
}
#endif

#endif
