package io.roomwise.inference;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.FrameTime;
import io.roomwise.capture.Picture;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import io.roomwise.sync.RoomLayout;
import io.roomwise.sync.RoomWindow;
import io.roomwise.sync.WindowClock;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A slot of a room at 2.5 frames per second; views without a picture are absent. Frames are captured 1 ms after it. */
record FakeWindow(RoomLayout layout, long slotIndex, Map<Integer, Picture> pictures) implements RoomWindow {
    static final long SLOT_NANOS = 400_000_000;

    /** A room with cameras of these names. */
    static RoomLayout room(String name, String... sensors) {
        var room = new RoomId("home", name);
        List<StreamId> views = new ArrayList<>();
        for (String sensor : sensors) {
            views.add(new StreamId(views.size(), room, sensor));
        }
        return new RoomLayout(room, views, List.of());
    }

    @Override
    public long slotUtcNanos() {
        return slotIndex * SLOT_NANOS;
    }

    @Override
    public long assembledUtcNanos() {
        return slotUtcNanos() + 50_000_000;
    }

    @Override
    public boolean present(int view) {
        return pictures.containsKey(view);
    }

    @Override
    public Picture picture(int view) {
        Picture picture = pictures.get(view);
        if (picture == null) {
            throw new IllegalStateException("view " + view + " is absent");
        }
        return picture;
    }

    @Override
    public FrameTime time(int view) {
        return new FrameTime(slotUtcNanos() + 1_000_000, 0, ClockSource.SENDER_REPORT, slotUtcNanos() + 9_000_000);
    }

    @Override
    public boolean heard(int microphone) {
        return false;
    }

    @Override
    public ShortBuffer sound(int microphone) {
        throw new IllegalStateException("microphone " + microphone + " was not heard");
    }

    @Override
    public double errorMillis() {
        return 0;
    }

    @Override
    public double skewMillis() {
        return slotIndex % 100;
    }

    @Override
    public WindowClock clock() {
        return WindowClock.RTCP;
    }
}
