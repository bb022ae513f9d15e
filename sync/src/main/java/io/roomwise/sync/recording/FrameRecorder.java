package io.roomwise.sync.recording;

import io.roomwise.capture.FrameTime;
import io.roomwise.capture.Picture;
import io.roomwise.sync.ClockReading;
import io.roomwise.sync.SyncTap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Writes to disk what thread sync acts on. Thread sync only copies; packing and writing is done by thread
 * {@code recorder}, which this owns. What that cannot keep up with is lost to the recording and counted.
 */
public final class FrameRecorder implements SyncTap, AutoCloseable {
    /** Bridges a disk that stands still for 3 s under four cameras of 640x360, of which 12 pictures a second are kept. */
    private static final long MAX_WAITING_BYTES = 32L << 20;

    private static final long LOOK_MILLIS = 50;

    private final Path folder;
    private final Manifest manifest;
    private final long maxBytes;
    private final long maxWaitingBytes;
    private final Runnable onStop;
    private final BlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final LongAdder lost = new LongAdder();
    private final Thread thread = new Thread(this::write, "recorder");
    private volatile boolean taking;
    private volatile Summary written = Summary.NOTHING;
    private @Nullable RecordingWriter writer;

    /**
     * How far a recording has got.
     *
     * @param lost entries that were dropped because the disk or the processor was too slow
     * @param stopped why nothing more is written although nobody closed it: full, or a failure
     */
    public record Summary(long entries, long lost, long bytes, Optional<Stop> stopped) {
        /** Before it has begun. */
        public static final Summary NOTHING = new Summary(0, 0, 0, Optional.empty());
    }

    /** @param failed false if the size was reached */
    public record Stop(boolean failed, String reason) {}

    /**
     * @param folder made by {@link #start}; must not exist
     * @param maxBytes the recording ends before it would get larger: what was recorded is never deleted again
     * @param onStop told, on thread recorder, when it ends by itself; must not wait for {@link #close}
     */
    public FrameRecorder(Path folder, Manifest manifest, long maxBytes, Runnable onStop) {
        this(folder, manifest, maxBytes, MAX_WAITING_BYTES, onStop);
    }

    FrameRecorder(Path folder, Manifest manifest, long maxBytes, long maxWaitingBytes, Runnable onStop) {
        this.folder = folder;
        this.manifest = manifest;
        this.maxBytes = maxBytes;
        this.maxWaitingBytes = maxWaitingBytes;
        this.onStop = onStop;
    }

    /** @throws RecordingException if the folder exists or cannot be written */
    public void start() throws RecordingException {
        writer = new RecordingWriter(folder, manifest, maxBytes);
        taking = true;
        thread.start();
    }

    @Override
    public void onPicture(ClockReading now, int stream, FrameTime time, Picture picture) {
        int bytes = picture.width() * picture.height() * 3;
        if (isFree(bytes)) {
            byte[] rgb = new byte[bytes];
            picture.rgb().get(0, rgb);
            offer(Entry.picture(now, stream, time, picture.width(), picture.height(), ByteBuffer.wrap(rgb)));
        }
    }

    @Override
    public void onPictureTime(ClockReading now, int stream, FrameTime time) {
        offer(Entry.time(now, stream, time));
    }

    @Override
    public void onSound(ClockReading now, int stream, FrameTime time, ShortBuffer samples) {
        ByteBuffer data = ByteBuffer.allocate(samples.remaining() * Short.BYTES);
        data.asShortBuffer().put(samples.duplicate());
        offer(Entry.sound(now, stream, time, data));
    }

    @Override
    public void onIdle(ClockReading now) {
        offer(Entry.idle(now));
    }

    private void offer(Entry entry) {
        if (isFree(entry.limit())) {
            waitingBytes.addAndGet(entry.limit());
            waiting.add(entry);
        }
    }

    /** Whether so much more may wait; if not, an entry is lost. */
    private boolean isFree(int bytes) {
        boolean free = waitingBytes.get() + bytes <= maxWaitingBytes;
        if (taking && !free) {
            lost.increment();
        }
        return taking && free;
    }

    private void write() {
        RecordingWriter open = writer;
        if (open == null) {
            return;
        }
        Optional<Stop> stop = Optional.empty();
        try (open) {
            while (stop.isEmpty() && (taking || !waiting.isEmpty())) {
                Entry entry = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (entry != null) {
                    stop = write(open, entry);
                }
            }
            taking = false;
            open.finish(Instant.now(), lost.sum());
        } catch (IOException e) {
            stop = stop.isPresent() ? stop : Optional.of(failure(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        taking = false;
        waiting.clear();
        written = summary(open, stop);
        if (stop.isPresent()) {
            onStop.run();
        }
    }

    private Optional<Stop> write(RecordingWriter open, Entry entry) {
        waitingBytes.addAndGet(-entry.limit());
        Optional<Stop> stop = Optional.empty();
        try {
            if (!open.write(entry)) {
                stop = Optional.of(new Stop(false, "the limit of " + (maxBytes >> 20) + " MB is reached"));
            }
        } catch (IOException e) {
            stop = Optional.of(failure(e));
        }
        written = summary(open, stop);
        return stop;
    }

    private Stop failure(IOException e) {
        return new Stop(true, folder + " cannot be written: " + e.getMessage());
    }

    private Summary summary(RecordingWriter open, Optional<Stop> stop) {
        return new Summary(open.entries(), lost.sum(), open.bytes(), stop);
    }

    /** From any thread. */
    public Summary summary() {
        return written;
    }

    /** Writes what waits and returns when the thread has ended. */
    @Override
    public void close() {
        taking = false;
        boolean interrupted = false;
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
