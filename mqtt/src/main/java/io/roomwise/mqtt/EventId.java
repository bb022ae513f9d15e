package io.roomwise.mqtt;

import java.util.random.RandomGenerator;

/** Names of events that sort by time: milliseconds and chance, ten characters of Crockford's base 32 each. */
final class EventId {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int CHANCE = 10;

    private EventId() {}

    static String of(long capturedUtcNanos, RandomGenerator random) {
        long time = capturedUtcNanos / 1_000_000;
        var id = new StringBuilder(20);
        for (int shift = 45; shift >= 0; shift -= 5) {
            id.append(ALPHABET.charAt((int) (time >>> shift) & 31));
        }
        for (int i = 0; i < CHANCE; i++) {
            id.append(ALPHABET.charAt(random.nextInt(32)));
        }
        return id.toString();
    }
}
