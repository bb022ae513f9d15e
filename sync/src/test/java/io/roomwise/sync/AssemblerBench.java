package io.roomwise.sync;

import io.roomwise.capture.FrameTime;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A {@link WindowAssembler} whose windows are looked at as soon as they leave; all on the test's thread. */
final class AssemblerBench {
    /** What a window was like; {@code pictures} has -1 for an absent view, {@code sounds} null for one not heard. */
    record Seen(
            long slot,
            long slotUtcNanos,
            List<Integer> pictures,
            List<short[]> sounds,
            double skewMillis,
            WindowClock clock,
            double waitMillis) {}

    static final int ABSENT = -1;

    /** From capture to the assembler. */
    private static final long LATENCY_NANOS = 100_000_000L;

    private final RoomLayout layout;
    private final List<StreamCounters> streams;
    private final RoomCounters counters;
    private final WindowExchange exchange;
    private final WindowAssembler assembler;
    private final List<Seen> windows = new ArrayList<>();
    private final Set<ByteBuffer> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ManualClock time = new ManualClock(Scenes.at(0, 0));
    private final GridClock clock;
    /** The only one, as if the ring were that short. */
    private final FrameSlot ringSlot;

    private int pictures;

    AssemblerBench(SyncConfig config, int views, int microphones) {
        ringSlot = new FrameSlot(config.maxWidth(), config.maxHeight());
        clock = new GridClock(time.clocks(), Grid.at(config.framesPerSecond()));
        layout = Scenes.room("living", 0, views, microphones);
        streams =
                Stream.generate(StreamCounters::new).limit(views + microphones).toList();
        counters = new RoomCounters(layout.room());
        exchange = new WindowExchange(layout, config);
        assembler = new WindowAssembler(config, layout, exchange, this::look, counters, streams);
    }

    /** A picture captured so long after a slot, handed over 100 ms later or now, whatever is later. */
    int picture(int view, long slot, double millis) {
        long captured = Scenes.at(slot, millis);
        time.set(captured + LATENCY_NANOS);
        return pictureNow(view, Scenes.bySender(captured));
    }

    /** A picture that capture was told not to scale, in the same place as {@link #picture}. */
    void skippedPicture(int view, long slot, double millis) {
        long captured = Scenes.at(slot, millis);
        time.set(captured + LATENCY_NANOS);
        ringSlot.fill(layout.views().get(view).index(), Scenes.bySender(captured));
        clock.read();
        assembler.onPicture(view, ringSlot, clock);
        pictures++;
    }

    int pictureNow(int view, FrameTime time) {
        FrameSlot frame = ringSlot;
        frame.fill(layout.views().get(view).index(), time, Scenes.picture(pictures));
        clock.read();
        assembler.onPicture(view, frame, clock);
        return pictures++;
    }

    /** Pictures of a view at 10 fps, from a slot's instant to before another's. */
    void pictures(int view, long fromSlot, long toSlot, double phaseMillis) {
        for (long slot = fromSlot; slot < toSlot; slot++) {
            for (int i = 0; i < 4; i++) {
                picture(view, slot, phaseMillis + i * 100);
            }
        }
    }

    /** Sound that tells its own time, stamped {@code shiftMillis} later than it should be. */
    void sound(int microphone, long firstSample, int count, double shiftMillis) {
        long captured = Scenes.at(0, shiftMillis) + firstSample * 62_500;
        time.set(captured + count * 62_500L);
        soundNow(microphone, Scenes.bySender(captured), Scenes.sound(firstSample, count));
    }

    void soundNow(int microphone, FrameTime time, ShortBuffer samples) {
        FrameSlot piece = ringSlot;
        piece.fill(layout.microphones().get(microphone).index(), time, samples);
        clock.read();
        assembler.onSound(microphone, piece, clock);
    }

    /** Lets time pass in steps of 20 ms, as the ring does when all is silent. */
    void passUntil(long slot, double millis) {
        long end = Scenes.at(slot, millis);
        while (time.utcNanos() < end) {
            jumpTo(Math.min(end, time.utcNanos() + 20_000_000L));
        }
    }

    /** Time passes, on both clocks. */
    void pass(double millis) {
        jumpTo(time.utcNanos() + Math.round(millis * 1e6));
    }

    /** Time passes without anything in between: the process stood still. */
    void jumpTo(long slot, double millis) {
        jumpTo(Scenes.at(slot, millis));
    }

    private void jumpTo(long utcNanos) {
        time.set(utcNanos);
        clock.read();
        assembler.advance(clock);
    }

    /** Somebody sets the clock of the host. */
    void stepHostClock(double millis) {
        time.step(Math.round(millis * 1e6));
        jumpTo(time.utcNanos());
    }

    /** What the clock of the host shows. */
    long now() {
        return time.utcNanos();
    }

    long nanoTime() {
        return time.nanoTime();
    }

    List<Seen> windows() {
        return windows;
    }

    List<Long> slots() {
        return windows.stream().map(Seen::slot).toList();
    }

    Seen window(long slot) {
        return windows.stream().filter(seen -> seen.slot() == slot).findFirst().orElseThrow();
    }

    SyncStats.StreamStats stream(int index) {
        return streams.get(index).stats();
    }

    SyncStats.RoomStats room() {
        return counters.stats(clock.nanoTime());
    }

    /** How many buffers of pictures have been seen in windows. */
    int buffers() {
        return buffers.size();
    }

    private void rememberBuffers(RoomWindow window) {
        Set<ByteBuffer> own = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int view = 0; view < layout.views().size(); view++) {
            if (window.present(view) && !own.add(window.picture(view).rgb())) {
                throw new AssertionError("two views share a buffer in slot " + window.slotIndex());
            }
        }
        buffers.addAll(own);
    }

    private void look() {
        RoomWindow window = exchange.take();
        rememberBuffers(window);
        List<short[]> sounds = new ArrayList<>();
        for (int microphone = 0; microphone < layout.microphones().size(); microphone++) {
            short[] samples = new short[0];
            if (window.heard(microphone)) {
                samples = new short[window.sound(microphone).remaining()];
                window.sound(microphone).get(samples);
            }
            sounds.add(samples);
        }
        windows.add(new Seen(
                window.slotIndex() - Scenes.FIRST,
                window.slotUtcNanos(),
                IntStream.range(0, layout.views().size())
                        .mapToObj(view -> window.present(view) ? Scenes.number(window.picture(view)) : ABSENT)
                        .toList(),
                sounds,
                window.skewMillis(),
                window.clock(),
                (window.assembledUtcNanos() - window.slotUtcNanos()) / 1e6));
    }
}
