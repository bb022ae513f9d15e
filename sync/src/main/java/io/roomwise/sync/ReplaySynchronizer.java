package io.roomwise.sync;

import io.roomwise.capture.Clocks;
import io.roomwise.capture.FrameTime;
import io.roomwise.capture.Picture;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What {@link Synchronizer} does, by the time that it is told and on the thread that tells it: the windows depend on
 * nothing else. There are no rings, so no frame is dropped and no window given up. Owned by one thread.
 */
public final class ReplaySynchronizer implements SyncTap {
    private final List<StreamCounters> streams;
    private final List<RoomCounters> rooms;
    private final Routes routes;
    private final FrameRouter router;
    private final FrameSlot slot;
    private ClockReading now = new ClockReading(0, 0);

    /** @param handler called within the call that completes a window; its exceptions come out of that */
    public ReplaySynchronizer(SyncConfig config, List<RoomLayout> layouts, WindowHandler handler) {
        routes = new Routes(layouts, config.sound());
        streams = Stream.generate(StreamCounters::new).limit(routes.streams()).toList();
        rooms = layouts.stream().map(layout -> new RoomCounters(layout.room())).toList();
        List<WindowAssembler> assemblers = IntStream.range(0, layouts.size())
                .mapToObj(room -> assembler(config, layouts.get(room), rooms.get(room), handler))
                .toList();
        Clocks clocks = new Clocks(() -> now.utcNanos(), () -> now.nanoTime());
        router = new FrameRouter(
                routes,
                SoundWitness.ofAll(config, layouts, rooms),
                assemblers,
                new GridClock(clocks, Grid.at(config.framesPerSecond())));
        slot = new FrameSlot(config.maxWidth(), config.maxHeight());
    }

    private WindowAssembler assembler(
            SyncConfig config, RoomLayout layout, RoomCounters counters, WindowHandler handler) {
        WindowExchange exchange = new WindowExchange(layout, config);
        Runnable newWindow = () -> {
            handler.onWindow(exchange.take());
            counters.handled(now.nanoTime());
        };
        return new WindowAssembler(config, layout, exchange, newWindow, counters, streams);
    }

    @Override
    public void onPicture(ClockReading at, int stream, FrameTime time, Picture picture) {
        if (routes.isView(stream)) {
            streams.get(stream).offered();
            slot.fill(stream, time, picture);
            handle(at);
        }
    }

    @Override
    public void onPictureTime(ClockReading at, int stream, FrameTime time) {
        if (routes.isView(stream)) {
            streams.get(stream).offered();
            slot.fill(stream, time);
            handle(at);
        }
    }

    @Override
    public void onSound(ClockReading at, int stream, FrameTime time, ShortBuffer samples) {
        if (routes.isMicrophone(stream)) {
            streams.get(stream).offered();
            slot.fill(stream, time, samples);
            handle(at);
        }
    }

    private void handle(ClockReading at) {
        now = at;
        router.onEvent(slot, 0, true);
    }

    @Override
    public void onIdle(ClockReading at) {
        now = at;
        router.onTimeout(0);
    }

    /** The clock that was told last. */
    public ClockReading now() {
        return now;
    }

    public SyncStats stats() {
        return new SyncStats(
                streams.stream().map(StreamCounters::stats).toList(),
                rooms.stream().map(room -> room.stats(now.nanoTime())).toList(),
                0,
                0,
                0,
                0);
    }
}
