package io.roomwise.sync;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.EventTranslatorThreeArg;
import com.lmax.disruptor.EventTranslatorTwoArg;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.TimeoutBlockingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import io.roomwise.capture.ClockSource;
import io.roomwise.capture.FrameSink;
import io.roomwise.capture.FrameTime;
import io.roomwise.capture.Picture;
import io.roomwise.capture.StreamId;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the frames of many capture threads onto thread sync. A full ring loses the newest frame, never time. */
final class FrameRing implements FrameSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrameRing.class);

    /**
     * A stream brings 10 pictures and up to 50 pieces of sound a second: 8 slots bridge 130 ms in which thread sync
     * does not get a core. More would only cost memory, one picture per slot.
     */
    private static final int SLOTS_PER_STREAM = 8;

    private static final int MIN_SLOTS = 16;

    /** How late a slot may leave when every sensor is silent; the wake-ups cost nothing that can be measured. */
    private static final int IDLE_TICK_MILLIS = 20;

    // The ring publishes a claimed slot whatever happens while it is filled; an unpublished one would stop it for ever.
    private static final EventTranslatorTwoArg<FrameSlot, StreamId, Spare> EXCHANGE_PICTURE =
            (slot, sequence, stream, spare) -> spare.buffer = slot.exchange(stream.index(), spare.buffer);
    private static final EventTranslatorTwoArg<FrameSlot, StreamId, FrameTime> FILL_TIME =
            (slot, sequence, stream, time) -> slot.fill(stream.index(), time);
    private static final EventTranslatorThreeArg<FrameSlot, StreamId, FrameTime, ShortBuffer> FILL_SOUND =
            (slot, sequence, stream, time, samples) -> slot.fill(stream.index(), time, samples);

    private final long maxPictureBytes;
    private final Grid grid;
    private final long toleranceNanos;
    private final boolean soundClock;
    private final Routes routes;
    private final List<StreamCounters> counters;
    private final Map<Integer, Spare> spares;
    private final RingThread thread;
    private final LoopFailures<FrameSlot> failures;
    private final LongAdder unknown = new LongAdder();
    private final Disruptor<FrameSlot> disruptor;
    private final RingBuffer<FrameSlot> ring;

    /**
     * Where the thread of a stream copies a picture to before it takes a place in the ring: one that loses its core while it
     * holds a place stops all that come after it. With the copy inside, a flooded ring of eight streams on two cores passed a
     * tenth of the pictures.
     */
    private static final class Spare {
        private PictureBuffer buffer;

        Spare(SyncConfig config) {
            buffer = new PictureBuffer(config.maxWidth(), config.maxHeight());
        }
    }

    /** @param counters by stream index */
    FrameRing(
            SyncConfig config,
            Routes routes,
            List<StreamCounters> counters,
            EventHandler<FrameSlot> consumer,
            ThreadFactory threads,
            Consumer<Throwable> fatal) {
        maxPictureBytes = (long) config.maxWidth() * config.maxHeight() * PictureBuffer.BYTES_PER_PIXEL;
        grid = Grid.at(config.framesPerSecond());
        toleranceNanos = config.toleranceMillis() * 1_000_000L;
        soundClock = config.soundClock();
        this.routes = routes;
        this.counters = counters;
        spares = IntStream.range(0, routes.streams())
                .filter(routes::isView)
                .boxed()
                .collect(Collectors.toUnmodifiableMap(stream -> stream, stream -> new Spare(config)));
        thread = new RingThread("sync", threads);
        failures = new LoopFailures<>("a frame", fatal);
        // Blocking with a time limit: measured 2.6 % of a core at 520 frames a second, where spinning costs 46 to 187
        // %.
        disruptor = new Disruptor<>(
                () -> new FrameSlot(config.maxWidth(), config.maxHeight()),
                slotsFor(routes.streams()),
                thread,
                ProducerType.MULTI,
                new TimeoutBlockingWaitStrategy(IDLE_TICK_MILLIS, TimeUnit.MILLISECONDS));
        disruptor.setDefaultExceptionHandler(failures);
        disruptor.handleEventsWith(consumer);
        ring = disruptor.getRingBuffer();
    }

    static int slotsFor(int streams) {
        int wanted = Math.max(MIN_SLOTS, streams * SLOTS_PER_STREAM);
        return Integer.highestOneBit(wanted - 1) << 1;
    }

    void start() {
        disruptor.start();
    }

    @Override
    public boolean wantsPicture(StreamId stream, FrameTime time) {
        return routes.knows(stream)
                && routes.isView(stream.index())
                && (grid.isNear(time.captureUtcNanos(), toleranceNanos) || mayBeMoved(stream, time));
    }

    @Override
    public boolean replaces(StreamId stream, FrameTime one, FrameTime other) {
        return !mayBeMoved(stream, one)
                && !mayBeMoved(stream, other)
                && grid.replaces(one.captureUtcNanos(), other.captureUtcNanos());
    }

    /** Then it is for thread sync to say where it lies. */
    private boolean mayBeMoved(StreamId stream, FrameTime time) {
        return soundClock && time.source() == ClockSource.ARRIVAL && routes.isWitnessed(stream.index());
    }

    @Override
    public boolean skipPicture(StreamId stream, FrameTime time) {
        return isKnown(stream)
                && (!routes.isView(stream.index()) || published(stream, ring.tryPublishEvent(FILL_TIME, stream, time)));
    }

    @Override
    public boolean offerPicture(StreamId stream, FrameTime time, Picture picture) {
        if (!isKnown(stream)) {
            return false;
        }
        Spare spare = spares.get(stream.index());
        if (spare == null) {
            return true;
        }
        if (!fits(picture)) {
            refuse(
                    stream,
                    picture.width() + "x" + picture.height() + " pixels do not fit detect.width x detect.height");
            return false;
        }
        if (!ring.hasAvailableCapacity(1)) {
            return published(stream, false);
        }
        spare.buffer.copyFrom(picture, time);
        return published(stream, ring.tryPublishEvent(EXCHANGE_PICTURE, stream, spare));
    }

    @Override
    public boolean offerSound(StreamId stream, FrameTime time, ShortBuffer samples) {
        if (!isKnown(stream)) {
            return false;
        }
        if (!routes.isMicrophone(stream.index()) || !samples.hasRemaining()) {
            return true;
        }
        if (samples.remaining() > FrameSlot.MAX_SAMPLES) {
            refuse(stream, samples.remaining() + " samples at once are more than " + FrameSlot.MAX_SAMPLES);
            return false;
        }
        return published(stream, ring.tryPublishEvent(FILL_SOUND, stream, time, samples));
    }

    private boolean isKnown(StreamId stream) {
        if (!routes.knows(stream)) {
            unknown.increment();
            return false;
        }
        counters.get(stream.index()).offered();
        return true;
    }

    private boolean fits(Picture picture) {
        long bytes = (long) picture.width() * picture.height() * PictureBuffer.BYTES_PER_PIXEL;
        return bytes <= maxPictureBytes && bytes <= picture.rgb().limit();
    }

    private void refuse(StreamId stream, String reason) {
        if (counters.get(stream.index()).refused()) {
            LOG.warn("stream {}: refused: {}; from now on only counted", stream, reason);
        }
    }

    private boolean published(StreamId stream, boolean hadRoom) {
        if (!hadRoom) {
            counters.get(stream.index()).dropped();
        }
        return hadRoom;
    }

    /** Frames of streams that no room has. */
    long unknown() {
        return unknown.sum();
    }

    long failures() {
        return failures.count();
    }

    /** Share of the slots in use now. */
    double fill() {
        return 1 - (double) ring.remainingCapacity() / ring.getBufferSize();
    }

    /** Frames that the thread has not come to are lost. */
    @Override
    public void close() {
        disruptor.halt();
        thread.join();
    }
}
