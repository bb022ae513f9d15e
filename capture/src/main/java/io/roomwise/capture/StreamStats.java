package io.roomwise.capture;

/**
 * Counters of one stream since its reader was made, read at any time from any thread.
 *
 * @param pictures decoded and accepted by the sink
 * @param sounds pieces of sound, decoded and accepted by the sink
 * @param dropped pictures and sounds for which the sink had no room
 * @param decodeErrors packets that could not be decoded, and pictures with damage that the decoder concealed
 * @param reconnects times the stream was lost or could not be opened, and was tried again
 * @param bytes of compressed data read
 * @param senderReports RTCP sender reports seen
 * @param lastFrameAgeMillis since the last picture or sound, monotonic; -1 before the first
 * @param clockOffsetMillis sender's clock minus ours, transport delay included; 0 without a sender's clock
 * @param nativeContexts native inputs held open now: 0 or 1
 * @param cpuNanos processor time that the reader's thread has used: reading, decoding, scaling, offering
 */
public record StreamStats(
        StreamId stream,
        StreamState state,
        long pictures,
        long sounds,
        long dropped,
        long decodeErrors,
        long reconnects,
        long bytes,
        long senderReports,
        long lastFrameAgeMillis,
        ClockSource clockSource,
        double clockOffsetMillis,
        int nativeContexts,
        long cpuNanos) {}
