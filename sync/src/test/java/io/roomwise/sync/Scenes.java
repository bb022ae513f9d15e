package io.roomwise.sync;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.FrameTime;
import io.roomwise.capture.Picture;
import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** Hand-made frames, rooms and times. Slots and times are counted from slot {@link #FIRST}. */
final class Scenes {
    /** In November 2025. */
    static final long FIRST = 4_410_000_000L;

    static final long SLOT_NANOS = 400_000_000L;
    static final int SAMPLES_PER_SLOT = 6_400;

    static final SyncConfig VIDEO = new SyncConfig(2.5, false, 60, 600, 64, 48, false);
    static final SyncConfig SOUND = new SyncConfig(2.5, true, 60, 600, 64, 48, false);

    static final ThreadFactory DAEMONS = loop -> {
        Thread thread = new Thread(loop);
        thread.setDaemon(true);
        return thread;
    };

    private Scenes() {}

    /** A room whose streams are numbered from {@code firstStream}, views first. */
    static RoomLayout room(String name, int firstStream, int views, int microphones) {
        RoomId id = new RoomId("home", name);
        List<StreamId> streams = new ArrayList<>();
        for (int i = 0; i < views + microphones; i++) {
            streams.add(new StreamId(firstStream + i, id, "sensor" + i));
        }
        return new RoomLayout(id, streams.subList(0, views), streams.subList(views, streams.size()));
    }

    static long at(long slot, double millis) {
        return (FIRST + slot) * SLOT_NANOS + Math.round(millis * 1e6);
    }

    static FrameTime bySender(long utcNanos) {
        return new FrameTime(utcNanos, 2_000_000, ClockSource.SENDER_REPORT, utcNanos);
    }

    static FrameTime byArrival(long utcNanos) {
        return new FrameTime(utcNanos, 50_000_000, ClockSource.ARRIVAL, utcNanos);
    }

    /** 64x48, recognized by its number. */
    static Picture picture(int number) {
        return picture(number, 64, 48);
    }

    static Picture picture(int number, int width, int height) {
        ByteBuffer rgb = ByteBuffer.allocateDirect(width * height * 3);
        rgb.putInt(0, number);
        rgb.putInt(rgb.capacity() - Integer.BYTES, number);
        return new Picture(width, height, rgb);
    }

    /** The number, if the picture is whole. */
    static int number(Picture picture) {
        ByteBuffer rgb = picture.rgb();
        int last = picture.width() * picture.height() * 3 - Integer.BYTES;
        if (rgb.position() != 0 || rgb.limit() != last + Integer.BYTES || rgb.getInt(0) != rgb.getInt(last)) {
            throw new AssertionError("torn picture " + rgb);
        }
        return rgb.getInt(0);
    }

    /** Sound whose every sample tells its own time: sample {@code n} since {@link #FIRST} is {@link #sample}(n). */
    static ShortBuffer sound(long firstSample, int count) {
        ShortBuffer samples = ShortBuffer.allocate(count);
        for (int i = 0; i < count; i++) {
            samples.put(i, sample(firstSample + i));
        }
        return samples;
    }

    static short sample(long number) {
        return (short) Math.floorMod(number, 30_011L);
    }
}
