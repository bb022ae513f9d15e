package io.roomwise.sync;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.FrameTime;
import io.roomwise.capture.Picture;
import java.nio.ShortBuffer;
import java.util.Arrays;

/** Preallocated window of one room. Belongs to the thread that holds it, see {@link WindowExchange}. */
final class AssembledWindow implements RoomWindow {
    private final RoomLayout layout;
    private final PictureBuffer[] pictures;
    private final boolean[] present;
    private final SoundBuffer[] sounds;
    private final boolean[] heard;
    private long slotIndex;
    private long slotUtcNanos;
    private long assembledUtcNanos;

    AssembledWindow(RoomLayout layout, SyncConfig config) {
        this.layout = layout;
        pictures = new PictureBuffer[layout.views().size()];
        Arrays.setAll(pictures, view -> new PictureBuffer(config.maxWidth(), config.maxHeight()));
        present = new boolean[pictures.length];
        int samplesPerSlot = Grid.at(config.framesPerSecond()).samplesPerSlot();
        sounds = new SoundBuffer[layout.microphones().size()];
        Arrays.setAll(sounds, microphone -> new SoundBuffer(samplesPerSlot));
        heard = new boolean[sounds.length];
    }

    /** Empties the window for a slot. */
    void begin(long index, long instantUtcNanos, long nowUtcNanos) {
        slotIndex = index;
        slotUtcNanos = instantUtcNanos;
        assembledUtcNanos = nowUtcNanos;
        Arrays.fill(present, false);
        Arrays.fill(heard, false);
    }

    /** Takes a picture and gives back the buffer of an earlier window. */
    PictureBuffer swapPicture(int view, PictureBuffer chosen) {
        PictureBuffer spare = pictures[view];
        pictures[view] = chosen;
        present[view] = true;
        return spare;
    }

    /** Takes a slot's sound and gives back the buffer of an earlier window. */
    SoundBuffer swapSound(int microphone, SoundBuffer complete) {
        SoundBuffer spare = sounds[microphone];
        sounds[microphone] = complete;
        heard[microphone] = true;
        return spare;
    }

    int viewsPresent() {
        int count = 0;
        for (boolean there : present) {
            count += there ? 1 : 0;
        }
        return count;
    }

    boolean allHeard() {
        for (boolean complete : heard) {
            if (!complete) {
                return false;
            }
        }
        return true;
    }

    @Override
    public RoomLayout layout() {
        return layout;
    }

    @Override
    public long slotIndex() {
        return slotIndex;
    }

    @Override
    public long slotUtcNanos() {
        return slotUtcNanos;
    }

    @Override
    public long assembledUtcNanos() {
        return assembledUtcNanos;
    }

    @Override
    public boolean present(int view) {
        return present[view];
    }

    @Override
    public Picture picture(int view) {
        return held(view).picture();
    }

    @Override
    public FrameTime time(int view) {
        return held(view).time();
    }

    private PictureBuffer held(int view) {
        if (!present[view]) {
            throw new IllegalStateException("view " + layout.views().get(view) + " is absent from slot " + slotIndex);
        }
        return pictures[view];
    }

    @Override
    public boolean heard(int microphone) {
        return heard[microphone];
    }

    @Override
    public ShortBuffer sound(int microphone) {
        if (!heard[microphone]) {
            throw new IllegalStateException(
                    "microphone " + layout.microphones().get(microphone) + " was not heard in slot " + slotIndex);
        }
        return sounds[microphone].samples();
    }

    @Override
    public double skewMillis() {
        long earliest = Long.MAX_VALUE;
        long latest = Long.MIN_VALUE;
        for (int view = 0; view < present.length; view++) {
            if (present[view]) {
                long captured = pictures[view].time().captureUtcNanos();
                earliest = Math.min(earliest, captured);
                latest = Math.max(latest, captured);
            }
        }
        return latest > earliest ? (latest - earliest) / 1e6 : 0;
    }

    @Override
    public double errorMillis() {
        long largest = 0;
        for (int view = 0; view < present.length; view++) {
            largest = present[view] ? Math.max(largest, pictures[view].time().errorNanos()) : largest;
        }
        return largest / 1e6;
    }

    @Override
    public WindowClock clock() {
        int bySender = 0;
        for (int view = 0; view < present.length; view++) {
            if (present[view] && pictures[view].time().source() == ClockSource.SENDER_REPORT) {
                bySender++;
            }
        }
        if (bySender == 0) {
            return WindowClock.WALLCLOCK;
        }
        return bySender == viewsPresent() ? WindowClock.RTCP : WindowClock.MIXED;
    }
}
