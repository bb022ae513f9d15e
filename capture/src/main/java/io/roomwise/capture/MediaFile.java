package io.roomwise.capture;

import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.Set;

/** A video file, read once on the calling thread: every picture in order, and the sound beside it. */
public final class MediaFile implements AutoCloseable {
    private static final StreamId NAMELESS = new StreamId(0, new RoomId("file", "file"), "file");

    private final StreamCounters counters = new StreamCounters();
    private final Deadline deadline;
    private final StreamSession session;

    /** Takes what is read. */
    public interface Listener {
        /** @param picture valid only during the call */
        void onPicture(Picture picture);

        /** @param samples mono at {@link FrameSink#SAMPLE_RATE_HZ}; valid only during the call */
        void onSound(ShortBuffer samples);
    }

    /**
     * Opens a file.
     *
     * @param roles what is wanted of it; one of them may be missing
     * @throws IOException if it cannot be opened or holds nothing of what is wanted
     */
    public MediaFile(Path file, Set<MediaRole> roles, Listener listener) throws IOException {
        Clocks clocks = Clocks.system();
        deadline = new Deadline(clocks.nanoTime());
        StreamConfig config =
                new StreamConfig(new StreamUrl("file:" + file), roles, Playback.FAST, 0, 0, CaptureConfig.defaults());
        Delivery delivery = new Delivery(NAMELESS, new Sink(listener), counters, clocks, deadline, true);
        try {
            session = new StreamSession(
                    config, HardwareDecoding.NONE, new FilePlayback(clocks), counters, delivery, clocks, deadline);
        } catch (StreamException e) {
            deadline.close();
            throw new IOException(e.reason(), e);
        }
    }

    /** Of the pictures, as the file tells it; 0 where it does not. */
    public double framesPerSecond() {
        return session.framesPerSecond();
    }

    public boolean has(MediaRole role) {
        return session.has(role);
    }

    /** Reads to the end. @throws IOException if the file breaks off */
    public void read() throws IOException {
        try {
            boolean more = true;
            while (more) {
                more = session.step();
            }
        } catch (StreamException e) {
            throw new IOException(e.reason(), e);
        }
    }

    /** Packets and frames so far that were damaged. */
    public long decodeErrors() {
        return counters.decodeErrors.get();
    }

    @Override
    public void close() {
        session.close();
        deadline.close();
    }

    private record Sink(Listener listener) implements FrameSink {
        @Override
        public boolean offerPicture(StreamId stream, FrameTime time, Picture picture) {
            listener.onPicture(picture);
            return true;
        }

        @Override
        public boolean offerSound(StreamId stream, FrameTime time, ShortBuffer samples) {
            listener.onSound(samples);
            return true;
        }
    }
}
