package io.roomwise.capture;

import java.util.EnumSet;
import java.util.Set;

/**
 * One input of a sensor.
 *
 * @param roles what is taken from it; a medium that it lacks is told once and the other one is delivered
 * @param clockOffsetMillis what this sensor's clock is known to be late by; where nobody says by it, nothing is added
 * @param audioOffsetMillis added to capture times of sound on top: delay that the sensor's sound encoder hides
 */
public record StreamConfig(
        StreamUrl path,
        Set<MediaRole> roles,
        Playback playback,
        long clockOffsetMillis,
        long audioOffsetMillis,
        CaptureConfig capture) {
    private static final long MAX_OFFSET_MILLIS = 86_400_000;

    public StreamConfig {
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("inputs[].roles must name at least one of video, audio");
        }
        if (path.isMicrophone() && !roles.equals(Set.of(MediaRole.AUDIO))) {
            throw new IllegalArgumentException("inputs[].roles of " + path + " must be [audio]");
        }
        requireOffset("clock_offset_ms", clockOffsetMillis);
        requireOffset("audio_offset_ms", audioOffsetMillis);
        roles = Set.copyOf(EnumSet.copyOf(roles));
    }

    private static void requireOffset(String key, long millis) {
        if (Math.abs(millis) > MAX_OFFSET_MILLIS) {
            throw new IllegalArgumentException(key + " must be within a day, was " + millis);
        }
    }

    /** The same over another transport. */
    public StreamConfig with(RtspTransport transport) {
        return new StreamConfig(path, roles, playback, clockOffsetMillis, audioOffsetMillis, capture.with(transport));
    }

    /** The same of another stream. */
    public StreamConfig with(StreamUrl other) {
        return new StreamConfig(other, roles, playback, clockOffsetMillis, audioOffsetMillis, capture);
    }

    /** A live input without corrections. */
    public static StreamConfig of(StreamUrl path, Set<MediaRole> roles, CaptureConfig capture) {
        return new StreamConfig(path, roles, Playback.REAL_TIME, 0, 0, capture);
    }
}
