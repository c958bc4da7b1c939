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
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timex.h>
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

static int usage(void)
{
    fputs("usage: truth start PPM              true time is the clock's present reading; its oscillator gains PPM\n"
          "       truth oscillator PPM         changes the oscillator's error from now on\n"
          "       truth set-clock SECONDS      sets the system clock to true time plus SECONDS\n"
          "       truth set-phc DEVICE         sets a PTP hardware clock to true time and frequency\n"
          "       truth reset-kernel           forgets the kernel's frequency correction, as a reboot does\n"
          "       truth leap insert|delete T   a leap second before the midnight T (seconds since 1970)\n"
          "       truth serve                  answers NTP requests on port 123\n"
          "       truth compare                prints the clock's true error and the kernel's state\n"
          "       truth sample EVERY SECONDS   prints a table of both\n",
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
    else if (argc == 3 && strcmp(command, "set-phc") == 0)
        set_hardware_clock(words[2]);
    else if (argc == 2 && strcmp(command, "reset-kernel") == 0)
        reset_kernel();
    else if (argc == 4 && strcmp(command, "leap") == 0)
        set_leap(words[2], parse(words[3]));
    else if (argc == 2 && strcmp(command, "serve") == 0)
        serve();
    else if (argc == 2 && strcmp(command, "compare") == 0)
        compare();
    else if (argc == 4 && strcmp(command, "sample") == 0)
        sample(parse(words[2]), parse(words[3]));
    else
        return usage();
    return 0;
}
