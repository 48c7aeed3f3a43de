/*
 * Faults a test puts between the server and the system: no room on the disk, an fsync that fails, a clock that jumps.
 * Loaded with LD_PRELOAD into the server a test starts; the program itself has no switch for any of it, so none can be
 * left on by accident. GENKAN_FAULTS names a file of 64 bytes that both sides map:
 *   int64[0] fsync fails while not 0 (EIO) · int64[1] no room while not 0 (ENOSPC) · int64[2] ms the clock is ahead
 *   int64[3] fsyncs that worked, counted here
 * System calls are made directly: dlsym may not be asked as early as the clock is.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t none[8];
static volatile int64_t *control = none;

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("GENKAN_FAULTS");
    if (path == NULL)
        return;
    int file = open(path, O_RDWR);
    if (file < 0)
        return;
    void *mapped = mmap(NULL, 64, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (mapped != MAP_FAILED)
        control = mapped;
}

static int refuse(int why)
{
    errno = why;
    return -1;
}

static int sync_or_fail(long call, int file)
{
    if (control[0])
        return refuse(EIO);
    int result = (int)syscall(call, file);
    if (result == 0)
        __sync_fetch_and_add(&control[3], 1);
    return result;
}

int fsync(int file) { return sync_or_fail(SYS_fsync, file); }
int fdatasync(int file) { return sync_or_fail(SYS_fdatasync, file); }

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at)
{
    return control[1] ? refuse(ENOSPC) : syscall(SYS_pwrite64, file, bytes, count, at);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) { return pwrite64(file, bytes, count, at); }

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = (int)syscall(SYS_clock_gettime, clock, now);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) && control[2] != 0)
    {
        int64_t ns = now->tv_nsec + (control[2] % 1000) * 1000000;
        now->tv_sec += control[2] / 1000 + (ns < 0 ? -1 : ns / 1000000000);
        now->tv_nsec = ns < 0 ? ns + 1000000000 : ns % 1000000000;
    }
    return result;
}

int gettimeofday(struct timeval *now, void *zone)
{
    (void)zone;
    struct timespec precise;
    int result = clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return result;
}
