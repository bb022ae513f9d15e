package io.roomwise.sync;

import io.roomwise.capture.Clocks;
import io.roomwise.capture.FrameSink;
import io.roomwise.capture.FrameTime;
import io.roomwise.capture.Picture;
import io.roomwise.capture.StreamId;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Frames of all streams in, windows of all rooms out. Owns threads {@code sync} and {@code inference}. */
public final class Synchronizer implements FrameSink, AutoCloseable {
    private final List<StreamCounters> streams;
    private final List<RoomCounters> rooms;
    private final WindowRing windowRing;
    private final FrameRouter router;
    private final FrameRing frameRing;
    private final Clocks clocks;

    /**
     * @param layouts a stream may be a view and a microphone, but of one room only
     * @param handler called on thread {@code inference}; its exceptions are counted and the next window follows
     * @param threads makes both threads; they are named here
     * @param clocks UTC, to which capture times are compared, may be set while running; time-outs are monotonic
     * @param fatal takes an {@link Error} of either thread, on that thread; must not wait for {@link #close}
     */
    public Synchronizer(
            SyncConfig config,
            List<RoomLayout> layouts,
            WindowHandler handler,
            ThreadFactory threads,
            Clocks clocks,
            Consumer<Throwable> fatal) {
        this.clocks = clocks;
        Routes routes = new Routes(layouts, config.sound());
        streams = Stream.generate(StreamCounters::new).limit(routes.streams()).toList();
        rooms = layouts.stream().map(layout -> new RoomCounters(layout.room())).toList();
        List<WindowExchange> exchanges = layouts.stream()
                .map(layout -> new WindowExchange(layout, config))
                .toList();
        windowRing = new WindowRing(
                exchanges,
                handler,
                room -> rooms.get(room).handled(clocks.nanoTime().getAsLong()),
                threads,
                fatal);
        List<WindowAssembler> assemblers = IntStream.range(0, layouts.size())
                .mapToObj(room -> new WindowAssembler(
                        config,
                        layouts.get(room),
                        exchanges.get(room),
                        () -> windowRing.announce(room),
                        rooms.get(room),
                        streams))
                .toList();
        router = new FrameRouter(
                routes,
                SoundWitness.ofAll(config, layouts, rooms),
                assemblers,
                new GridClock(clocks, Grid.at(config.framesPerSecond())));
        frameRing = new FrameRing(config, routes, streams, router, threads, fatal);
    }

    /** Native memory for the pictures of these rooms, in bytes: all of it is set aside by the constructor. */
    public static long pictureBytes(SyncConfig config, List<RoomLayout> layouts) {
        long pictures = FrameRing.slotsFor(new Routes(layouts, config.sound()).streams());
        for (RoomLayout layout : layouts) {
            int spare = 1; // of the ring, for each stream that has pictures
            int each = spare + WindowAssembler.pendingSlots(config, layout) + WindowExchange.WINDOWS;
            pictures += (long) layout.views().size() * each;
        }
        return pictures * config.maxWidth() * config.maxHeight() * PictureBuffer.BYTES_PER_PIXEL;
    }

    /** Lets somebody listen to all that thread sync acts on. Before {@link #start}. */
    public void tapInto(SyncTap tap) {
        router.tapInto(tap);
    }

    /** Starts {@code inference}, then {@code sync}. May be called once. */
    public void start() {
        windowRing.start();
        frameRing.start();
    }

    @Override
    public boolean wantsPicture(StreamId stream, FrameTime time) {
        return frameRing.wantsPicture(stream, time);
    }

    @Override
    public boolean replaces(StreamId stream, FrameTime one, FrameTime other) {
        return frameRing.replaces(stream, one, other);
    }

    @Override
    public boolean skipPicture(StreamId stream, FrameTime time) {
        return frameRing.skipPicture(stream, time);
    }

    @Override
    public boolean offerPicture(StreamId stream, FrameTime time, Picture picture) {
        return frameRing.offerPicture(stream, time, picture);
    }

    @Override
    public boolean offerSound(StreamId stream, FrameTime time, ShortBuffer samples) {
        return frameRing.offerSound(stream, time, samples);
    }

    /** From any thread. */
    public SyncStats stats() {
        long now = clocks.nanoTime().getAsLong();
        return new SyncStats(
                streams.stream().map(StreamCounters::stats).toList(),
                rooms.stream().map(room -> room.stats(now)).toList(),
                frameRing.unknown(),
                frameRing.failures(),
                windowRing.failures(),
                frameRing.fill());
    }

    /** Ends {@code sync}, then {@code inference}, which finishes what it has in work. Frames that wait are lost. */
    @Override
    public void close() {
        frameRing.close();
        windowRing.close();
    }
}
