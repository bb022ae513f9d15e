package io.roomwise.capture;

/**
 * Counters of one stream since its reader was made, read at any time from any thread.
 *
 * @param pictures accepted by the sink, be it that it did not want them
 * @param undecoded of all pictures: not decoded because the sink needed neither them nor one that is built from them
 * @param sounds pieces of sound, decoded and accepted by the sink
 * @param dropped pictures and sounds for which the sink had no room, and pictures for which there was no time
 * @param decodeErrors packets that could not be decoded, and pictures with damage that the decoder concealed
 * @param reconnects times the stream was lost or could not be opened, and was tried again
 * @param stalls times that the stream ceased while its connection stood
 * @param soundStalls times that sound ceased while pictures went on
 * @param bytes of compressed data read
 * @param senderReports RTCP sender reports seen
 * @param lastFrameAgeMillis since the last picture or sound, monotonic; -1 before the first
 * @param clockOffsetMillis sender's clock minus ours, transport delay included; 0 without a sender's clock
 * @param decoder FFmpeg's name of the pictures' decoder; empty before the first connection and where there are none
 * @param nativeContexts native inputs held open now: 0 or 1
 * @param cpuNanos processor time that the reader's thread has used: reading, decoding, scaling, offering
 */
public record StreamStats(
        StreamId stream,
        StreamState state,
        long pictures,
        long undecoded,
        long sounds,
        long dropped,
        long decodeErrors,
        long reconnects,
        long stalls,
        long soundStalls,
        long bytes,
        long senderReports,
        long lastFrameAgeMillis,
        ClockSource clockSource,
        double clockOffsetMillis,
        String decoder,
        int nativeContexts,
        long cpuNanos) {
    /** Whether sound is all that comes: of a microphone, or of a camera that came back without its pictures. */
    public boolean isSoundOnly() {
        return state == StreamState.STREAMING && decoder.isEmpty();
    }
}
