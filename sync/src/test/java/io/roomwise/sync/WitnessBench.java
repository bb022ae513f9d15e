package io.roomwise.sync;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.FrameTime;
import io.roomwise.sync.SyncStats.SoundOffset;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** A {@link SoundWitness} that hears recordings, piece by piece; all on the test's thread. */
final class WitnessBench {
    static final int PIECE = 320;

    private static final long SAMPLE_NANOS = 62_500;
    private static final int DELIVERY = 1_600;

    private final RoomLayout layout;
    private final SoundWitness witness;
    private final RoomCounters counters;
    private final List<Microphone> microphones = new ArrayList<>();
    private long passed;

    /** What a microphone sends, and how wrong its stamps are. */
    static final class Microphone {
        private final short[] sound;
        private ClockSource source = ClockSource.SENDER_REPORT;
        private double lateMillis;
        private boolean connected = true;
        private int lostEach;

        private Microphone(short[] sound) {
            this.sound = sound;
        }

        Microphone late(double millis) {
            lateMillis = millis;
            return this;
        }

        Microphone byArrival() {
            source = ClockSource.ARRIVAL;
            return this;
        }

        Microphone connected(boolean is) {
            connected = is;
            return this;
        }

        Microphone losing(int oneOf) {
            lostEach = oneOf;
            return this;
        }
    }

    WitnessBench(SyncConfig config, int count) {
        layout = Scenes.room("living", 0, 0, count);
        counters = new RoomCounters(layout.room());
        witness = new SoundWitness(config, layout, new GccPhat(), counters);
    }

    Microphone add(short[] sound) {
        Microphone added = new Microphone(sound);
        microphones.add(added);
        return added;
    }

    /** Lets time pass; what is heard meanwhile reaches the witness 100 ms later. */
    void pass(double seconds) {
        long end = passed + Math.round(seconds * RoomSound.RATE);
        for (; passed < end; passed += PIECE) {
            for (int i = 0; i < microphones.size(); i++) {
                send(i, microphones.get(i));
            }
            for (int call = 0; call < 4; call++) {
                witness.advance(Scenes.at(0, 0) + (passed + DELIVERY) * SAMPLE_NANOS);
            }
        }
    }

    private void send(int index, Microphone microphone) {
        boolean lost = microphone.lostEach > 0 && passed / PIECE % microphone.lostEach == 0;
        if (!microphone.connected || lost || passed + PIECE > microphone.sound.length) {
            return;
        }
        boolean arrival = microphone.source == ClockSource.ARRIVAL;
        long stamp = Scenes.at(0, microphone.lateMillis) + (passed + (arrival ? PIECE : 0)) * SAMPLE_NANOS;
        FrameSlot piece = new FrameSlot(16, 16);
        piece.fill(
                layout.microphones().get(index).index(),
                new FrameTime(stamp, 50_000_000, microphone.source, stamp),
                ShortBuffer.wrap(microphone.sound, (int) passed, PIECE));
        witness.onSound(index, piece);
    }

    List<SoundOffset> offsets() {
        return counters.stats(0).soundOffsets();
    }

    /** How late a microphone is by its sound; empty if nothing tells. */
    OptionalDouble late(int microphone) {
        return offsets().stream()
                .filter(offset -> offset.microphone().index() == microphone)
                .mapToDouble(SoundOffset::offsetMillis)
                .findFirst();
    }
}
