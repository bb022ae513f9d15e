package io.roomwise.mqtt;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long the connection waits for what.
 *
 * @param nanoTime a clock that nobody sets: one that follows NTP would break time-outs
 * @param connect for the broker to accept us
 * @param firstRetry before the first attempt after a loss; doubles with each failure
 * @param lastRetry the longest pause between attempts
 * @param acknowledgement for a PUBACK; a broker that is silent for longer is gone. Keep-alive alone finds a dead peer
 *     after one to two minutes, when events have expired
 * @param birthMin shortest pause between Home Assistant's start and our answer: it subscribes first
 * @param birthMax longest such pause; between both by chance, so that not all boxes of a home answer at once
 * @param birthGap between two answers
 * @param goodbye for the last acknowledgements when we leave
 */
record Timing(
        LongSupplier nanoTime,
        Duration connect,
        Duration firstRetry,
        Duration lastRetry,
        Duration acknowledgement,
        Duration birthMin,
        Duration birthMax,
        Duration birthGap,
        Duration goodbye) {

    static Timing live() {
        return new Timing(
                System::nanoTime,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2));
    }
}
