package io.roomwise.capture;

import java.util.concurrent.atomic.AtomicLong;

/** What a stream's thread counts and everybody may read. Single writer: plain increments of atomics. */
final class StreamCounters {
    final AtomicLong pictures = new AtomicLong();
    final AtomicLong undecoded = new AtomicLong();
    final AtomicLong sounds = new AtomicLong();
    final AtomicLong dropped = new AtomicLong();
    final AtomicLong decodeErrors = new AtomicLong();
    final AtomicLong reconnects = new AtomicLong();
    final AtomicLong stalls = new AtomicLong();
    final AtomicLong soundStalls = new AtomicLong();
    final AtomicLong bytes = new AtomicLong();
    final AtomicLong senderReports = new AtomicLong();
    volatile long lastFrameNanoTime;
    volatile boolean anyFrame;
    volatile ClockSource clockSource = ClockSource.ARRIVAL;
    volatile long clockOffsetNanos;
    volatile int nativeContexts;
    volatile String decoder = "";
    /** Sessions in a row that had sound and lacked pictures. */
    int withoutPictures;

    /** Processor time of a thread that has ended. */
    volatile long finalCpuNanos;
}
