/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: the swift-ntpd authors */

/*
 * The true time inside a guest, which a daemon cannot disturb: CLOCK_MONOTONIC_RAW and the time spent suspended, seen as
 * an oscillator with a known frequency error. Serves true time over NTP as stratum 1 and tells by how much CLOCK_REALTIME
 * is wrong. In a guest of simulated time nothing but reading a clock (256 ns) and waiting takes time.
 */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/rtc.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timex.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define STATE_FILE "/run/truth"
#define SECOND 1000000000LL            /* nanoseconds */
#define SECONDS_1900_TO_1970 2208988800LL
#define LEAP_NOTICE (12 * 3600 * SECOND) /* how long before a leap second it is announced */

/* Kept in a mapped file, so that a running server follows what later commands change. */
struct truth {
    int64_t started;       /* the oscillator's count when truth began */
    int64_t counted;       /* the oscillator's count at the latest change of its error ... */
    int64_t counted_true;  /* ... and true time then, leap second not applied */
    double oscillator_ppm; /* positive: the oscillator gains */
    int64_t leap_at;       /* true time of the leap second; 0: none */
    int leap_sign;         /* +1: inserted, -1: deleted */
    uint64_t requests;     /* NTP requests answered */
};

static struct truth *truth;

static void fail(const char *what)
{
    fprintf(stderr, "truth: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void map_state(void)
{
    int file = open(STATE_FILE, O_RDWR | O_CREAT, 0644);
    if (file < 0 || ftruncate(file, sizeof *truth) < 0)
        fail(STATE_FILE);
    truth = mmap(NULL, sizeof *truth, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (truth == MAP_FAILED)
        fail(STATE_FILE);
    close(file);
}

static int64_t read_clock(clockid_t clock)
{
    struct timespec now;
    if (clock_gettime(clock, &now) < 0)
        fail("clock_gettime");
    return now.tv_sec * SECOND + now.tv_nsec;
}

static void set_clock(clockid_t clock, int64_t time)
{
    struct timespec value = {.tv_sec = time / SECOND, .tv_nsec = time % SECOND};
    if (clock_settime(clock, &value) < 0)
        fail("clock_settime");
}

static double parse(const char *text)
{
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end != '\0') {
        fprintf(stderr, "truth: not a number: '%s'\n", text);
        exit(2);
    }
    return value;
}

/* Reads a clock and, for the same instant, another one: the mean of its readings just before and after. */
static int64_t read_together(clockid_t clock, clockid_t other, int64_t *other_time)
{
    int64_t before = read_clock(other);
    int64_t time = read_clock(clock);
    *other_time = before + (read_clock(other) - before) / 2;
    return time;
}

static int64_t suspended_time(void)
{
    int64_t monotonic;
    int64_t with_suspension = read_together(CLOCK_BOOTTIME, CLOCK_MONOTONIC, &monotonic);
    return with_suspension - monotonic;
}

static int64_t count(void)
{
    int64_t raw = read_clock(CLOCK_MONOTONIC_RAW); /* first: what follows takes time */
    return raw + suspended_time();
}

/* True time without the leap second's step. An oscillator that gains has counted too much: divide. */
static int64_t steady_time(int64_t count)
{
    double excess = truth->oscillator_ppm * 1e-6;
    int64_t elapsed = count - truth->counted;
    return truth->counted_true + elapsed - (int64_t)(elapsed * (excess / (1 + excess)));
}

static int64_t true_time(int64_t count)
{
    int64_t time = steady_time(count);
    return truth->leap_at != 0 && time >= truth->leap_at ? time - truth->leap_sign * SECOND : time;
}

static void start(double ppm)
{
    memset(truth, 0, sizeof *truth);
    int64_t suspended = suspended_time(), raw;
    truth->counted_true = read_together(CLOCK_REALTIME, CLOCK_MONOTONIC_RAW, &raw);
    truth->counted = truth->started = raw + suspended;
    truth->oscillator_ppm = ppm;
}

/* Changes the oscillator's error without a step of true time. */
static void set_oscillator(double ppm)
{
    int64_t now = count();
    truth->counted_true = steady_time(now);
    truth->counted = now;
    truth->oscillator_ppm = ppm;
}

static void set_leap(const char *kind, double at)
{
    truth->leap_sign = strcmp(kind, "delete") == 0 ? -1 : 1;
    truth->leap_at = (int64_t)at * SECOND;
    if (truth->leap_sign < 0) /* the second before midnight is left out */
        truth->leap_at -= SECOND;
}

/* Puts the kernel's clock state back to what it is after booting. */
static void reset_kernel(void)
{
    struct timex state = {.modes = ADJ_FREQUENCY | ADJ_TICK | ADJ_STATUS | ADJ_MAXERROR | ADJ_ESTERROR,
                          .tick = 1000000 / sysconf(_SC_CLK_TCK),
                          .status = STA_UNSYNC,
                          .maxerror = 16000000,
                          .esterror = 16000000};
    if (adjtimex(&state) < 0)
        fail("adjtimex");
}

/* Does to the clock what another program might: its frequency by adjtimex, or a slew by adjtime. */
static void interfere(const char *how, double amount)
{
    struct timex change = {.modes = ADJ_FREQUENCY, .freq = (long)(amount * 65536)};
    if (strcmp(how, "slew") == 0)
        change = (struct timex){.modes = ADJ_OFFSET_SINGLESHOT, .offset = (long)(amount * 1e6)};
    if (adjtimex(&change) < 0)
        fail("adjtimex");
}

/* Returns when the server has been asked once more, which is before its answer has arrived. */
static void await_request(void)
{
    uint64_t before = truth->requests;
    while (truth->requests == before)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}

/* Sets a PTP hardware clock, whose oscillator is the system clock's, to true time and true frequency. */
static void set_hardware_clock(const char *device)
{
    int file = open(device, O_RDWR);
    if (file < 0)
        fail(device);
    clockid_t clock = (~(clockid_t)file << 3) | 3; /* FD_TO_CLOCKID of the kernel's documentation */
    double excess = truth->oscillator_ppm * 1e-6;
    struct timex rate = {.modes = ADJ_FREQUENCY, .freq = (long)(-excess / (1 + excess) * 1e6 * 65536)};
    if (clock_adjtime(clock, &rate) < 0)
        fail("clock_adjtime");
    set_clock(clock, true_time(count()));
    close(file);
}

/* Sets a battery-backed clock to so many seconds more than true time. */
static void set_rtc(const char *device, double ahead)
{
    int file = open(device, O_RDONLY);
    if (file < 0)
        fail(device);
    time_t seconds = (time_t)(true_time(count()) * 1e-9 + ahead);
    struct tm parts;
    gmtime_r(&seconds, &parts);
    struct rtc_time hands = {.tm_sec = parts.tm_sec, .tm_min = parts.tm_min, .tm_hour = parts.tm_hour,
                             .tm_mday = parts.tm_mday, .tm_mon = parts.tm_mon, .tm_year = parts.tm_year};
    if (ioctl(file, RTC_SET_TIME, &hands) < 0)
        fail(device);
    close(file);
}

struct reading {
    double elapsed;       /* seconds since the start of truth */
    double error;         /* CLOCK_REALTIME minus true time, in seconds */
    double frequency_ppm; /* by which the kernel speeds its clock up */
    struct timex kernel;
    int state; /* TIME_OK, TIME_INS, ... */
};

static struct reading read_error(void)
{
    struct reading now = {0};
    now.state = adjtimex(&now.kernel);
    int64_t suspended = suspended_time(), raw;
    int64_t time = read_together(CLOCK_REALTIME, CLOCK_MONOTONIC_RAW, &raw);
    now.elapsed = (raw + suspended - truth->started) * 1e-9;
    now.error = (time - true_time(raw + suspended)) * 1e-9;
    double nominal_tick = 1e6 / sysconf(_SC_CLK_TCK);
    now.frequency_ppm = now.kernel.freq / 65536.0 + (now.kernel.tick / nominal_tick - 1) * 1e6;
    return now;
}

static void compare(void)
{
    static const char *const states[] = {"TIME_OK", "TIME_INS", "TIME_DEL", "TIME_OOP", "TIME_WAIT", "TIME_ERROR"};
    struct reading now = read_error();
    time_t seconds = read_clock(CLOCK_REALTIME) / SECOND;
    char date[32];
    strftime(date, sizeof date, "%F %T", gmtime(&seconds));
    printf("%s error %+.9f s, frequency %+.3f ppm, maxerror %ld us, esterror %ld us, %s, status 0x%x, TAI-UTC %d s\n", date,
           now.error, now.frequency_ppm, now.kernel.maxerror, now.kernel.esterror, states[now.state], now.kernel.status,
           now.kernel.tai);
}

/* One row every so many seconds of the oscillator; columns as in the first line. */
static void sample(double interval, double duration)
{
    int64_t step = (int64_t)(interval * 1e9), next = count(), end = next + (int64_t)(duration * 1e9);
    setvbuf(stdout, NULL, _IOLBF, 0); /* a reader meanwhile sees whole rows */
    puts("elapsed error frequency_ppm maxerror esterror status requests");
    for (;;) {
        struct reading now = read_error();
        printf("%.3f %+.9f %+.6f %.6f %.6f 0x%x %llu\n", now.elapsed, now.error, now.frequency_ppm, now.kernel.maxerror * 1e-6,
               now.kernel.esterror * 1e-6, now.kernel.status, (unsigned long long)truth->requests);
        next += step;
        if (next > end)
            return;
        /* No sleep on the raw clock exists. CLOCK_MONOTONIC may be slewed meanwhile, so the remainder is computed anew. */
        int64_t left = next - count();
        if (left > 0)
            nanosleep(&(struct timespec){.tv_sec = left / SECOND, .tv_nsec = left % SECOND}, NULL);
    }
}

/* ClockBound's segment, in the machine's byte order; see docs/clockbound.md. */
struct segment {
    uint32_t magic[2], size;
    uint16_t version, generation;
    int64_t as_of[2], void_after[2], bound;
    uint64_t marker;
    uint32_t growth;
    int32_t status; /* 1 synchronised, 2 free running */
    uint8_t has_vmclock, padding[7];
};

/* The bound on the clock's error at this moment, in seconds; negative: there is none. */
static double read_bound(const volatile struct segment *shared)
{
    struct segment now;
    uint16_t before;
    do {
        before = shared->generation;
        now = *shared;
    } while (before == 0 || before % 2 == 1 || before != shared->generation);
    int64_t monotonic = read_clock(CLOCK_MONOTONIC_COARSE);
    int64_t age = monotonic - (now.as_of[0] * SECOND + now.as_of[1]);
    int is_void = monotonic > now.void_after[0] * SECOND + now.void_after[1];
    return is_void || (now.status != 1 && now.status != 2) ? -1 : now.bound * 1e-9 + age * 1e-9 * now.growth * 1e-9;
}

/* Holds the bound that a daemon publishes against the truth; one line in the end. */
static void watch_bound(const char *path, double interval, double duration)
{
    int file = open(path, O_RDONLY), readings = 0, missing = 0, beyond = 0;
    const void *memory = file < 0 ? MAP_FAILED : mmap(NULL, sizeof(struct segment), PROT_READ, MAP_SHARED, file, 0);
    if (memory == MAP_FAILED)
        fail(path);
    double largest = 0, closest = 0;
    int64_t end = count() + (int64_t)(duration * 1e9);
    for (; count() < end; readings++) {
        double bound = read_bound(memory), error = read_error().error;
        double share = (error < 0 ? -error : error) / bound;
        missing += bound < 0;
        beyond += bound >= 0 && share > 1;
        if (bound > largest)
            largest = bound;
        if (share > closest)
            closest = share;
        nanosleep(&(struct timespec){.tv_sec = (time_t)interval, .tv_nsec = (long)((interval - (time_t)interval) * 1e9)}, NULL);
    }
    printf("%d %d %d %.9f %.3f\n", readings, missing, beyond, largest, closest);
}

static void put_timestamp(unsigned char *field, int64_t time)
{
    uint32_t seconds = htonl((uint32_t)(time / SECOND + SECONDS_1900_TO_1970));
    uint32_t fraction = htonl((uint32_t)(((uint64_t)(time % SECOND) << 32) / SECOND));
    memcpy(field, &seconds, 4);
    memcpy(field + 4, &fraction, 4);
}

/* RFC 5905, figure 8: the fields of a server that is its own reference, but for the transmit timestamp. */
static void make_reply(unsigned char *packet, int64_t received)
{
    int64_t until_leap = truth->leap_at - received;
    int leap = until_leap > 0 && until_leap <= LEAP_NOTICE ? (truth->leap_sign > 0 ? 1 : 2) : 0;
    packet[0] = (unsigned char)(leap << 6 | (packet[0] & 0x38) | 4); /* the client's version, mode 4 */
    packet[1] = 1;                                                    /* stratum */
    packet[3] = (unsigned char)-23;                                   /* precision: 119 ns, root delay and dispersion 0 */
    memset(packet + 4, 0, 8);
    memcpy(packet + 12, "GPS", 4);
    put_timestamp(packet + 16, received - SECOND);
    memcpy(packet + 24, packet + 40, 8);
    put_timestamp(packet + 32, received);
}

static void serve(void)
{
    int descriptor = socket(AF_INET6, SOCK_DGRAM, 0); /* takes IPv4 too */
    struct sockaddr_in6 local = {.sin6_family = AF_INET6, .sin6_port = htons(123), .sin6_addr = IN6ADDR_ANY_INIT};
    if (descriptor < 0 || bind(descriptor, (struct sockaddr *)&local, sizeof local) < 0)
        fail("UDP port 123");
    for (;;) {
        unsigned char packet[512];
        struct sockaddr_in6 client;
        socklen_t length = sizeof client;
        ssize_t size = recvfrom(descriptor, packet, sizeof packet, 0, (struct sockaddr *)&client, &length);
        int64_t arrival = read_clock(CLOCK_MONOTONIC_RAW), suspended = suspended_time();
        if (size < 48 || (packet[0] & 7) != 3)
            continue;
        truth->requests++;
        make_reply(packet, true_time(arrival + suspended));
        put_timestamp(packet + 40, true_time(read_clock(CLOCK_MONOTONIC_RAW) + suspended));
        sendto(descriptor, packet, 48, 0, (struct sockaddr *)&client, length);
    }
}

/* A datagram of the SOCK protocol, by which receivers are read. */
struct reception {
    int64_t seconds, microseconds; /* by the system clock */
    double offset;                 /* of true time to it, in seconds; of a pulse the part below one */
    int32_t pulse, leap, padding, magic;
};

static void hand_over(int descriptor, const char *path, int64_t system_time, double offset, int pulse)
{
    struct reception sample = {.seconds = system_time / SECOND, .microseconds = system_time % SECOND / 1000,
                               .offset = offset, .pulse = pulse, .magic = 0x534f434b};
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    /* A daemon that isn't there yet, or any more, is no error. */
    sendto(descriptor, &sample, sizeof sample, 0, (struct sockaddr *)&address, sizeof address);
}

/* A receiver with messages that are wrong by up to 0.1 s and pulses that are by up to 1 us, right after each true second. */
static void receive(const char *messages, const char *pulses)
{
    int descriptor = socket(AF_UNIX, SOCK_DGRAM, 0);
    if (descriptor < 0)
        fail("a socket");
    for (uint32_t random = 1;; random = random * 1103515245 + 12345) {
        int64_t now, passed = true_time(count()) % SECOND;
        nanosleep(&(struct timespec){.tv_nsec = SECOND - 1 - passed}, NULL);
        int64_t system_time = read_together(CLOCK_REALTIME, CLOCK_MONOTONIC_RAW, &now);
        int64_t truth_now = true_time(now + suspended_time());
        int64_t ahead = truth_now - system_time;
        int64_t wrong = (int64_t)(random >> 16) % 201 - 100; /* from -100 to 100 */
        hand_over(descriptor, messages, system_time, (ahead + wrong * 1000000) * 1e-9, 0);
        int64_t part = (ahead + wrong * 10) % SECOND;
        part += part < -SECOND / 2 ? SECOND : part > SECOND / 2 ? -SECOND : 0;
        hand_over(descriptor, pulses, system_time, part * 1e-9, 1);
    }
}

static int usage(void)
{
    fputs("usage: truth start PPM              true time is the clock's present reading; its oscillator gains PPM\n"
          "       truth oscillator PPM         changes the oscillator's error from now on\n"
          "       truth set-clock SECONDS      sets the system clock to true time plus SECONDS\n"
          "       truth frequency PPM          sets the frequency of the system clock, as another program might\n"
          "       truth slew SECONDS           slews it by adjtime\n"
          "       truth await-request          waits until the server is asked once more\n"
          "       truth set-phc DEVICE         sets a PTP hardware clock to true time and frequency\n"
          "       truth set-rtc DEVICE SECONDS sets a real-time clock to true time plus SECONDS\n"
          "       truth reset-kernel           forgets the kernel's frequency correction, as a reboot does\n"
          "       truth leap insert|delete T   a leap second before the midnight T (seconds since 1970)\n"
          "       truth serve                  answers NTP requests on port 123\n"
          "       truth receive MESSAGES PULSES  hands the seconds over to two sockets, as a receiver's\n"
          "       truth compare                prints the clock's true error and the kernel's state\n"
          "       truth sample EVERY SECONDS   prints a table of both\n"
          "       truth bound FILE EVERY SECONDS\n"
          "                                    reads the bound that a daemon publishes: prints how often, how often there was\n"
          "                                    none, how often the error was beyond it, the largest, and the largest share\n",
          stderr);
    return 2;
}

int main(int argc, char **words)
{
    const char *command = argc > 1 ? words[1] : "";
    map_state();
    if (argc == 3 && strcmp(command, "start") == 0)
        start(parse(words[2]));
    else if (argc == 3 && strcmp(command, "oscillator") == 0)
        set_oscillator(parse(words[2]));
    else if (argc == 3 && strcmp(command, "set-clock") == 0)
        set_clock(CLOCK_REALTIME, true_time(count()) + (int64_t)(parse(words[2]) * 1e9));
    else if (argc == 3 && (strcmp(command, "frequency") == 0 || strcmp(command, "slew") == 0))
        interfere(command, parse(words[2]));
    else if (argc == 2 && strcmp(command, "await-request") == 0)
        await_request();
    else if (argc == 3 && strcmp(command, "set-phc") == 0)
        set_hardware_clock(words[2]);
    else if (argc == 4 && strcmp(command, "set-rtc") == 0)
        set_rtc(words[2], parse(words[3]));
    else if (argc == 2 && strcmp(command, "reset-kernel") == 0)
        reset_kernel();
    else if (argc == 4 && strcmp(command, "leap") == 0)
        set_leap(words[2], parse(words[3]));
    else if (argc == 2 && strcmp(command, "serve") == 0)
        serve();
    else if (argc == 4 && strcmp(command, "receive") == 0)
        receive(words[2], words[3]);
    else if (argc == 2 && strcmp(command, "compare") == 0)
        compare();
    else if (argc == 4 && strcmp(command, "sample") == 0)
        sample(parse(words[2]), parse(words[3]));
    else if (argc == 5 && strcmp(command, "bound") == 0)
        watch_bound(words[2], parse(words[3]), parse(words[4]));
    else
        return usage();
    return 0;
}
