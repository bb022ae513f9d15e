package io.roomwise.sync;

import io.roomwise.capture.FrameTime;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A {@link WindowAssembler} whose windows are looked at as soon as they leave; all on the test's thread. */
final class AssemblerBench {
    /** What a window was like; {@code pictures} has -1 for an absent view, {@code sounds} null for one not heard. */
    record Seen(
            long slot,
            List<Integer> pictures,
            List<short[]> sounds,
            double skewMillis,
            WindowClock clock,
            double waitMillis) {}

    static final int ABSENT = -1;

    /** From capture to the assembler. */
    private static final long LATENCY_NANOS = 100_000_000L;

    private final SyncConfig config;
    private final RoomLayout layout;
    private final List<StreamCounters> streams;
    private final RoomCounters counters;
    private final WindowExchange exchange;
    private final WindowAssembler assembler;
    private final List<Seen> windows = new ArrayList<>();
    private long now = Scenes.at(0, 0);
    private int pictures;

    AssemblerBench(SyncConfig config, int views, int microphones) {
        this.config = config;
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
        now = Math.max(now, captured + LATENCY_NANOS);
        return pictureNow(view, Scenes.bySender(captured));
    }

    int pictureNow(int view, FrameTime time) {
        FrameSlot frame = new FrameSlot(config.maxWidth(), config.maxHeight());
        frame.fill(layout.views().get(view).index(), time, Scenes.picture(pictures));
        assembler.onPicture(view, frame, now);
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
        now = Math.max(now, captured + count * 62_500L);
        soundNow(microphone, Scenes.bySender(captured), Scenes.sound(firstSample, count));
    }

    void soundNow(int microphone, FrameTime time, ShortBuffer samples) {
        FrameSlot piece = new FrameSlot(config.maxWidth(), config.maxHeight());
        piece.fill(layout.microphones().get(microphone).index(), time, samples);
        assembler.onSound(microphone, piece, now);
    }

    /** Lets time pass in steps of 20 ms, as the ring does when all is silent. */
    void passUntil(long slot, double millis) {
        long end = Scenes.at(slot, millis);
        while (now < end) {
            now = Math.min(end, now + 20_000_000L);
            assembler.advance(now);
        }
    }

    /** Sets the clock without anything in between: a suspended machine, a clock that was set. */
    void jumpTo(long slot, double millis) {
        now = Scenes.at(slot, millis);
        assembler.advance(now);
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
        return counters.stats();
    }

    private void look() {
        RoomWindow window = exchange.take();
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
                IntStream.range(0, layout.views().size())
                        .mapToObj(view -> window.present(view) ? Scenes.number(window.picture(view)) : ABSENT)
                        .toList(),
                sounds,
                window.skewMillis(),
                window.clock(),
                (window.assembledUtcNanos() - window.slotUtcNanos()) / 1e6));
    }
}
