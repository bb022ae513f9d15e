package io.roomwise.capture;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Notices a sender that goes on sending the same picture. The noise of a sensor changes every picture of a dark, empty room, too;
 * what stays the same to the bit for a minute is sent without a sensor, by a restreamer or an encoder of constant quality. One
 * that keeps to a bit rate encodes the same picture a little differently each time, by no more than noise does: that is not
 * noticed, nor is a picture with the time in it. Looks once a second. Capture thread only.
 */
final class FrozenPicture {
    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final long LOOK_NANOS = 1_000_000_000L;

    private boolean looked;
    private long lookedAt;
    private long sum;
    private long sameSince;
    private boolean frozen;

    /** A picture was decoded; its brightness tells. */
    void onPicture(AVFrame frame, long nanoTime) {
        if (!looked || nanoTime - lookedAt >= LOOK_NANOS) {
            var stride = frame.linesize(0);
            // Stored upside down or not in memory that can be read: nothing is said of it.
            if (stride >= frame.width()) {
                var luma =
                        frame.data(0).capacity((long) stride * frame.height()).asByteBuffer();
                onLook(sumOf(luma, frame.width(), frame.height(), stride), nanoTime);
            }
        }
    }

    private static long sumOf(ByteBuffer luma, int width, int height, int stride) {
        var sum = new CRC32C();
        for (var row = 0; row < height; row++) {
            // What lies between the rows is nobody's.
            sum.update(luma.limit(row * stride + width).position(row * stride));
        }
        return sum.getValue();
    }

    void onLook(long pictureSum, long nanoTime) {
        if (!looked || pictureSum != sum) {
            sameSince = nanoTime;
        }
        looked = true;
        lookedAt = nanoTime;
        sum = pictureSum;
        frozen = nanoTime - sameSince >= LIMIT.toNanos();
    }

    Optional<String> fault() {
        return frozen ? Optional.of("picture has not changed for " + LIMIT.toSeconds() + " s") : Optional.empty();
    }
}
